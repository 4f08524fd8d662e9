"""Rules of applications: the move table, the precheck, materials and decisions. Pure."""
