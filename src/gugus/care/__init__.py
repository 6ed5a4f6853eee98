"""What is done for a person: service lines, from need to result.

Owns service lines. A provider writes and sees its own lines; the case's agency sees all of them. Never
decides whether a service is deserved: a presumed victim gets the same services.
"""
