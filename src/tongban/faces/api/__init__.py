"""The API of other systems and of pages: parses, names actor and time, calls one room, answers JSON."""
