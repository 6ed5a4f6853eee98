"""What is done to a claim: made, written to, moved on, told."""
