"""What the pages of instructions show."""
