"""The messages of staff, and what did not reach people."""
