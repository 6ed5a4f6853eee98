"""The action plan: strategies, activities, indicators, targets, what was realised."""
