"""Administration: calendars, people, bodies, sharing, tokens, and how the house is."""
