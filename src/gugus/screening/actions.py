"""Screen: start, write down what is known, add and retract evidence, convert, decide."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.intake.actions import locked as locked_report
from gugus.intake.actions import touch as touch_report
from gugus.intake.codes import State as ReportState
from gugus.intake.models import Mention, Report
from gugus.law.facts import KINDS
from gugus.law.indicators import indicator
from gugus.outbox.actions import announce
from gugus.screening import rules
from gugus.screening.codes import Result, State, Track
from gugus.screening.facts import COLUMN, LISTS, SAME_NAME, live_evidence, proposal_for
from gugus.screening.models import (
    Assessment,
    Conversion,
    EvidenceItem,
    IdentificationDecision,
    NoteDraft,
    first_day,
    precision_of,
)

EDITABLE = (*LISTS, *SAME_NAME, "date_of_act", "act_precision", "indicators", "notes")


class CannotScreen(Cannot):
    """The screening cannot go on like this; all reasons at once."""


def locked(assessment: Assessment, *, seen: int | None = None) -> Assessment:
    """The assessment, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Assessment.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "person").get(pk=assessment.pk)
    check_version(fresh, seen)
    return fresh


def must_be_draft(assessment: Assessment) -> None:
    """A decided screening is history; a new one replaces it."""
    if assessment.state != State.DRAFT:
        raise CannotScreen(
            [Reason("decided", _("This screening was decided. Start a new one to change it."))]
        )


@transaction.atomic
def start_screening(
    *, report: Report, mention: Mention | None, by: User, at: datetime, agency: Agency | None = None
) -> Assessment:
    """Begin to screen one person of a report; a running screening of the same person is taken up again."""
    report = locked_report(report)
    running = Assessment.objects.unscoped(because="the report came through the gate").filter(
        report=report, mention=mention, state=State.DRAFT
    )
    if (earlier := running.first()) is not None:
        return earlier
    if report.state == ReportState.ENDED:
        raise CannotScreen([Reason("ended", _("This report has already ended."))])
    assessment = Assessment(
        agency=agency or report.agency,
        report=report,
        mention=mention,
        person=mention.person if mention else None,
        started_at=at,
        started_by=by,
        age_at_act=mention.age if mention else None,
        date_of_act=first_day(report.happened_on),
        act_precision=precision_of(report.happened_on),
    )
    assessment.save(force_insert=True)
    if report.state != ReportState.SCREENING:
        report.state = ReportState.SCREENING
        touch_report(report, "state")
    record("screening.started", about=assessment, within=report, by=by, at=at)
    announce("screening.started", about=assessment, at=at)
    return assessment


@transaction.atomic
def write_down(
    *, assessment: Assessment, facts: dict, by: User, at: datetime, seen: int | None = None
) -> Assessment:
    """Keep what is known now; `facts` holds any of EDITABLE. Unknown codes raise law.UnknownCode."""
    assessment = locked(assessment, seen=seen)
    must_be_draft(assessment)
    changed = apply(assessment, facts)
    for one in assessment.indicators:
        indicator(one)  # refuses prompts that the list does not know
    proposal_for(assessment)  # refuses codes that the law does not know
    NoteDraft.objects.unscoped(because="only one's own").filter(assessment=assessment, user=by).update(
        text=None
    )
    if not changed:
        return assessment
    assessment.version += 1
    assessment.save(update_fields=[*changed, "version"])
    record("screening.written", about=assessment, within=_file(assessment), by=by, at=at, changes=changed)
    return assessment


def apply(assessment: Assessment, facts: dict) -> dict:
    """Set facts on an assessment without saving and tell which changed. A code with live evidence stays told."""
    shown = {(item.element_kind, item.element_code) for item in live_evidence(assessment)}
    changed = {}
    for name, value in facts.items():
        if name not in EDITABLE:
            raise KeyError(name)
        kind = next((kind for kind, column in COLUMN.items() if column == name), "")
        if kind:
            value = sorted({*value, *(code for held, code in shown if held == kind)})
        before = getattr(assessment, name)
        if (sorted(before) if name in LISTS else before) != (sorted(value) if name in LISTS else value):
            setattr(assessment, name, value)
            changed[name] = value
    return changed


@transaction.atomic
def add_evidence(
    *,
    assessment: Assessment,
    kind: str,
    code: str,
    source: str,
    strength: str,
    words: str,
    by: User,
    at: datetime,
) -> EvidenceItem:
    """One item that speaks for one element; telling it also tells the element."""
    assessment = locked(assessment)
    must_be_draft(assessment)
    (
        law.code(KINDS[kind], code),
        law.code("evidence_sources", source),
        law.code("evidence_strengths", strength),
    )
    item = EvidenceItem(
        assessment=assessment, element_kind=kind, element_code=code, source=source, strength=strength,
        words=words, added_at=at, added_by=by,
    )  # fmt: skip
    item.save(force_insert=True)
    name = COLUMN[kind]
    if code not in getattr(assessment, name):
        setattr(assessment, name, [*getattr(assessment, name), code])
    assessment.version += 1
    assessment.save(update_fields=[name, "version"])
    changes = {"kind": kind, "code": code, "source": source, "strength": strength}
    record(
        "screening.evidence_added", about=assessment, within=_file(assessment), by=by, at=at, changes=changes
    )
    return item


