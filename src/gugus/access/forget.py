"""What is left of an account that ended long ago, of grants on forgotten records, of answers kept for programs."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q

from gugus.access.models import Grant, User
from gugus.base.forgetting import ANSWERS, JOINS, MONTH, STANDS, Left, Purge

LEFT = (
    Left(
        "access.Grant",
        by_id=("record_id", "because_id"),
        stays={
            "record_kind": JOINS, "record_id": JOINS, "because_kind": JOINS, "because_id": JOINS,
            "agency": ANSWERS, "user": ANSWERS, "given_by": ANSWERS, "given_by_agency": ANSWERS,
            "sections": STANDS, "basis": STANDS, "field_class": STANDS,
            "from_at": STANDS, "until_at": STANDS, "ended_at": STANDS,
        },
    ),
    Left(
        "access.User",
        hangs={"user": "self"},
        stays={"agency": ANSWERS, "language": STANDS, "is_active": STANDS},
        coarse={"created_at": MONTH},
    ),
    Left(  # the reason in words goes; that there was a right, and whose, is the trail's answer
        "access.SingleRight",
        hangs={"user": "user"},
        stays={
            "user": JOINS, "given_by": ANSWERS, "ended_by": ANSWERS, "section": STANDS, "verbs": STANDS,
            "scope": STANDS, "field_class": STANDS, "from_at": STANDS, "until_at": STANDS, "ended_at": STANDS,
        },
    ),
    Left(
        "access.Delegation",
        hangs={"user": "lender"},
        stays={
            "ref": STANDS, "lender": JOINS, "deputy": JOINS, "ended_by": ANSWERS, "from_on": STANDS, "until_on": STANDS,
            "asked_at": STANDS, "accepted_at": STANDS, "ended_at": STANDS,
        },
    ),
    Left("access.ApiKey", hangs={"user": "user"}, whole=True),
    Left("access.IdempotentWrite", hangs={"user": "user"}, whole=True),
)  # fmt: skip
PURGES = (Purge("answers", "access.IdempotentWrite", "at"),)


def besides(touched: dict[str, list[UUID]], at: datetime) -> None:
    """What was open to other agencies closes; an account keeps a name that says that it was forgotten."""
    grants = Grant.objects.unscoped(because="grants of a record that is being forgotten")
    grants.filter(Q(pk__in=touched.get("access.Grant", ())), ended_at=None).update(ended_at=at)
    for key in touched.get("access.User", ()):
        Authenticator.objects.filter(user_id=key).delete()
        User.objects.filter(pk=key).update(
            username=f"anonim-{key.hex[-12:]}", full_name="Akun yang dianonimkan", is_active=False
        )
