"""Door: the `bihuan` command."""
