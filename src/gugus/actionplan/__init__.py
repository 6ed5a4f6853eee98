"""The action plan (RAN, RAD) of a task force: its matrix, what agencies realised, and what stood in the way.

Owns plans, strategies, programmes, activities, indicators, targets (earlier ones stay), budgets by source, the report
of each agency for each period, and imports of the usual matrix. Years and periods are what the plan says, never fixed
here. Holds no word about a survivor: the matrix is a public paper, what agencies type in their reports is sealed.
"""
