"""Official papers of a case: what each says, as a neutral tree, and the same paper as Word document and as PDF."""
