"""Tongban (通办): the working day, the power and the record of every matter a city handles."""

__version__ = "0.1.0"
