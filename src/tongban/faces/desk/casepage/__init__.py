"""The case as staff works on it: data beside materials, who holds the time, what can be done and why not the rest."""
