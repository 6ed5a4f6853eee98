"""What the receiving agency does: accept, decline, serve, report back, give back, and a final report at the end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because, take_up
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.referrals import rules
from gugus.referrals.codes import State, Way, WordsKind
from gugus.referrals.models import Referral
from gugus.referrals.moving import (
    CannotMove,
    close_after_end,
    grace_of,
    locked,
    may_speak,
    moved,
    save,
    say,
    told,
)


@transaction.atomic
def accept_referral(
    *,
    referral: Referral,
    answer: str,
    by: User | None,
    at: datetime,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """Yes. Identity, the message and the offered sections open for the receiving agency from now on."""
    also = {"answered_at": at, "answered_by": _account(by, way)}
    referral = moved(
        referral, State.ACCEPTED, side=rules.RECEIVER, by=by, at=at, seen=seen, way=way,
        words={WordsKind.ANSWER: answer}, **also,
    )  # fmt: skip
    if way == Way.ACCOUNT:  # nobody else could look: what was offered stays shut, and ends with the referral
        take_up(because=referral, by=by, at=at)
    return told("referral.accepted", referral, by=by, at=at)


@transaction.atomic
def decline_referral(
    *,
    referral: Referral,
    code: str,
    answer: str,
    by: User | None,
    at: datetime,
    proposed: Agency | None = None,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """No, for a coded reason, if possible with a proposal of whom to ask instead. Nothing was opened."""
    also = {"answered_at": at, "answered_by": _account(by, way), "proposed_agency": proposed}
    referral = moved(
        referral, State.DECLINED, side=rules.RECEIVER, by=by, at=at, code=code, seen=seen, way=way,
        words={WordsKind.ANSWER: answer}, **also,
    )  # fmt: skip
    close_because(because=referral, by=by, at=at)
    return told("referral.declined", referral, by=by, at=at, code=code)


@transaction.atomic
def start_service(
    *,
    referral: Referral,
    by: User | None,
    at: datetime,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """The receiving agency has begun."""
    referral = moved(referral, State.IN_SERVICE, side=rules.RECEIVER, by=by, at=at, seen=seen, way=way)
    return told("referral.in_service", referral, by=by, at=at)


@transaction.atomic
def give_feedback(
    *,
    referral: Referral,
    feedback: str,
    by: User | None,
    at: datetime,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """The receiving agency reports what was done. Earlier feedback stays."""
    if not feedback.strip():
        raise CannotMove([Reason("feedback_needed", _("Write what was done."), "feedback")])
    referral = moved(
        referral, State.FEEDBACK, side=rules.RECEIVER, by=by, at=at, seen=seen, way=way,
        words={WordsKind.FEEDBACK: feedback},
    )  # fmt: skip
    return told("referral.feedback", referral, by=by, at=at)


@transaction.atomic
def return_referral(
    *,
    referral: Referral,
    code: str,
    answer: str,
    by: User | None,
    at: datetime,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """Accepted, but it cannot go on here: back to the sender with a coded reason."""
    referral = moved(
        referral, State.RETURNED, side=rules.RECEIVER, by=by, at=at, code=code, seen=seen, way=way,
        words={WordsKind.ANSWER: answer},
    )  # fmt: skip
    close_after_end(referral, by=by, at=at)
    return told("referral.returned", referral, by=by, at=at, code=code)


@transaction.atomic
def write_final_report(
    *,
    referral: Referral,
    report: str,
    by: User | None,
    at: datetime,
    seen: int | None = None,
    way: Way = Way.ACCOUNT,
) -> Referral:
    """The last word of the receiving agency, within the grace after the end. The state stays as it is."""
    referral = locked(referral, seen=seen)
    until = grace_of(referral)
    if not may_speak(rules.RECEIVER, referral, by, way) or until is None:
        raise CannotMove([Reason("no_report", _("There is no final report to be written here."))])
    if at >= until:
        sentence = _("The time for the final report was over on %(day)s.")
        day = timezone.localtime(until).strftime("%d-%m-%Y")
        raise CannotMove([Reason("grace_over", sentence % {"day": day}, "report")])
    if not report.strip():
        raise CannotMove([Reason("report_needed", _("Write what was done."), "report")])
    say(referral, WordsKind.FINAL, report, side=rules.RECEIVER, by=by, at=at)
    save(referral)
    return told("referral.final_report", referral, by=by, at=at)


def _account(by: User | None, way: Way) -> User | None:
    """Who of the asked agency answered; nobody where a guest or paper did."""
    return by if way == Way.ACCOUNT else None
