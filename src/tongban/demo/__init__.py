"""The Hefei sample and the stories, told through services with explicit past times."""
