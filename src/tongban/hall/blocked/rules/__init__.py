"""Rules of blocked matters: moves, rungs, causes, grounds, what a report of refusal must have. Pure."""
