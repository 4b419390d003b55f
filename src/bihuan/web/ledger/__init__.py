"""The ledger page: its address as a filter, its rows as shapes."""
