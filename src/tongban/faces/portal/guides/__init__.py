"""What can be done and how: the list of items, and the guide of each."""
