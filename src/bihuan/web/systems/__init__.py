"""The page of all systems, and the board of one."""
