"""Whether the books of an area balance: each kind of row explained by another that does not depend on it."""
