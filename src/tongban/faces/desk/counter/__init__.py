"""The window: the person in front of me, their matter, the papers they leave with, and decisions handed out."""
