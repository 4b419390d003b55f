"""A year of an area, lived by people of different habits through the actions, the nights and the mail of the product."""
