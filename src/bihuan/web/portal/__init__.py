"""The pages of the enterprise portal, on a phone first: what they show, in words an enterprise reads."""
