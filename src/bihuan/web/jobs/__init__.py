"""Long work as pages show it."""
