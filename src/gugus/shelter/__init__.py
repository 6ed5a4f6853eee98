"""Where somebody sleeps: beds of a house, stays from proposal to exit. Addresses of safe houses stay sealed."""
