"""Devices from which somebody signed in before: a signed cookie, no row, nothing about the device itself.

It opens nothing. It only keeps others' guessing from slowing its owner down, and it dies with the password.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from gugus.access.models import User

COOKIE = "gugus_device"
SALT = "gugus.accounts.devices"
AGE = 180 * 24 * 3600
MOST = 8  # colleagues on one shared computer


def device_of(request: HttpRequest, user: User) -> str:
    """The device's own number if this user signed in from it before with the password of today; otherwise ""."""
    number, marks = _read(request)
    wanted = _mark(number, user)
    return number if any(constant_time_compare(mark, wanted) for mark in marks) else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """This user signed in here."""
    number, marks = _read(request)
    number = number or secrets.token_urlsafe(12)
    mark = _mark(number, user)
    marks = [mark, *(one for one in marks if one != mark)][:MOST]
    response.set_cookie(
        COOKIE, signing.dumps([number, marks], salt=SALT), max_age=AGE, path="/akun/", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        number, marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return number, marks


def _mark(number: str, user: User) -> str:
    return salted_hmac(SALT, f"{number}:{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:32]
