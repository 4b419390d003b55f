"""What nobody starts: the nights of an area, each passed once and in order."""
