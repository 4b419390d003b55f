"""The pages of import: from a file to a draft beside its source, from a draft to cases."""
