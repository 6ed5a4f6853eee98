"""What a survivor lost, what was granted, what was paid: a ledger that always balances."""
