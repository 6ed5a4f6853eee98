"""Whom to ask when a version widens rights: a higher context that keeps a queue of requests signs up here.

In its AppConfig.ready it says `tell_asker("dotted.path")`. The function is called as `ask(version, by=, reason=, at=)`,
puts the request where a second person finds it and returns the address of that request. Who agrees there applies it:
`versions.apply_version(version=, by=, at=, agreed=True)` asks every rule again. Without a queue nothing widens.
"""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

_asker: list[str] = []


def tell_asker(path: str) -> None:
    """Let the function at `path` bring widening versions before a second person. The last one counts."""
    _asker[:] = [path]


def can_ask() -> bool:
    """Is there a queue of requests?"""
    return bool(_asker)


def ask(version: Any, *, by: Any, reason: str, at: datetime) -> str:
    """Bring a version before a second person; the address of the request."""
    return import_string(_asker[0])(version, by=by, reason=reason, at=at)
