"""The lists of a round on pages."""
