"""The page where everybody begins: what waits, what is watched, what changed."""
