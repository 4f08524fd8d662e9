"""A party's messages, and how it wants to be reached."""
