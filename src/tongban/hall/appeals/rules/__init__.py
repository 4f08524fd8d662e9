"""Rules of appeals: moves, grounds, what an answer must have. Pure."""
