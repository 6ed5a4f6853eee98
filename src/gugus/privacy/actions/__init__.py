"""The verbs of the data protection desk, by noun."""
