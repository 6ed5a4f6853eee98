"""The criminal track of each accused: stages, charges, hearings, protection, and what the victim was told."""
