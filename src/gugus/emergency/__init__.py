"""Emergency access (break glass): a file outside one's reach, opened for hours, for a typed reason, with witnesses.

Owns openings and their review. Never: opens more sections than the role has, opens without telling the owner,
forgets one.
"""
