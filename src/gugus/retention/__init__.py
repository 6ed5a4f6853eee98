"""Forgetting on time: how long each class of record is kept, what holds it, what is left when it goes.

Owns the schedule, legal holds, runs and certificates. Each context names its personal fields in its own `forget.py`.
Never: forgets what the law still needs, keeps a field that nobody named.
"""
