"""Screening against the law, identification decisions, and the passage from a report to a case.

Owns assessments (one person, one story), their evidence, the decisions of all bodies, and the link between
reports and cases. The engine proposes (`gugus.law`), a named officer decides. A result for a group is never
copied to its members.
"""
