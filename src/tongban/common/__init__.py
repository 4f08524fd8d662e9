"""Floor of the house: errors, time, identifiers, text. Imports nothing above it."""
