"""Packs for people to look at: what is released, and one pack as its manual says it."""
