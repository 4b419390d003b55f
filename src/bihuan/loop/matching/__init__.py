"""Matching: the conditions of a policy held against the facts of an enterprise, with the reason for every no."""
