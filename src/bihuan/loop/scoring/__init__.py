"""Figures over time: numbers entered by hand, values kept for each period, boards, and warnings by number."""
