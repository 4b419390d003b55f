"""Which packs an area uses, its own copies of them, and what becomes of running cases."""
