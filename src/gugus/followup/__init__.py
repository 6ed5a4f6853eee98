"""Recommendations on their way from a meeting to a result."""
