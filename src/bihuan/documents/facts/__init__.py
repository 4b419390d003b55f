"""Header facts, totals, contacts and the kind of document, each with its place in the text."""
