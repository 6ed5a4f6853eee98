"""Composition: settings, addresses and the process entry points. Knows every context; no context knows it."""
