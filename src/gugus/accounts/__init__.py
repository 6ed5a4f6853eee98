"""Accounts of colleagues and their sign-in: who works here, which roles they hold, how they prove who they are.

Owns pages on accounts, second factors, sessions, the code of conduct and its acceptances. What a role may do is decided
below, in `access`. Never: knows a report, a case or a person; keeps a password or a seed in clear.
"""
