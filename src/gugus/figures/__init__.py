"""Figures as they were shown, and figures that others published.

Owns snapshots (one figure of `statistics`, frozen with definition, period, source, day and digest; nobody changes one),
checks (was it the same when counted again), published figures with their sources, and what was decided about those that
contradict each other. Snapshots hold protected counts only, never an exact small one. Holds no word about a survivor.
"""