@transaction.atomic
def retract_evidence(*, item: EvidenceItem, reason: str, by: User, at: datetime) -> EvidenceItem:
    """The item no longer speaks for the element, for a reason that is kept."""
    assessment = locked(item.assessment)
    must_be_draft(assessment)
    if not reason.strip():
        raise CannotScreen([Reason("reason_needed", _("Say why this no longer counts."), "reason")])
    item.retracted_at, item.retracted_by, item.retraction = at, by, reason
    item.save(update_fields=["retracted_at", "retracted_by", "retraction"])
    assessment.version += 1
    assessment.save(update_fields=["version"])
    changes = {"kind": item.element_kind, "code": item.element_code}
    record(
        "screening.evidence_retracted",
        about=assessment,
        within=_file(assessment),
        by=by,
        at=at,
        changes=changes,
    )
    return item


@transaction.atomic
def convert(*, assessment: Assessment, to: Track, reason: str, by: User, at: datetime) -> Assessment:
    """What looked like smuggling or a labour matter is trafficking, or the other way round; history stays."""
    assessment = locked(assessment)
    must_be_draft(assessment)
    if to == assessment.track or not reason.strip():
        raise CannotScreen([Reason("reason_needed", _("Choose another track and say why."), "reason")])
    Conversion(
        assessment=assessment, from_track=assessment.track, to_track=to, at=at, by=by, reason=reason
    ).save(force_insert=True)
    assessment.track = to
    assessment.version += 1
    assessment.save(update_fields=["track", "version"])
    record(
        "screening.converted", about=assessment, within=_file(assessment), by=by, at=at, changes={"track": to}
    )
    return assessment


@transaction.atomic
def decide(
    *,
    assessment: Assessment,
    result: Result,
    words: str,
    by: User,
    at: datetime,
    on: date,
    seen: int | None = None,
) -> Assessment:
    """A named officer decides. Departing from the proposal is allowed and needs words."""
    assessment = locked(assessment, seen=seen)
    must_be_draft(assessment)
    proposed = proposal_for(assessment).result
    if rules.words_needed(result, proposed) and not words.strip():
        sentence = _("Your decision differs from the proposal: say why.")
        raise CannotScreen([Reason("words_needed", sentence, "words")])
    assessment.proposed, assessment.result, assessment.decision_words = proposed, result, words
    assessment.decided_at, assessment.decided_by, assessment.state = at, by, State.DECIDED
    assessment.version += 1
    assessment.save(
        update_fields=["proposed", "result", "decision_words", "decided_at", "decided_by", "state", "version"]
    )
    decision = IdentificationDecision(
        assessment=assessment, person=assessment.person, body=by.agency, decided_on=on, instrument="gugus",
        instrument_version="UU 21/2007", result=result, elements=_elements(assessment), signer=by.full_name,
        note=words, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    decision.save(force_insert=True)
    _supersede(assessment)
    changes = {"proposed": proposed, "result": result}
    record("screening.decided", about=assessment, within=_file(assessment), by=by, at=at, changes=changes)
    announce("screening.decided", about=assessment, at=at)
    return assessment


def _supersede(assessment: Assessment) -> None:
    """The screening that this one replaces becomes history; its decision stays among all decisions."""
    if assessment.replaces_id is not None:
        rows = Assessment.objects.unscoped(because="the newer one came through the gate")
        rows.filter(pk=assessment.replaces_id).update(state=State.SUPERSEDED)


@transaction.atomic
def record_decision(*, assessment: Assessment, facts: dict, by: User, at: datetime) -> IdentificationDecision:
    """Keep what another body decided (a mission, the police, the ministry), beside all other decisions.

    The same body, day and result once more is the same decision: it is given back, nothing is kept twice.
    """
    assessment = locked(assessment)
    same = {name: facts[name] for name in ("body", "outside_body", "decided_on", "result") if name in facts}
    if (earlier := assessment.decisions.filter(**same).first()) is not None:
        return earlier
    decision = IdentificationDecision(
        assessment=assessment, person=assessment.person, recorded_at=at, recorded_by=by, **facts
    )
    decision.save(force_insert=True)
    changes = {"result": decision.result, "on": decision.decided_on}
    record(
        "screening.decision_recorded",
        about=assessment,
        within=_file(assessment),
        by=by,
        at=at,
        changes=changes,
    )
    announce("screening.decided", about=assessment, at=at)
    return decision


def note_reading(*, assessment: Assessment, how: str, by: User, at: datetime) -> None:
    """Somebody read the words behind a screening, on the page ("opened") or on paper ("printed")."""
    record(f"screening.{how}", about=assessment, within=_file(assessment), by=by, at=at)


def _elements(assessment: Assessment) -> list[str]:
    return [*assessment.acts, *assessment.means, *assessment.purposes, *assessment.exploitation]


def _file(assessment: Assessment):
    return assessment.case or assessment.report or assessment.person
