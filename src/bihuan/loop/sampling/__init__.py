"""Looking again: samples of cases, who may check them, what was found on site, and what became of it."""
