"""Blocked matters for people and enterprises: the door, the form, one matter, the copy of a refusal."""
