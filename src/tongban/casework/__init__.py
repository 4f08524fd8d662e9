"""The one engine every kind of case runs on, and the exchange that tells other systems."""
