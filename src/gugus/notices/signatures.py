"""Signatures over raw bytes: those of Meta's webhooks and those of Standard Webhooks. Compared in constant time."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from hashlib import sha256

TOLERANCE = 300  # seconds between their clock and ours


def hub_is_right(secret: str, header: str, body: bytes) -> bool:
    """`X-Hub-Signature-256: sha256=<hex>` over the body as it came; an empty secret is never right."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return _same(wanted, header) and bool(secret)


def signed(secret: str, name: str, stamp: str, body: bytes) -> str:
    """The header `webhook-signature` of Standard Webhooks: v1 and HMAC-SHA256 over "id.timestamp.body"."""
    told = b".".join((name.encode(), stamp.encode(), body))
    return "v1," + b64encode(hmac.new(_key(secret), told, sha256).digest()).decode()


def standard_is_right(secret: str, *, name: str, stamp: str, header: str, body: bytes, at: float) -> bool:
    """Is one of the signatures ours, and the moment near? `at` is our clock in seconds; several keys may be in use."""
    in_time = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12 and abs(at - int(stamp)) <= TOLERANCE
    wanted = signed(secret, name, stamp, body)
    matches = [_same(wanted, one) for one in header.split(" ")[:10]]
    return any(matches) and in_time and bool(secret) and bool(name)


def same(one: str, other: str) -> bool:
    """Are two secrets the same, and not empty?"""
    return _same(one, other) and bool(one)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode(errors="replace"))


def _key(secret: str) -> bytes:
    """`whsec_` and base64, or any other text as its own bytes."""
    if secret.startswith("whsec_"):
        try:
            return b64decode(secret.removeprefix("whsec_"), validate=True)
        except (NoBase64, ValueError):
            return secret.encode()
    return secret.encode()
