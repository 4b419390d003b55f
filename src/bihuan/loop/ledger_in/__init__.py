"""Ledgers in: a template goes out, a unit fills it in, it comes back; and ledgers of other offices become rows."""
