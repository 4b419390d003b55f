"""The register of warnings."""
