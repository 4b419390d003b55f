"""The board of major problems."""
