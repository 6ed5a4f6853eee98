"""What the agency that owns a recommendation, and those that support it, say about it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.queries import offices_of
from gugus.files.models import Attachment
from gugus.followup import rules
from gugus.followup.actions.moving import (
    NOT_YOURS,
    CannotFollowUp,
    about_nobody,
    answers,
    has_evidence,
    kept,
    locked,
    moved,
    must_be_evidence,
    must_run,
    owns,
    told,
    write_line,
)
from gugus.followup.codes import LineKind, State
from gugus.followup.models import Line, Recommendation


@transaction.atomic
def add_progress(
    *, recommendation: Recommendation, words: str, by: User, at: datetime, share: int | None = None,
    evidence: Attachment | None = None,
) -> Line:  # fmt: skip
    """What was done so far. `share` (0 to 100) is the owner's to say. Two at once both stay: a line is only added."""
    one = locked(recommendation)
    must_run(one)
    reasons = _words_needed(words)
    today = timezone.localdate(at)
    ours = answers(one, by.agency_id, today)
    if not ours and not offices_of(by.agency_id, today) & set(one.supporters):
        raise CannotFollowUp([NOT_YOURS])
    if share is not None and not 0 <= share <= 100:
        reasons.append(Reason("no_share", _("A number from 0 to 100."), "share"))
    if reasons:
        raise CannotFollowUp(reasons)
    must_be_evidence(one, evidence)
    line = write_line(
        one, LineKind.PROGRESS, by=by, at=at, words=words, share=share if ours else None, evidence=evidence
    )
    if ours and share is not None and share != one.share:
        kept(one, share=share)
    told("recommendation.progress", one, by=by, at=at, changes={"share": share, "evidence": bool(evidence)})
    return line


@transaction.atomic
def ask_for_time(*, recommendation: Recommendation, due_on: date, words: str, by: User, at: datetime) -> Line:
    """The owner asks for another deadline; the secretariat moves it or not."""
    one = locked(recommendation)
    must_run(one)
    if not owns(one, by.agency_id, timezone.localdate(at)):
        raise CannotFollowUp([NOT_YOURS])
    reasons = _words_needed(words)
    if due_on <= one.due_on:
        reasons.append(Reason("not_later", _("Choose a day after the present deadline."), "due_on"))
    if reasons:
        raise CannotFollowUp(reasons)
    line = write_line(one, LineKind.ASKED, by=by, at=at, words=words, due_before=one.due_on, due_on=due_on)
    told("recommendation.asked", one, by=by, at=at, changes={"due_on": due_on})
    return line


@transaction.atomic
def report_done(
    *, recommendation: Recommendation, words: str, by: User, at: datetime, evidence: Attachment | None = None,
    seen: int | None = None,
) -> Recommendation:  # fmt: skip
    """The owner says that it is done, with a file that shows it, now or in an earlier line. The secretariat accepts.

    For an owner without any account the secretariat says so; the line names whose colleague wrote it.
    """
    one = moved(recommendation, State.REPORTED, by=rules.OWNER, seen=seen)
    if not answers(one, by.agency_id, timezone.localdate(at)):
        raise CannotFollowUp([NOT_YOURS])
    must_be_evidence(one, evidence)
    reasons = _words_needed(words)
    if evidence is None and not has_evidence(one):
        reasons.append(Reason("no_evidence", _("Attach what shows that it was done."), "upload"))
    if reasons:
        raise CannotFollowUp(reasons)
    kept(one, state=one.state, share=100)
    write_line(one, LineKind.REPORTED, by=by, at=at, words=words, share=100, evidence=evidence)
    return told("recommendation.reported", one, by=by, at=at)


def _words_needed(words: str) -> list[Reason]:
    reasons = about_nobody(words=words)
    return reasons if words.strip() else [*reasons, Reason("no_words", _("Say what was done."), "words")]
