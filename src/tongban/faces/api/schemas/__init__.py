"""Shapes of what the API takes and gives; what it takes refuses unknown fields."""
