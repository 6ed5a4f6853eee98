"""A visit that was written down wrongly: what is right stands beside it and counts; nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import check_safety
from gugus.cases.codes import Safety
from gugus.cases.models import Case
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.alarming import put_alarm
from gugus.reintegration.actions.moving import BECAUSE, CannotReintegrate, kept, locked_visit, told
from gugus.reintegration.actions.visiting import Seen, doubts_about
from gugus.reintegration.codes import MissCode, State, VisitState, WrongCode
from gugus.reintegration.models import MonitoringVisit, Reintegration, VisitRecord

WRITTEN = frozenset({VisitState.DONE, VisitState.MISSED})
FOLLOWED = frozenset({State.FOLLOWING, State.ENDED, State.BROKEN_OFF})


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong (a code) and why, and what is right: `seen`, or `missed` where it did not take place after all."""

    wrong: str
    why: str
    seen: Seen | None = None
    missed: str = ""
    words: str = ""


@transaction.atomic
def correct_visit(
    *, visit: MonitoringVisit, right: Correction, by: User, at: datetime, version: int | None = None
) -> VisitRecord:
    """Keep what is right as a record of its own that names the one before. Only who wrote the visit corrects it.

    A banner of the case that rested on what was wrong follows; alarms that were raised wait until they are settled.
    """
    fresh = locked_visit(visit, seen=version)
    one, old = fresh.reintegration, queries.record_of(fresh)
    if reasons := _against(fresh, one, old, right, by, at):
        raise CannotReintegrate(reasons)
    row = _row(fresh, old, right, by, at)
    state = VisitState.MISSED if row.missed else VisitState.DONE
    kept(fresh, state=state, visited_on=row.visited_on, needs=row.needs)
    row.save(force_insert=True)
    if by.agency_id == one.agency_id:
        pass_on_correction(row, by=by, at=at)
    changes = {"number": fresh.number, "wrong": row.wrong, "safety": row.safety, "missed": row.missed}
    told(
        "reintegration.visit_corrected", one, by=by, at=at, words=right.why, changes=changes, visit=str(fresh.pk),
        record=str(row.pk),
    )  # fmt: skip
    if right.seen is not None and right.seen.alarm:
        for kind in rules.signs_in(row.safety, right.seen.findings.values()):
            put_alarm(one, kind, words="", visit=fresh, by=by, at=at)
    return row


def _against(
    visit: MonitoringVisit, one: Reintegration, old: VisitRecord | None, right: Correction, by: User, at: datetime
) -> list[Reason]:  # fmt: skip
    if visit.state not in WRITTEN or one.state not in FOLLOWED or old is None:
        return [Reason("not_written", _("Nothing has been written down of this visit yet."))]
    reasons = []
    if old.by is None or old.by.agency_id != by.agency_id:
        reasons.append(Reason("not_yours", _("Only the agency that wrote it down corrects it.")))
    if right.wrong not in WrongCode.values:
        reasons.append(Reason("no_code", _("Choose what was wrong."), "wrong"))
    if not right.why.strip():
        reasons.append(Reason("words_needed", _("Say how the mistake happened and who noticed it."), "why"))
    if right.seen is not None:
        reasons += doubts_about(right.seen, one, at)
    elif right.missed not in MissCode.values:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    return reasons


def _row(visit: MonitoringVisit, old: VisitRecord, right: Correction, by: User, at: datetime) -> VisitRecord:
    one, seen = visit.reintegration, right.seen
    row = VisitRecord(
        visit=visit, reintegration=one, case_id=one.case_id, corrects=old, wrong=right.wrong, why=right.why, by=by,
        at=at,
    )  # fmt: skip
    if seen is None:
        row.missed, row.words = right.missed, right.words or None
        return row
    row.visited_on, row.needs = seen.visited_on, list(seen.needs)
    row.means, row.alone, row.safety = seen.means, seen.alone, seen.safety
    row.findings, row.words = seen.findings, seen.words or None
    row.counts = rules.counts_as_check(seen.means, queries.means_before(one, visit, seen.visited_on))
    return row


def pass_on_correction(row: VisitRecord, *, by: User, at: datetime) -> None:
    """The banner of the case follows where it rested on the record that was wrong, or where this look is newer.

    Where the visit did not take place after all nobody knows whether the person is safe.
    """
    case = Case.objects.unscoped(because=BECAUSE).get(pk=row.case_id)
    if case.state in {"closed", "archived"}:
        return
    one, old = row.reintegration, row.corrects
    rested = old.counts and case.safety_at == old.at
    looked = row.counts and not row.missed
    note = row.words or f"{one.ref} k{row.visit.number}"
    if rested and not looked:
        check_safety(case=case, safety=Safety.UNKNOWN, note=note, by=by, at=at)
    elif looked and (rested or _is_newer(row, case)):
        check_safety(case=case, safety=Safety(row.safety), note=note, by=by, at=at)


def _is_newer(row: VisitRecord, case: Case) -> bool:
    return (
        not case.safety_at or schedule.day_at(case.safety_at, row.reintegration.area_code) <= row.visited_on
    )
