"""The overview of the rounds and the board of one of them."""
