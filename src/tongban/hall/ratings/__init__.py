"""好差评: what people say of an act of the city, what follows from a bad word, and what the figures are made of."""
