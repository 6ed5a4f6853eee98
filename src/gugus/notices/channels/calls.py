"""One POST to the one address that the operator wrote into the settings: no redirect, no proxy, no long answer."""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from gugus.notices.channels import NotSent, Unsure
from gugus.notices.channels.settings import LOOPBACK
from gugus.notices.codes import Why

CONNECTING = 8  # seconds
PATIENCE = 15  # for the whole answer
LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, the JSON object in it ({} when there is none), how long to wait if it said so."""

    status: int
    told: Mapping[str, Any]
    after: timedelta | None = None


def is_safe(url: str) -> bool:
    """May messages go to this address? https anywhere, http on this machine only; no user names in it."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port != 0
    except ValueError:
        return False
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and port_is_fine and not parts.username and (parts.scheme == "https" or plain)


def post(url: str, body: bytes, headers: Mapping[str, str], *, before: Callable[[], None]) -> Answer:
    """Send JSON; `before` is called when the connection stands and nothing was said yet.

    Raises NotSent (nobody listened) and Unsure (broken off after we spoke); what `before` raises goes through.
    """
    if not is_safe(url):
        raise NotSent(Why.NOT_ADMITTED)
    parts = urlsplit(url)
    with closing(_connection(parts.scheme, parts.hostname or "", parts.port)) as talk:
        try:
            talk.connect()
        except (OSError, http.client.HTTPException):
            raise NotSent(Why.UNREACHABLE) from None
        before()
        try:
            talk.sock.settimeout(PATIENCE)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            talk.request("POST", path or "/", body, {"Content-Type": "application/json", **headers})
            answer = talk.getresponse()
            return Answer(answer.status, _read(answer), _after(answer.getheader("Retry-After")))
        except (OSError, http.client.HTTPException):
            raise Unsure from None


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=CONNECTING)
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return http.client.HTTPSConnection(host, port, timeout=CONNECTING, context=context)


def _read(answer: http.client.HTTPResponse) -> dict[str, Any]:
    """The object in an answer; what is too long, too slow or no JSON counts as nothing."""
    until, parts, size = time.monotonic() + PATIENCE, [], 0
    try:
        while part := answer.read1(8192):
            parts.append(part)
            size += len(part)
            if size > LONGEST_ANSWER or time.monotonic() > until:
                return {}
    except (OSError, http.client.HTTPException):  # the status was said; the rest may be lost
        return {}
    try:
        told = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _after(said: str | None) -> timedelta | None:
    return timedelta(seconds=min(int(said), 86_400)) if said and said.isascii() and said.isdecimal() else None
