"""Filling the shapes of the case page and of the forms around it, one module a part."""
