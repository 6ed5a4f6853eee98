"""Pages of the data protection desk, by noun."""
