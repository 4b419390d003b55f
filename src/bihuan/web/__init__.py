"""The door for browsers: pages translate requests into one call of a room and its answer into a page."""
