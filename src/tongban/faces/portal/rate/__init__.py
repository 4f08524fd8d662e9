"""Rating an act: one screen on a phone, reached by a link or by one's own case."""
