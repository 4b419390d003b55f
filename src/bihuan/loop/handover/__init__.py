"""When a post changes hands: everything that stands in one person's name goes over to another's, with a list that both sign."""
