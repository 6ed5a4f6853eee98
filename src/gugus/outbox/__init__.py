"""After-commit work: what happened is written down in the same transaction, others learn of it afterwards.

Owns events (what happened, in codes and references), deliveries (which subscriber has dealt with which event) and
the rights that the application role has on the job queue: it can wake the worker for an event, nothing else.
Words: a *topic* is `noun.what_happened`; a *subscriber* is a function of a higher context that reacts to a topic.
Never: carries a name, a phone or free text; calls a subscriber inside the transaction that announced.
"""

from gugus.outbox.subscribers import subscribe

__all__ = ["subscribe"]
