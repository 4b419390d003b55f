"""Indicators, comparison of units, boards, the leader's page, and the rows behind every number."""
