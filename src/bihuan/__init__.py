"""闭环: one loop from finding a problem to proving that it stays solved."""

__version__ = "0.1.0"
