"""Texts on their way to the public, as pages show them."""
