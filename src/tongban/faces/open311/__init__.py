"""Open311 GeoReport v2: a second door for appeals, in XML and JSON; parses, calls the rooms, and shows what is public."""
