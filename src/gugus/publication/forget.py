"""Publications name nobody: two persons and a search for signs stand before them. There is nothing to forget."""
