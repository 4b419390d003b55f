"""Blocks become a numbered outline; the outline becomes findings, items and measures."""
