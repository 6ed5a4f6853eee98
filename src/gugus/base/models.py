"""Tables without a domain: the data keys of sealed rows, and what was done to them."""

from gugus.base.sealed import DataKey, KeyTrace

__all__ = ["DataKey", "KeyTrace"]
