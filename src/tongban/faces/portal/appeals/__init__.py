"""Appeals of people and enterprises: what they are, one entry, one case in plain words with its chain of hands."""
