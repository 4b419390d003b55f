"""A pack for people to look at: the picture of each lifecycle and the page of the manual."""
