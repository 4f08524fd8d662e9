"""A party's own cases: the list, one case in plain words, corrections answered on one page."""
