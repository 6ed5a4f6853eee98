"""How a recommendation ends: accepted as done, sent back, replaced, split, dropped by a named decision."""

from collections.abc import Sequence
from dataclasses import replace as replaced
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.followup import rules
from gugus.followup.actions.moving import (
    CannotFollowUp,
    about_nobody,
    ended,
    has_evidence,
    kept,
    locked,
    moved,
    must_run,
    told,
    write_line,
)
from gugus.followup.actions.recording import Origin, Told, record_recommendation
from gugus.followup.codes import LineKind, OriginKind, State
from gugus.followup.models import Recommendation

LETTERS = "abcdef"  # how the parts of a split are called in forms and refusals


@transaction.atomic
def accept(
    *, recommendation: Recommendation, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Recommendation:
    """The secretariat looked at the evidence: done."""
    one = moved(recommendation, State.DONE, by=rules.HOST, seen=seen)
    _must_be_free(words=words)
    if not has_evidence(one):
        raise CannotFollowUp([Reason("no_evidence", _("There is no evidence yet. Send it back."))])
    ended(one, by=by, at=at)
    write_line(one, LineKind.ACCEPTED, by=by, at=at, words=words)
    return told("recommendation.accepted", one, by=by, at=at)


@transaction.atomic
def send_back(
    *, recommendation: Recommendation, words: str, by: User, at: datetime, seen: int | None = None
) -> Recommendation:
    """It is not done yet; says what is missing."""
    one = moved(recommendation, State.OPEN, by=rules.HOST, seen=seen)
    if not words.strip():
        raise CannotFollowUp([Reason("no_words", _("Say what is missing."), "words")])
    _must_be_free(words=words)
    kept(one, state=one.state)
    write_line(one, LineKind.SENT_BACK, by=by, at=at, words=words)
    return told("recommendation.sent_back", one, by=by, at=at)


@transaction.atomic
def replace(
    *, recommendation: Recommendation, other: Recommendation, words: str, by: User, at: datetime,
    seen: int | None = None,
) -> Recommendation:  # fmt: skip
    """Another running recommendation of the same task force takes its place."""
    for row in sorted((recommendation, other), key=lambda row: row.pk):
        locked(row)  # in one order, so that two who replace each other wait instead of blocking each other
    one = moved(recommendation, State.REPLACED, by=rules.HOST, seen=seen)
    other = locked(other)
    if other.pk == one.pk or other.task_force_id != one.task_force_id or other.state not in rules.RUNNING:
        sentence = _("Choose another recommendation of this task force that is still running.")
        raise CannotFollowUp([Reason("no_replacement", sentence, "other")])
    _must_be_free(words=words)
    ended(one, by=by, at=at, replaced_by=other)
    write_line(one, LineKind.REPLACED, by=by, at=at, words=words, other=other)
    write_line(other, LineKind.CHANGED, by=by, at=at, other=one)
    return told("recommendation.replaced", one, by=by, at=at, changes={"by": other.ref})


@transaction.atomic
def split(
    *, recommendation: Recommendation, parts: Sequence[Told], words: str, by: User, at: datetime,
    seen: int | None = None,
) -> list[Recommendation]:  # fmt: skip
    """Several recommendations take its place; each keeps its way and where it was said. All or nothing."""
    one = moved(recommendation, State.SPLIT, by=rules.HOST, seen=seen)
    if not 2 <= len(parts) <= rules.MOST_PARTS:
        sentence = _("Split it into two to %(most)d parts.") % {"most": rules.MOST_PARTS}
        raise CannotFollowUp([Reason("no_parts", sentence)])
    _must_be_free(words=words)
    origin = Origin(one.origin_kind, one.said_on, one.origin_ref, one.origin_words or "")
    made = [_part(one, letter, part, origin, by, at) for letter, part in zip(LETTERS, parts, strict=False)]
    ended(one, by=by, at=at)
    write_line(one, LineKind.SPLIT, by=by, at=at, words=words)
    told("recommendation.split", one, by=by, at=at, changes={"parts": [part.ref for part in made]})
    return made


@transaction.atomic
def drop(
    *, recommendation: Recommendation, decision: Origin, words: str, by: User, at: datetime, seen: int | None = None
) -> Recommendation:  # fmt: skip
    """It is not done, because somebody decided so: `decision` names where (a meeting by its reference, or a paper)."""
    one = locked(recommendation, seen=seen)
    must_run(one)
    reasons = about_nobody(words=words, decision_words=decision.words)
    if decision.kind not in OriginKind.values or not (decision.ref or decision.words.strip()):
        sentence = _("Name the meeting or the decision that drops it.")
        reasons.append(Reason("no_decision", sentence, "decision_ref"))
    if not words.strip():
        reasons.append(Reason("no_words", _("Say why it is dropped."), "words"))
    if reasons:
        raise CannotFollowUp(reasons)
    one = moved(one, State.DROPPED, by=rules.HOST, seen=None)
    named = " ".join(part for part in (decision.words.strip(), decision.on.isoformat()) if part)
    ended(one, by=by, at=at, ended_kind=decision.kind, ended_ref=decision.ref, ended_words=named)
    write_line(one, LineKind.DROPPED, by=by, at=at, words=words)
    return told("recommendation.dropped", one, by=by, at=at, changes={"decision": decision.ref})


def _part(
    one: Recommendation, letter: str, part: Told, origin: Origin, by: User, at: datetime
) -> Recommendation:
    """One part; what speaks against it is told at its own fields (`a_text`, `b_owner`)."""
    try:
        return record_recommendation(force=one.task_force, told=part, origin=origin, by=by, at=at, parent=one)
    except CannotFollowUp as refused:
        reasons = [
            replaced(why, field=f"{letter}_{why.field}" if why.field else "") for why in refused.reasons
        ]
        raise CannotFollowUp(reasons) from refused


def _must_be_free(**texts: str) -> None:
    if reasons := about_nobody(**texts):
        raise CannotFollowUp(reasons)
