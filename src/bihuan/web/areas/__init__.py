"""Areas above and below: comparison, inspections handed down, packages."""
