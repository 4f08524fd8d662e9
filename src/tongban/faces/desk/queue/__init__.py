"""The queue of the desk: what waits, by time left; search, saved filters, many at once, the list as a file."""
