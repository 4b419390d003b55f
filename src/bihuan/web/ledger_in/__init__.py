"""What the pages of ledgers brought in show: the list, the mapping of columns, the preview, the result."""
