"""Scorecards: sheets out of so many points, scored from figures or by hand, locked at the deadline, appealed against and ranked."""
