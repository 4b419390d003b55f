"""Documents and ledgers written as files: what stands in them is given as plain values, each format is one module."""
