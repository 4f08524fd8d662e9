"""Ratings at the desk: the list, the figures, one rating, the hotline, and the page of a rectification."""
