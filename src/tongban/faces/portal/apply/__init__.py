"""Applying: a start page, one group of questions a page, materials, a page to check, a receipt."""
