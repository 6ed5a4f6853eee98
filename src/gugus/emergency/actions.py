"""Break the glass, close it again, sign it off. Nothing here says whether a file exists before it was opened."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import Grant, User
from gugus.access.viewer import Viewer
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.emergency import rules
from gugus.emergency.codes import Verdict, Why
from gugus.emergency.models import Opening
from gugus.emergency.queries import opened_lately
from gugus.kernel.ids import parse_ref
from gugus.outbox.actions import announce


class CannotOpen(Cannot):
    """The glass stays whole; said without looking whether there is a file."""


class CannotReview(Cannot):
    """This opening is not yours to sign off, or was signed off already."""


@transaction.atomic
def break_glass(
    *, viewer: Viewer, ref: str, code: str, reason: str, hours: int, at: datetime, key: UUID | None = None
) -> Opening:
    """Open one file by its exact reference, for one person, for hours. Known and unknown references go the same way.

    Only sections that the roles read anyway are opened. Raises CannotOpen for what is wrong with the asking itself.
    """
    if key and (earlier := _own(viewer).filter(key=key).first()):
        return earlier
    if hurdles := _hurdles(viewer, ref, code, reason, hours, at):
        raise CannotOpen(hurdles)
    opening = Opening(
        user=viewer.user, agency_id=viewer.agency_id, asked_ref=parse_ref(ref) or ref.strip().upper()[:20], code=code,
        reason=reason.strip()[:2000], at=at, until_at=at + timedelta(hours=hours), key=key,
    )  # fmt: skip
    opening.save(force_insert=True)
    sections = [one.value for one in Section if viewer.has(one, Verb.SEE)]
    far = viewer.reach(Section.CASE, Verb.BREAK_GLASS) >= Scope.TASK_FORCE
    with connection.cursor() as cursor:
        cursor.execute("select emergency_open(%s, %s, %s::text[])", [opening.pk, far, sections])
    opening = _own(viewer).select_related("user", "agency", "data_key").get(pk=opening.pk)
    _tell("opened", opening, by=viewer.user, at=at)
    return opening


@transaction.atomic
def end_opening(*, opening: Opening, by: User, at: datetime) -> Opening:
    """Close it before its time: who opened it, or the file's agency. Ending twice is ending once."""
    opening = _locked(opening)
    if opening.ended_at is not None:
        return opening
    opening.ended_at, opening.ended_by = at, by
    opening.save(update_fields=["ended_at", "ended_by"])
    grants = Grant.objects.unscoped(because="what this opening opened; row security knows both sides")
    grants.filter(because_kind="opening", because_id=opening.pk, ended_at=None).update(ended_at=at)
    _tell("ended", opening, by=by, at=at)
    return opening


@transaction.atomic
def review(*, opening: Opening, verdict: str, note: str, by: User, at: datetime) -> Opening:
    """A second person signs it off: justified, or not and why. Raises CannotReview."""
    opening = _locked(opening)
    hurdles = []
    if opening.verdict != Verdict.WAITING:
        hurdles.append(Reason("reviewed_already", _("A colleague has signed this off already.")))
    if opening.user_id == by.pk:
        hurdles.append(Reason("own_opening", _("Nobody signs off their own emergency access.")))
    if opening.reviewed_in_id != by.agency_id:
        hurdles.append(Reason("other_agency", _("The agency that answers for the file signs it off.")))
    if verdict not in {Verdict.JUSTIFIED, Verdict.UNJUSTIFIED}:
        hurdles.append(Reason("verdict_needed", _("Say whether it was justified."), "verdict"))
    if verdict == Verdict.UNJUSTIFIED and not note.strip():
        hurdles.append(Reason("note_needed", _("Say why it was not justified."), "note"))
    if hurdles:
        raise CannotReview(hurdles)
    opening.verdict, opening.review_note = verdict, note.strip()[:2000] or None
    opening.reviewed_by, opening.reviewed_at = by, at
    opening.save(update_fields=["verdict", "review_note", "reviewed_by", "reviewed_at"])
    _tell("reviewed", opening, by=by, at=at, verdict=verdict)
    return opening


def _hurdles(viewer: Viewer, ref: str, code: str, reason: str, hours: int, at: datetime) -> list[Reason]:
    hurdles = []
    if viewer.by_key or not viewer.has(Section.CASE, Verb.BREAK_GLASS):
        hurdles.append(Reason("no_right", _("Your role does not include emergency access.")))
    if not ref.strip():
        hurdles.append(Reason("ref_needed", _("Write the exact code of the file."), "ref"))
    if code not in Why.values:
        hurdles.append(Reason("code_needed", _("Choose why."), "code"))
    if not rules.is_reason(reason):
        words = _("Say in a full sentence what is happening; a colleague will review it.")
        hurdles.append(Reason("reason_needed", words, "reason"))
    if not rules.SHORTEST <= hours <= rules.LONGEST:
        hurdles.append(Reason("hours", _("From one to eight hours."), "hours"))
    if opened_lately(viewer.user_id, at) >= rules.MOST_A_DAY:
        words = _("You used emergency access five times within a day. Call your supervisor.")
        hurdles.append(Reason("too_many", words))
    return hurdles


def _own(viewer: Viewer):
    rows = Opening.objects.unscoped(because="one's own opening")
    return rows.filter(user_id=viewer.user_id)


def _locked(opening: Opening) -> Opening:
    rows = Opening.objects.unscoped(because="the opening came through its gate; the database decides too")
    return rows.select_for_update(of=("self",)).select_related("data_key").get(pk=opening.pk)


def _tell(what: str, opening: Opening, *, by: User, at: datetime, verdict: str = "") -> None:
    """The trail of the opening, within the file where there is one; and the event that reaches the owner."""
    found = opening.record_id is not None
    within = Named(opening.record_kind, opening.record_id, opening.asked_ref) if found else None
    changes = {"until": opening.until_at, "found": found, "asked": opening.asked_ref}
    record(
        f"emergency.{what}",
        about=opening,
        within=within,
        by=by,
        at=at,
        reason=verdict or opening.code,
        changes=changes,
    )
    announce_opening(what, opening, at=at)


def announce_opening(what: str, opening: Opening, *, at: datetime) -> None:
    """Say it to whoever listens: the file's manager, the reviewers of its agency."""
    announce(
        f"emergency.{what}",
        about=opening,
        at=at,
        user=str(opening.user_id),
        agency=str(opening.reviewed_in_id),
        kind=opening.record_kind,
        record=str(opening.record_id or ""),
    )
