"""The two-person rule: what one person asks and another must agree to before it happens.

Owns requests (asked, approved, refused, withdrawn, run out) and their queue. Never: does the thing itself (the context
that asked does, once, when it was approved); lets anybody approve their own request.
"""
