"""The trail: who did or saw what, for which agency, when and why.

Owns entries (append-only by database rights) and seals (a hash chain made in batches, outside the write).
An entry never holds a personal value: changes of personal fields are kept as keyed digests.
"""
