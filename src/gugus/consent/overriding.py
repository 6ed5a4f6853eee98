"""Sent without a ground: a separate right, a typed reason, a list, and a second person who looks at each."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.consent.codes import Verdict
from gugus.consent.models import Override
from gugus.consent.queries import Found
from gugus.consent.reaching import end_reach, reaches_of
from gugus.directory.models import Agency
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.tasks.actions import finish_tasks_about, start_task

SHORTEST = 20  # characters of a reason that somebody else can judge
TASK = "consent_review"


class CannotOverride(Cannot):
    """Without a basis and without a reason nothing is sent; or the review cannot be like this."""


@transaction.atomic
def override(
    *, person: Person, purpose: str, recipient: Agency | None, about: models.Model, found: Found, reason: str, by: User,
    at: datetime,
) -> Override:  # fmt: skip
    """Write down that something is sent although the ledger has no ground. Part of a larger action, which sends.

    Who may (`Verb.OVERRIDE` in `Section.CONSENT`) is asked before. Raises CannotOverride.
    """
    if len(reason.strip()) < SHORTEST:
        words = _("Say why it cannot wait, so that a second person can judge it (at least 20 characters).")
        raise CannotOverride([Reason("reason_needed", words, "override")])
    made = Override(
        person=person, agency_id=by.agency_id, purpose=purpose, recipient=recipient, about_kind=about._meta.model_name,
        about_id=about.pk, about_ref=getattr(about, "ref", ""), why_none=found.code, by=by, at=at,
        reason=reason.strip(),
    )  # fmt: skip
    made.save(force_insert=True)
    start_task(kind=TASK, about=made, agency=by.agency, by=by, at=at)
    changes = {"purpose": purpose, "recipient": recipient.slug if recipient else "", "why_none": found.code,
               "about": made.about_ref}  # fmt: skip
    record("consent.overridden", about=made, within=person, by=by, at=at, words=reason, changes=changes)
    announce("consent.overridden", about=made, at=at, by=str(by.pk))
    return made


@transaction.atomic
def review(
    *, override: Override, verdict: str, words: str, by: User, at: datetime, seen: int | None = None
) -> Override:
    """A second person says whether it was right. If not, what rests on it ends at once."""
    rows = Override.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "person").get(pk=override.pk)
    check_version(fresh, seen)
    reasons = []
    if fresh.verdict:
        reasons.append(Reason("reviewed_already", _("Somebody looked at this already.")))
    if fresh.by_id == by.pk:
        reasons.append(Reason("second_person", _("Another person than the sender looks at it.")))
    if verdict not in Verdict.values:
        reasons.append(Reason("choice_needed", _("Choose an answer."), "verdict"))
    if verdict == Verdict.OBJECTED and not words.strip():
        reasons.append(Reason("words_needed", _("Say why it was not right."), "words"))
    if reasons:
        raise CannotOverride(reasons)
    fresh.verdict, fresh.reviewed_by, fresh.reviewed_at = verdict, by, at
    fresh.review_words, fresh.version = words.strip() or None, fresh.version + 1
    fresh.save(update_fields=["verdict", "reviewed_by", "reviewed_at", "review_words", "version"])
    ended = _end_all(fresh, by, at) if verdict == Verdict.OBJECTED else 0
    finish_tasks_about(about=fresh, kind=TASK, by=by, at=at)
    changes = {"verdict": verdict, "ended": ended}
    record(
        "consent.override_reviewed",
        about=fresh,
        within=fresh.person,
        by=by,
        at=at,
        words=words,
        changes=changes,
    )
    announce("consent.override_reviewed", about=fresh, at=at, verdict=verdict)
    return fresh


def _end_all(override: Override, by: User, at: datetime) -> int:
    running = [one for one in reaches_of(override, at) if one.running]
    for reach in running:
        end_reach(override, reach, by=by, at=at)
    return len(running)
