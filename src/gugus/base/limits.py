"""Slow down guessing and flooding without knowing who it is.

No address is stored: the counter's name is a keyed digest of the address that changes every hour and is gone
with the hour. Many people share one address in mobile networks, so the limits are wide.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gugus.base.vault import keyed_digest

HOUR = 3600


def used_up(purpose: str, request: HttpRequest, *, most: int, at: datetime) -> bool:
    """Was this tried `most` times in this hour from where the request comes?"""
    return cache.get(_name(purpose, request, at), 0) >= most


def count(purpose: str, request: HttpRequest, *, at: datetime) -> None:
    """One more try."""
    name = _name(purpose, request, at)
    cache.add(name, 0, HOUR)
    try:
        cache.incr(name)
    except ValueError:  # the hour ended between the two lines
        cache.set(name, 1, HOUR)


def _name(purpose: str, request: HttpRequest, at: datetime) -> str:
    hour = at.strftime("%Y%m%d%H")
    return "limit:" + keyed_digest(f"limit:{purpose}:{hour}", _address(request)).hex()


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind our own proxy the last one that the proxy wrote."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return forwarded.split(",")[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
