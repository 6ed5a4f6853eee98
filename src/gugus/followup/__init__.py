"""Recommendations on their way from a meeting to a result.

Owns recommendations and the lines of their way. A *recommendation* is something that one agency is to do, said
somewhere (its *origin*: a meeting, a conference, a report), with a deadline and a target. Nothing disappears: it ends
as done (with evidence, accepted by the secretariat), replaced by another, split into several, or dropped by a named
decision. Never: names a survivor (what points to a person is refused), changes or deletes a line that was written.
"""
