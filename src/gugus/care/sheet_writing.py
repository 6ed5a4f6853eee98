"""Officials write the next sheet of assessment: a draft, domain by domain, until it counts. What was scored stays."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.care import sheet_rules
from gugus.care.codes import SheetState
from gugus.care.instruments import instrument_on, plain
from gugus.care.models import AssessmentInstrument

WORDS = {
    "no_code": _("Two to twenty small letters, digits or underlines, a letter first."),
    "twice": _("Another domain has this code already."),
    "no_section": _("Choose who reads it."),
    "no_name": _("Name it in both languages, with at most 80 characters."),
    "no_sentence": _("Write a sentence of at most 300 characters."),
    "no_domains": _("A sheet has between one and twenty domains."),
}


class CannotWriteSheet(Cannot):
    """The sheet cannot be written or let count like this."""


@transaction.atomic
def begin_sheet(*, by: User, at: datetime) -> AssessmentInstrument:
    """A draft that begins with what counts today; who begins another one goes on with the one that is there."""
    _one_at_a_time()
    if waiting := AssessmentInstrument.objects.filter(state=SheetState.DRAFT).first():
        return waiting
    draft = AssessmentInstrument.objects.create(
        number=_last() + 1, domains=plain(instrument_on(timezone.localdate(at))), changed_by=by
    )
    _told("needs.sheet_begun", draft, by, at)
    return draft


@transaction.atomic
def write_domain(
    *, domain: Mapping[str, Any], was: str = "", by: User, at: datetime, seen: int | None = None
) -> AssessmentInstrument:
    """Keep a domain of the draft: the one that was called `was`, or a new one at the end."""
    draft = _draft(seen)
    others = [one["code"] for one in draft.domains if one["code"] != was]
    doubts = sheet_rules.doubts_about_domain(domain, taken=others)
    if doubts:
        raise CannotWriteSheet([Reason(code, WORDS[code], field) for code, field in doubts])
    kept = [dict(domain) if one["code"] == was else one for one in draft.domains]
    if was not in {one["code"] for one in draft.domains}:
        kept.append(dict(domain))
    return _kept(draft, kept, "needs.sheet_written", by, at, {"domain": domain["code"]})


@transaction.atomic
def drop_domain(*, code: str, by: User, at: datetime, seen: int | None = None) -> AssessmentInstrument:
    """A domain of the draft goes. Scores that were given in it stay readable with their sentences."""
    draft = _draft(seen)
    kept = [one for one in draft.domains if one["code"] != code]
    return _kept(draft, kept, "needs.sheet_written", by, at, {"dropped": code})


@transaction.atomic
def drop_sheet(*, by: User, at: datetime, seen: int | None = None) -> None:
    """The draft goes; what counts stays."""
    draft = _draft(seen)
    _told("needs.sheet_dropped", draft, by, at)
    draft.delete()


@transaction.atomic
def let_count(
    *, valid_from: date, reason: str, by: User, at: datetime, seen: int | None = None
) -> AssessmentInstrument:
    """From that local day (today or later) assessments begin with this sheet. What was begun before keeps its own."""
    _one_at_a_time()
    draft = _draft(seen)
    if reasons := _against(draft.domains, valid_from, reason, at):
        raise CannotWriteSheet(reasons)
    draft.state, draft.valid_from, draft.reason, draft.changed_by = (
        SheetState.COUNTING,
        valid_from,
        reason.strip(),
        by,
    )
    draft.version += 1
    if draft.number < newest_number():
        draft.number = _last() + 1  # a machine let another sheet count meanwhile
    draft.save(update_fields=["number", "state", "valid_from", "reason", "changed_by", "version"])
    _told("needs.sheet_counts", draft, by, at, words=reason, valid_from=valid_from)
    return draft


@transaction.atomic
def replace_sheet(
    *, domains: Iterable[Mapping[str, Any]], valid_from: date, reason: str, by: User, at: datetime, seen: int
) -> AssessmentInstrument:
    """The same in one go, for machines: a whole sheet. `seen`: the newest number that the writer saw, 0 for none."""
    _one_at_a_time()
    if newest_number() != seen:
        raise CannotWriteSheet(
            [Reason("not_newest", _("Another version was written meanwhile. Read it first."))]
        )
    made = AssessmentInstrument(
        number=_last() + 1, domains=[dict(one) for one in domains], state=SheetState.COUNTING, valid_from=valid_from,
        reason=reason.strip(), changed_by=by,
    )  # fmt: skip
    if reasons := _against(made.domains, valid_from, reason, at):
        raise CannotWriteSheet(reasons)
    made.save(force_insert=True)
    _told("needs.sheet_counts", made, by, at, words=reason, valid_from=valid_from)
    return made


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('care_assessmentinstrument'))")


def newest_number() -> int:
    """The number of the newest sheet that counts or will count; 0 while only the shipped one does."""
    return AssessmentInstrument.objects.counting().values_list("number", flat=True).first() or 0


def _last() -> int:
    return AssessmentInstrument.objects.values_list("number", flat=True).order_by("-number").first() or 0


def _draft(seen: int | None) -> AssessmentInstrument:
    draft = AssessmentInstrument.objects.select_for_update().filter(state=SheetState.DRAFT).first()
    if draft is None:
        raise CannotWriteSheet([Reason("no_draft", _("No new sheet is being written. Begin one."))])
    check_version(draft, seen)
    return draft


def _against(domains: list, valid_from: date, reason: str, at: datetime) -> list[Reason]:
    reasons = [Reason(code, WORDS[code], field) for code, field in sheet_rules.doubts_about_sheet(domains)]
    planned = AssessmentInstrument.objects.counting().values_list("valid_from", flat=True).first()
    if valid_from < timezone.localdate(at):
        reasons.append(
            Reason(
                "in_the_past", _("A sheet does not count for the past. Choose today or later."), "valid_from"
            )
        )
    elif planned is not None and valid_from < planned:
        words = _("A later version is already planned. Choose its day or a later one.")
        reasons.append(Reason("planned_already", words, "valid_from"))
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why the sheet changes."), "reason"))
    return reasons


def _kept(
    draft: AssessmentInstrument, domains: list, verb: str, by: User, at: datetime, changes: dict
) -> AssessmentInstrument:
    draft.domains, draft.changed_by = domains, by
    draft.version += 1
    draft.save(update_fields=["domains", "changed_by", "version"])
    _told(verb, draft, by, at, **changes)
    return draft


def _told(
    verb: str, row: AssessmentInstrument, by: User, at: datetime, *, words: str = "", **changes
) -> None:
    about = Named("assessmentinstrument", row.pk, str(row))
    record(verb, about=about, by=by, at=at, words=words, changes={"number": row.number, **changes})
