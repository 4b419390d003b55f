"""The case file: cases, lifecycles, clocks, evidence, trail, intake. One Django app, one migration history."""
