"""The trail: who did or saw what, for which agency, when and why.

Owns entries (append-only by database rights) and seals (a hash chain made in batches, outside the write). Words: an
entry is *sealed* once a batch holds its digest; the *root* of a batch stands for it and all batches before; an
*anchor* is a root kept elsewhere, so that a replaced trail is noticed. Each context says in its `trail.py` what its
verbs are called. Never: holds a personal value (changes of personal fields are kept as keyed digests).
"""
