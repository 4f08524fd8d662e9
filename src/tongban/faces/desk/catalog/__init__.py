"""The catalogue for item managers: versions of guides compared, drafts edited, published by a second person."""
