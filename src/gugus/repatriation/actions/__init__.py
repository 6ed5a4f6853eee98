"""Everything that changes a return, a leg, a paper, a cost or minutes."""
