"""What is done in a criminal track: one verb, one transaction, one line of the trail each."""
