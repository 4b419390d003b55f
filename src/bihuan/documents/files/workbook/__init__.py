"""Workbooks: every sheet that can be seen becomes a table, its cells as people read them."""
