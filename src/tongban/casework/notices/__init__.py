"""Notices (通知): what is told to parties and staff, on which channel, whether it arrived, and who was told otherwise."""
