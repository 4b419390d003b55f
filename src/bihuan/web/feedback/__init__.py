"""What the pages of the public feedback show, for everybody and for the office."""
