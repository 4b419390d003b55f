"""The pages of look-backs and inspections: plans, their samples, and the check of one case."""
