"""For enterprises: all services and all matters on one screen, and the record the city keeps of them."""
