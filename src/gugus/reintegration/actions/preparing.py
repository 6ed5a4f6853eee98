"""Begin, prepare client, family and community, look at homes, decide where the person lives, reunite."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open
from gugus.cases.models import Case, Party
from gugus.kernel.ids import new_id
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.moving import (
    BECAUSE,
    CannotReintegrate,
    kept,
    locked,
    must_not_be_ahead,
    must_run,
    told,
    written,
)
from gugus.reintegration.actions.planning import plan_visits
from gugus.reintegration.codes import Answer, HomeSafety, State
from gugus.reintegration.models import HomeAssessment, Placement, PreparationStep, Reintegration
from gugus.reintegration.wording import HURDLES
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import NoClock, clock_on

PREPARE_WITHIN = timedelta(days=14)  # design: a first look at the home within two weeks


@transaction.atomic
def begin_reintegration(
    *, case: Case, party: Party, by: User, at: datetime, area_code: str = "", risk: str = "", key: UUID | None = None
) -> Reintegration:  # fmt: skip
    """Begin to prepare life after the return of one survivor. The same `key` twice gives the same one.

    `area_code`: where the person will live, by default the home that is registered; it decides the time zone.
    """
    case = locked_case(case)
    rows = Reintegration.objects.unscoped(because=BECAUSE).filter(case=case, person=party.person_id)
    if (earlier := rows.first()) is not None:
        if key and earlier.pk == key and earlier.started_by_id == by.pk:
            return earlier
        raise CannotReintegrate(
            [Reason("begun_already", _("This person's reintegration has begun already."), "party")]
        )
    must_be_open(case)
    if party.case_id != case.pk or party.role != "survivor" or party.until_at is not None:
        raise CannotReintegrate([Reason("not_a_survivor", _("Choose a survivor of this case."), "party")])
    one = Reintegration(
        id=key or new_id(), case=case, person=party.person, agency_id=case.agency_id, risk=risk or case.risk,
        area_code=area_code or party.person.home_area or case.area_code, started_by=by, started_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    finish_tasks_about(about=case, kind="reintegration_begin", by=by, at=at)
    start_task(
        kind="reintegration_prepare", about=one, within=case, agency=case.agency, assignee=case.manager, risk=one.risk,
        due_at=at + PREPARE_WITHIN, by=by, at=at,
    )  # fmt: skip
    told("reintegration.begun", one, by=by, at=at, changes={"risk": one.risk})
    return one


@transaction.atomic
def tick_step(
    *,
    one: Reintegration,
    step: str,
    answer: Answer,
    by: User,
    at: datetime,
    done_on: date | None = None,
    note: str = "",
) -> PreparationStep:
    """One line of the checklist: done, tried, not needed or open again; who and when."""
    fresh = locked(one)
    must_run(fresh)
    if not law.code("reintegration_preparations", step).parent:
        raise CannotReintegrate([Reason("no_such_step", _("Choose a step of the list."), "step")])
    day = (done_on or schedule.day_at(at, fresh.area_code)) if answer == Answer.DONE else None
    if reasons := must_not_be_ahead(day, fresh, "done_on", at):
        raise CannotReintegrate(reasons)
    rows = PreparationStep.objects.unscoped(because=BECAUSE).select_related("data_key")
    line = rows.filter(reintegration=fresh, step=step).first()
    line = line or PreparationStep(reintegration=fresh, case_id=fresh.case_id, step=step)
    line.answer, line.done_on, line.by, line.at = answer, day, by, at
    line.note = note or None
    line.save()
    kept(fresh)
    written("reintegration.step_ticked", fresh, by=by, at=at, changes={"step": step, "answer": answer})
    return line


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw of a home and heard there; `accused`: does the alleged offender live there or come there?"""

    place: str
    looked_on: date
    willing: str
    safety: str
    accused: str
    words: str = ""


