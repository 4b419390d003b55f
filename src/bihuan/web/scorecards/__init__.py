"""The pages of score sheets and of their ranking."""
