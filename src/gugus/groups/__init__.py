"""Many people who arrive at once: the list, a line of screening each, split to provinces, handed over together."""