@transaction.atomic
def look_at_home(*, one: Reintegration, look: Look, by: User, at: datetime) -> HomeAssessment:
    """Keep an assessment of a home; the newest of its kind counts."""
    fresh = locked(one)
    must_run(fresh)
    reasons = must_not_be_ahead(look.looked_on, fresh, "looked_on", at)
    if look.place not in rules.LOOKED_AT:
        reasons.append(Reason("no_home", _("Only homes of people are looked at like this."), "place"))
    if look.safety == HomeSafety.UNSAFE and not look.words.strip():
        reasons.append(Reason("words_needed", _("Say what the danger is."), "words"))
    if reasons:
        raise CannotReintegrate(reasons)
    row = HomeAssessment(
        reintegration=fresh, case_id=fresh.case_id, place=look.place, looked_on=look.looked_on, willing=look.willing,
        safety=look.safety, accused=look.accused, words=look.words or None, by=by, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    kept(fresh)
    changes = {"place": look.place, "willing": look.willing, "safety": look.safety, "accused": look.accused}
    written("reintegration.home_assessed", fresh, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def decide_place(
    *,
    one: Reintegration,
    place: str,
    wants: str,
    reasons: str,
    by: User,
    at: datetime,
    knowingly: bool = False,
    may_override: bool = False,
    seen: int | None = None,
) -> Placement:
    """Where the person is to live (Permensos 8/2023 arts. 20, 21). All hurdles at once, at their fields.

    `knowingly`: decide over what may be decided over; `may_override`: the gate found the right for it (a supervisor).
    A person who is followed may move: the newest placement counts, the visits go on.
    """
    fresh = locked(one, seen=seen)
    must_run(fresh)
    hurdles = queries.hurdles_to(fresh, place, wants=wants, on=schedule.day_at(at, fresh.area_code))
    over = knowingly and may_override
    refused = [HURDLES[hurdle.code] for hurdle in rules.left_after(hurdles, knowingly=over)]
    if knowingly and not may_override:
        refused.append(Reason("not_yours", _("Only a supervisor decides over this."), "knowingly"))
    if not reasons.strip():
        refused.append(Reason("words_needed", _("Say why this home was chosen."), "reasons"))
    if refused:
        raise CannotReintegrate(refused)
    row = Placement(
        reintegration=fresh, case_id=fresh.case_id, place=place, wants=wants, reasons=reasons, by=by, at=at,
        overridden=[hurdle.code for hurdle in hurdles],
    )  # fmt: skip
    row.save(force_insert=True)
    kept(fresh, state=State.DECIDED if fresh.state == State.PREPARING else fresh.state)
    told(
        "reintegration.placed", fresh, by=by, at=at, changes={"place": place, "wants": wants, "over": row.overridden}
    )  # fmt: skip
    return row


@transaction.atomic
def reunite(
    *, one: Reintegration, reunited_on: date, by: User, at: datetime, seen: int | None = None
) -> Reintegration:
    """Life there began on this day; the visits and the shortest time of monitoring run from it.

    The rows of the clocks and the version of the rules that are in force now count to the end, whatever officials
    change meanwhile.
    """
    fresh = locked(one, seen=seen)
    must_run(fresh, State.DECIDED)
    reasons = must_not_be_ahead(reunited_on, fresh, "reunited_on", at)
    if reunited_on < schedule.day_at(fresh.case.opened_at, fresh.area_code):
        reasons.append(Reason("before_the_case", _("This lies before the case was opened."), "reunited_on"))
    try:
        clock = clock_on(rules.MINIMUM_CLOCK, schedule.day_at(at, fresh.area_code), area_code=fresh.area_code)
    except NoClock:
        reasons.append(Reason("no_clock", _("No clock for monitoring is in force. Ask an administrator.")))
    if reasons:
        raise CannotReintegrate(reasons)
    until = schedule.shortest_end(reunited_on, clock.of_law(), fresh.area_code)
    counting = queries.rules_on(schedule.day_at(at, fresh.area_code))
    kept(
        fresh, state=State.FOLLOWING, reunited_on=reunited_on, minimum_until=until, clock=clock, rules=counting
    )  # fmt: skip
    plan_visits(fresh, by=by, at=at)
    finish_tasks_about(about=fresh, kind="reintegration_prepare", by=by, at=at)
    changes = {"on": reunited_on, "until": until, "rules": counting.number}
    told("reintegration.reunited", fresh, by=by, at=at, changes=changes)
    return fresh


def begun(case: Case, person_id: UUID) -> bool:
    """Has it begun already? For whoever would only remind of it."""
    rows = Reintegration.objects.unscoped(because=BECAUSE)
    return rows.filter(case=case, person=person_id).exists()
