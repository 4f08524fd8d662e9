"""What a city is made of: regions, agencies, powers, parties, the catalogue and the accounts that sign in."""
