"""Begin an assessment, write scores into the draft, finish it, correct a finished one by a new one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.care.codes import AssessmentState, NotAssessed
from gugus.care.instruments import instrument_of, instrument_on
from gugus.care.models import DomainScore, NeedsAssessment
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.models import Case, Party
from gugus.kernel.ids import new_id
from gugus.law.assessing import Instrument
from gugus.outbox.actions import announce

BECAUSE = "the case or the assessment came through its gate"


class CannotAssess(Cannot):
    """The assessment cannot be begun, changed or finished like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What somebody says of one domain: a score, or why there is none, and a note."""

    domain: str
    score: int | None = None
    why_not: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on top of an assessment."""

    assessed_on: date | None = None
    profession: str = ""
    summary: str = ""


@transaction.atomic
def start_assessment(
    *,
    case: Case,
    party: Party,
    kind: str,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> NeedsAssessment:
    """A draft with today's instrument; who opens another one while the agency has a draft of this person goes on with
    that. The same `key` twice gives the same draft.
    """
    rows = NeedsAssessment.objects.unscoped(because=BECAUSE)
    if key and (earlier := own_row(rows.filter(case=case), key, written_by=by)):
        return earlier
    must_be_open(_fresh(case))
    if party.case_id != case.pk or party.until_at is not None or party.role == "accused":
        raise CannotAssess([Reason("not_in_case", _("This person has no role in the case."), "party")])
    mine = rows.filter(case=case, person_id=party.person_id, agency_id=by.agency_id)
    if waiting := mine.filter(state=AssessmentState.DRAFT).first():
        return waiting
    today = timezone.localdate(at)
    used = instrument_on(today)
    made = NeedsAssessment(
        id=key or new_id(), case=case, person_id=party.person_id, agency_id=by.agency_id, kind=kind,
        instrument=used.code, instrument_version=used.version, assessed_on=today, assessor=by, written_by=by,
        written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record("needs.begun", about=made, within=case, by=by, at=at, changes={"kind": kind})
    return made


@transaction.atomic
def write_scores(
    *,
    assessment: NeedsAssessment,
    sheet: Sheet,
    scored: Iterable[Scored],
    sections: Collection[str],
    by: User,
    at: datetime,
    seen: int | None = None,
) -> NeedsAssessment:
    """Keep the draft as far as it is. Domains outside `sections` (the parts the writer may write) are refused."""
    draft = _locked(assessment, seen=seen)
    _must_be_draft(draft)
    used = instrument_of(draft)
    given = list(scored)
    if reasons := [*_wrong(used, given, sections), *_wrong_sheet(sheet, at)]:
        raise CannotAssess(reasons)
    draft.assessed_on, draft.profession, draft.summary = (
        sheet.assessed_on,
        sheet.profession,
        sheet.summary or None,
    )
    draft.version += 1
    draft.save(update_fields=["assessed_on", "profession", "summary", "version"])
    kept = {one.domain: one for one in draft.scores.select_related("data_key")}
    for one in given:
        _keep(draft, used, kept.get(one.domain), one)
    record("needs.written", about=draft, within=Case(pk=draft.case_id), by=by, at=at)
    return draft


@transaction.atomic
def finish_assessment(
    *, assessment: NeedsAssessment, sections: Collection[str], by: User, at: datetime, seen: int | None = None
) -> NeedsAssessment:
    """From now on nobody changes it. Each domain that the writer may write has a score or a reason."""
    draft = _locked(assessment, seen=seen)
    _must_be_draft(draft)
    kept = {one.domain: one for one in draft.scores.all()}
    if reasons := _missing(draft, kept, sections):
        raise CannotAssess(reasons)
    draft.state, draft.finished_at, draft.finished_by = AssessmentState.FINISHED, at, by
    draft.version += 1
    draft.save(update_fields=["state", "finished_at", "finished_by", "version"])
    changes = {"kind": draft.kind, "assessed_on": draft.assessed_on}
    record("needs.finished", about=draft, within=Case(pk=draft.case_id), by=by, at=at, changes=changes)
    announce("needs.finished", about=draft, at=at)
    return draft


@transaction.atomic
def correct_assessment(
    *, assessment: NeedsAssessment, by: User, at: datetime, key: UUID | None = None
) -> NeedsAssessment:
    """A new draft that names the finished one and begins with what stands there. Finished, it takes its place."""
    old = _locked(assessment, seen=None)
    rows = NeedsAssessment.objects.unscoped(because=BECAUSE).filter(case=old.case)
    if key and (earlier := own_row(rows, key, written_by=by)):
        return earlier
    must_be_open(_fresh(old.case))
    if reasons := _hurdles_to_correcting(old, rows, by):
        raise CannotAssess(reasons)
    made = NeedsAssessment(
        id=key or new_id(), case=old.case, person_id=old.person_id, agency_id=by.agency_id, kind=old.kind,
        instrument=old.instrument, instrument_version=old.instrument_version, assessed_on=old.assessed_on,
        assessor=by, profession=old.profession, corrects=old, summary=old.summary, written_by=by, written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    for one in old.scores.select_related("data_key"):
        copy = DomainScore(
            assessment=made, case=old.case, domain=one.domain, section=one.section, score=one.score,
            why_not=one.why_not, note=one.note, data_key=made.data_key,
        )  # fmt: skip
        copy.save(force_insert=True)
    record("needs.corrected", about=made, within=old.case, by=by, at=at, changes={"corrects": old.ref})
    return made


def read_assessment(*, assessment: NeedsAssessment, by: User, at: datetime) -> None:
    """Somebody read an assessment; the trail of the case keeps it."""
    record("needs.read", about=assessment, within=Case(pk=assessment.case_id), by=by, at=at)


def print_assessment(*, assessment: NeedsAssessment, by: User, at: datetime) -> None:
    """An assessment left the printer."""
    record("needs.printed", about=assessment, within=Case(pk=assessment.case_id), by=by, at=at)


def read_course(*, case: Case, by: User, at: datetime) -> None:
    """Somebody read all assessments of a case; the trail keeps it."""
    record("needs.listed", about=case, within=case, by=by, at=at)


def _hurdles_to_correcting(old: NeedsAssessment, rows, by: User) -> list[Reason]:
    if old.state != AssessmentState.FINISHED:
        return [Reason("draft", _("This is a draft: change it directly."))]
    if old.agency_id != by.agency_id:
        return [Reason("not_yours", _("Only the agency that wrote an assessment corrects it."))]
    if rows.filter(corrects=old).exists():
        return [Reason("corrected_already", _("A correction of this assessment is there already."))]
    if rows.filter(person_id=old.person_id, agency_id=by.agency_id, state=AssessmentState.DRAFT).exists():
        return [Reason("draft_there", _("A draft about this person is there already. Finish it first."))]
    return []


def _wrong(used: Instrument, given: list[Scored], sections: Collection[str]) -> list[Reason]:
    reasons = []
    for one in given:
        domain = used.domain(one.domain)
        if domain.section not in sections:
            words = _("This part of the file is not open for you to write.")
            reasons.append(Reason("section_closed", words, f"score_{one.domain}"))
        if one.score is not None and one.score not in dict(domain.anchors):
            reasons.append(
                Reason("no_such_score", _("Choose one of the five sentences."), f"score_{one.domain}")
            )
        if one.score is not None and one.why_not:
            words = _("Choose a score or a reason, not both.")
            reasons.append(Reason("both", words, f"why_not_{one.domain}"))
        if one.why_not and one.why_not not in NotAssessed.values:
            reasons.append(Reason("no_such_reason", _("Choose a reason."), f"why_not_{one.domain}"))
    return reasons


def _wrong_sheet(sheet: Sheet, at: datetime) -> list[Reason]:
    if sheet.profession:
        law.code("assessor_professions", sheet.profession)
    if sheet.assessed_on is not None and sheet.assessed_on > timezone.localdate(at):
        return [Reason("in_the_future", _("This lies in the future."), "assessed_on")]
    return []


def _missing(draft: NeedsAssessment, kept: dict, sections: Collection[str]) -> list[Reason]:
    reasons = []
    if draft.assessed_on is None:
        reasons.append(Reason("no_day", _("Say on which day it was."), "assessed_on"))
    if not draft.profession:
        reasons.append(Reason("no_profession", _("Say in which profession it was done."), "profession"))
    for domain in instrument_of(draft).domains:
        one = kept.get(domain.code)
        if domain.section in sections and (one is None or (one.score is None and not one.why_not)):
            words = _("Choose a score, or say why there is none.")
            reasons.append(Reason("not_said", words, f"score_{domain.code}"))
    if all(one.score is None for one in kept.values()):
        reasons.append(Reason("nothing_assessed", _("At least one domain needs a score.")))
    return reasons


def _keep(draft: NeedsAssessment, used: Instrument, row: DomainScore | None, one: Scored) -> None:
    fresh = row is None
    if fresh:
        section = used.domain(one.domain).section
        row = DomainScore(assessment=draft, case_id=draft.case_id, domain=one.domain, section=section)
        row.data_key = draft.data_key
    row.score, row.why_not, row.note = one.score, one.why_not, one.note or None
    row.save(force_insert=fresh)


def _fresh(case: Case) -> Case:
    # A guest writes in the owner's case: locking it is not the guest's to do.
    return Case.objects.unscoped(because=BECAUSE).get(pk=case.pk)


def _locked(assessment: NeedsAssessment, *, seen: int | None) -> NeedsAssessment:
    rows = NeedsAssessment.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "case").get(pk=assessment.pk)
    check_version(fresh, seen)
    return fresh


def _must_be_draft(assessment: NeedsAssessment) -> None:
    if assessment.state != AssessmentState.DRAFT:
        words = _("This assessment is finished. Nobody changes it any more; write a correction.")
        raise CannotAssess([Reason("finished", words)])
