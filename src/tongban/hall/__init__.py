"""The hall (政务大厅): applications, later appeals, ratings and windows."""
