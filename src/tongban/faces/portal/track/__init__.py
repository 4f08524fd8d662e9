"""Following a case without a sign-in."""
