"""Tables without a domain: the data keys of sealed rows."""

from gugus.base.sealed import DataKey

__all__ = ["DataKey"]
