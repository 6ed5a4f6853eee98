"""Tasks and the clocks that run behind them.

Owns tasks, clocks (deadlines as editable data with their legal basis) and holidays. Holds references, never
words about a person: what a task is about is found behind its record's own gate.
"""
