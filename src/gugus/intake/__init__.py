"""Reports: somebody said something, and we do not lose it.

Owns reports, who is mentioned in them, later facts, triage and outcomes, merging. A report is not a case:
the passage from a report to a case belongs to `screening`. Never forces an identity number.
"""
