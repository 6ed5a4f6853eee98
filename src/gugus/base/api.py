"""Plumbing of the API: problems as application/problem+json (RFC 9457) and versions as ETags (RFC 9110)."""

import json
from collections.abc import Iterable

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema

from gugus.base.refusals import Reason


class ProblemDetail(Schema):
    """Why a call did not do what it was asked."""

    type: str = Field("about:blank", description="Always about:blank; `code` says what kind it is.")
    title: str = Field(description="A short sentence in the caller's language.")
    status: int = Field(description="The HTTP status.")
    code: str = Field(description="A stable code for machines.")
    errors: list[dict[str, str]] = Field(
        default_factory=list, description="Each reason: code, words, field (may be empty)."
    )


def problem(status: int, code: str, title: str, reasons: Iterable[Reason] = ()) -> HttpResponse:
    """A problem answer. It says nothing about records the caller may not know of."""
    body = {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "code": code,
        "errors": [{"code": r.code, "words": str(r.words), "field": r.field} for r in reasons],
    }
    return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")


def version_needed() -> HttpResponse:
    """The answer to a change that does not say which version it was made from (RFC 6585)."""
    return problem(428, "version_needed", _("Send the ETag that you read as If-Match."))


def etag_of(record: models.Model) -> str:
    """The version of a record as an ETag."""
    return f'"{record.ref}:{record.version}"'


def seen_version(request: HttpRequest) -> int | None:
    """The version that If-Match names, or None when the caller sent none. Unreadable tags match nothing."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not tag or tag == "*":
        return None
    number = tag.rpartition(":")[2]
    return int(number) if number.isdecimal() else -1
