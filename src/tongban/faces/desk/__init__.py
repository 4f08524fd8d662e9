"""The desk: moves as forms, made through the same table as over the API."""
