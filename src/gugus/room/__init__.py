"""The page of the chair: what is late, what needs a decision."""
