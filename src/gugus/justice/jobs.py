"""What the worker does: ask for survivors to be told, remind of hearings, look for art. 18, for what is late."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role, Section
from gugus.access.policies import live_grants
from gugus.cases.codes import HER_SIDE
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.justice import queries, rules
from gugus.justice.actions.shielding import ask_agency, raise_shield
from gugus.justice.actions.telling import ask_for
from gugus.justice.codes import HearingState, ShieldOrigin, ShieldState
from gugus.justice.models import CustodySpan, Hearing, Move, Proceeding, Protection, Shield
from gugus.law.id.national import may_be_unpunished
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.screening.codes import Result
from gugus.screening.facts import facts_of
from gugus.screening.models import Assessment
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import NoClock, clock_on

WORKERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
BECAUSE = "the worker hears of every criminal track"
VICTIMS = frozenset({Result.INDICATED, Result.NOT_YET_PROVEN})
LEAD, LEAD_DAYS = "justice_hearing_lead", 3
CUSTODY_LEAD, LONGEST_LEAD = "custody_lead", timedelta(days=31)
HEARD_WITHIN = timedelta(days=1)


def on_proceeding(*, event: Event, at: datetime) -> None:
    """A step was made: the survivors are told, the agencies on the case hear of it. Twice is once."""
    rows = Proceeding.objects.unscoped(because=BECAUSE).select_related(
        "case__agency", "case__manager", "accused"
    )
    proceeding = rows.filter(pk=event.about_id).first()
    if proceeding is None:
        return
    what, actor = event.topic.partition(".")[2], _actor(event)
    if what in {"written", "moved"}:
        moves = Move.objects.unscoped(because=BECAUSE).select_related(
            "proceeding__case__agency", "proceeding__data_key"
        )
        move = moves.filter(pk=event.facts.get("move"), undone_at=None).first()
        if move is not None and not move.passes_on:
            ask_for(move=move, survivors=queries.survivors_of(proceeding.case), at=event.at)
    if what == "taken_back":
        _forget_step(proceeding, event)
    if what == "corrected":
        _tell_again(proceeding, event)
        _tell_agencies("justice_corrected", proceeding, proceeding.case, event.at, actor)
    if what in {"written", "changed"}:
        _pursued(proceeding, event.at)
    if what in {"held", "freed"}:
        _custody(proceeding, event, actor)
    if what in {"moved", "passed_on", "taken_back"}:
        _tell_agencies("justice_moved", proceeding, proceeding.case, event.at, actor)


def _forget_step(proceeding: Proceeding, event: Event) -> None:
    """Nobody is to be told of a step that was not made; whoever was told stays in the log."""
    waiting = proceeding.informings.filter(move_id=event.facts.get("move"), state="waiting")
    waiting.update(state="not_wanted")
    if not proceeding.informings.filter(state="waiting").exists():
        finish_tasks_about(about=proceeding, kind="justice_tell", by=None, at=event.at)


def _custody(proceeding: Proceeding, event: Event, actor: UUID | None) -> None:
    """The accused walks: her safety is looked at and she is told, soon. Held anew: nobody asks about the old end."""
    finish_tasks_about(about=proceeding, kind="justice_custody", by=None, at=event.at)
    if not event.facts.get("free"):
        return
    case = proceeding.case
    start_task(
        kind="justice_freed", about=proceeding, within=case, agency=case.agency, assignee=case.manager,
        clock="justice_freed", risk="high", by=None, at=event.at,
    )  # fmt: skip
    _tell_agencies("justice_freed", proceeding, case, event.at, actor)


def _tell_again(proceeding: Proceeding, event: Event) -> None:
    """A verdict was put right: whoever was told the wrong one is told again; whoever waits hears the right one."""
    told = proceeding.informings.filter(move_id=event.facts["move"], state="told").select_related(
        "party__person"
    )
    parties = {one.party_id: one.party for one in told}
    moves = Move.objects.unscoped(because=BECAUSE).select_related(
        "proceeding__case__agency", "proceeding__data_key"
    )
    move = moves.filter(pk=event.facts["move"], undone_at=None).first()
    if move is not None and parties:
        ask_for(move=move, survivors=parties.values(), at=event.at, correction=event.facts["correction"])


def _pursued(proceeding: Proceeding, at: datetime) -> None:
    """The accused is a survivor, of this case or of another one: art. 18 may protect her there."""
    if proceeding.accused is None:
        return
    rows = Party.objects.unscoped(because=BECAUSE).select_related("case")
    for party in rows.filter(person_id=proceeding.accused.person_id, role="survivor", until_at=None):
        # Another agency's case learns of the question, but of no track of ours.
        ref = proceeding.ref if party.case.agency_id == proceeding.case.agency_id else ""
        raise_shield(case=party.case, party=party, origin=ShieldOrigin.ACCUSED, at=at, because_ref=ref)


def on_screening(*, event: Event, at: datetime) -> None:
    """A screening was decided, or its case opened: an offence under force asks for art. 18."""
    rows = Assessment.objects.unscoped(because=BECAUSE).select_related("person")
    for one in rows.filter(pk=event.about_id, state="decided").exclude(case=None):
        _forced(one, event.at)


def on_case(*, event: Event, at: datetime) -> None:
    """A case was opened or changed: what was screened before counts for it too."""
    rows = Assessment.objects.unscoped(because=BECAUSE).select_related("person")
    for one in rows.filter(case_id=event.about_id, state="decided"):
        _forced(one, event.at)


def on_flag(*, event: Event, at: datetime) -> None:
    """Somebody put the warning of art. 18 on a case: the question is asked for each of its survivors.

    The words of the warning stay where they stand.
    """
    rows = Party.objects.unscoped(because=BECAUSE).select_related("case")
    for party in rows.filter(case_id=event.about_id, role="survivor", until_at=None):
        raise_shield(
            case=party.case, party=party, origin=ShieldOrigin.TOLD, at=event.at, because_ref=party.case.ref
        )


def _forced(assessment: Assessment, at: datetime) -> None:
    if assessment.result not in VICTIMS or not may_be_unpunished(facts_of(assessment)):
        return
    rows = Party.objects.unscoped(because=BECAUSE).select_related("case")
    party = rows.filter(
        case_id=assessment.case_id, person_id=assessment.person_id, role="survivor", until_at=None
    ).first()
    if party is not None:
        raise_shield(
            case=party.case, party=party, origin=ShieldOrigin.SCREENING, at=at, because_ref=assessment.ref
        )


def on_shield(*, event: Event, at: datetime) -> None:
    """Art. 18 was raised: the agency of the case, and legal aid and LPSK on it. Never the other side."""
    shield = _shields().filter(pk=event.about_id).first()
    if shield is None or event.topic != "shield.raised":
        return
    ask_her_side(shield, event.at, actor=_actor(event))


def _shields():
    return Shield.objects.unscoped(because=BECAUSE).select_related(
        "case__agency", "case__manager", "data_key"
    )


def ask_her_side(shield: Shield, at: datetime, actor: UUID | None = None) -> int:
    """Tasks and notices for everybody on her side who does not have them yet; returns for how many agencies."""
    if shield.state != ShieldState.POSSIBLE:
        return 0
    ask_agency(shield, agency=shield.case.agency, assignee=shield.case.manager, at=at)
    notify(
        code="justice_shield", about=shield, at=shield.raised_at, agency=shield.case.agency_id, role=WORKERS,
        but_not=actor, risk="high",
    )  # fmt: skip
    others = agencies_on(shield.case, at).filter(kind__in=HER_SIDE)
    for agency in others:
        ask_agency(shield, agency=agency, at=at)
        notify(
            code="justice_shield", about=shield, at=shield.raised_at, agency=agency, role=WORKERS, risk="high"
        )
    return 1 + len(others)


def agencies_on(case: Case, at: datetime):
    """Other agencies to which the criminal track of a case is open."""
    grants = live_grants("case", case.pk, at).filter(sections__contains=[Section.JUSTICE])
    ids = {one.agency_id for one in grants if one.field_class is None or one.field_class >= 2}
    return Agency.objects.filter(pk__in=ids - {case.agency_id}).order_by("name")


def on_hearing(*, event: Event, at: datetime) -> None:
    """A hearing was fixed, changed or ended: reminders follow it, the agencies hear of it."""
    rows = Hearing.objects.unscoped(because=BECAUSE).select_related("case__agency", "case__manager")
    hearing = rows.filter(pk=event.about_id).first()
    if hearing is None:
        return
    remind(hearing, event.at)
    code = {"planned": "justice_hearing", "postponed": "justice_postponed", "cancelled": "justice_postponed"}
    if (what := event.topic.partition(".")[2]) in code:
        _tell_agencies(code[what], hearing, hearing.case, event.at, _actor(event))


def remind(hearing: Hearing, at: datetime) -> None:
    """A task to prepare it, due some days before (a row of the clocks); afterwards one to write what came of it."""
    if hearing.state != HearingState.PLANNED:
        for kind in ("justice_prepare", "justice_result"):
            finish_tasks_about(about=hearing, kind=kind, by=None, at=at)
        return
    due = max(at, hearing.starts_at - lead(hearing, at))
    finish_tasks_about(about=hearing, kind="justice_prepare", by=None, at=at)
    if hearing.starts_at > at:
        start_task(
            kind="justice_prepare", about=hearing, within=hearing.case, agency=hearing.case.agency,
            assignee=hearing.case.manager, due_at=due, by=None, at=at,
        )  # fmt: skip


def lead(hearing: Hearing, at: datetime) -> timedelta:
    """How long before a hearing it is prepared: the row of the clocks in force today."""
    try:
        row = clock_on(LEAD, timezone.localdate(at), area_code=hearing.case.area_code)
    except NoClock:
        return timedelta(days=LEAD_DAYS)
    return timedelta(hours=row.amount) if row.unit == "hours" else timedelta(days=row.amount)


def on_protection(*, event: Event, at: datetime) -> None:
    """LPSK on the case hears of a request; the agency of the case of an answer that another agency wrote."""
    rows = Protection.objects.unscoped(because=BECAUSE).select_related("case__agency")
    row = rows.filter(pk=event.about_id).first()
    if row is not None:
        _tell_agencies("justice_protection", row, row.case, event.at, _actor(event))


def _tell_agencies(code: str, about, case: Case, at: datetime, actor: UUID | None) -> None:
    """Whoever answers for the case, and the agencies to which its criminal track is open; never who did it."""
    users = {case.manager_id} if case.manager_id else set()
    notify(code=code, about=about, at=at, users=users, but_not=actor)
    for agency in agencies_on(case, at):
        notify(code=code, about=about, at=at, agency=agency, role=(Role.LIAISON,), but_not=actor)


def _actor(event: Event) -> UUID | None:
    return UUID(event.facts["by"]) if event.facts.get("by") else None


@app.periodic(cron="*/15 * * * *")
@app.task(name="justice.watch", queueing_lock="justice.watch", lock="justice.watch")
def watch(timestamp: int) -> None:
    """Every quarter of an hour: stages that have lasted long, hearings without a result, helpers who came later."""
    at = now()
    look_for_long(at)
    look_for_custody(at)
    look_for_results(at)
    look_for_helpers(at)


def look_for_long(at: datetime) -> int:
    """A task for each running proceeding whose stage has lasted long; returns how many there are."""
    rows = Proceeding.objects.unscoped(because=BECAUSE).select_related("case__agency", "case__manager")
    late = rows.filter(stage_due_at__lt=at).exclude(stage__in=rules.ENDED)[:500]
    for one in late:
        start_task(
            kind="justice_long", about=one, within=one.case, agency=one.case.agency, assignee=one.case.manager,
            due_at=at + timedelta(days=3), by=None, at=at, title_params={"stage": one.stage},
        )  # fmt: skip
    return len(late)


def look_for_custody(at: datetime) -> int:
    """A task for each custody that runs out within days (a row of the clocks) or is over; returns how many."""
    today = timezone.localdate(at)
    rows = CustodySpan.objects.unscoped(because=BECAUSE).filter(
        ended_on=None, until_on__lte=today + LONGEST_LEAD
    )
    rows = rows.select_related("proceeding__case__agency", "proceeding__case__manager").order_by("until_on")
    found = 0
    for span in rows[:500]:
        one = span.proceeding
        if span.until_on > today + _days_before(CUSTODY_LEAD, one.case.area_code, today):
            continue
        found += 1
        start_task(
            kind="justice_custody", about=one, within=one.case, agency=one.case.agency, assignee=one.case.manager,
            due_at=timezone.make_aware(datetime.combine(span.until_on, time(8))), risk="high", by=None, at=at,
        )  # fmt: skip
    return found


def _days_before(code: str, area_code: str, today: date) -> timedelta:
    try:
        row = clock_on(code, today, area_code=area_code)
    except NoClock:
        return timedelta(days=LEAD_DAYS)
    return min(timedelta(days=row.amount), LONGEST_LEAD) if row.unit == "days" else timedelta(days=LEAD_DAYS)


def look_for_results(at: datetime) -> int:
    """A task for each planned hearing that is over and has no result; returns how many there are."""
    rows = Hearing.objects.unscoped(because=BECAUSE).select_related("case__agency", "case__manager")
    over = rows.filter(state=HearingState.PLANNED, starts_at__lt=at - timedelta(hours=3))[:500]
    for one in over:
        finish_tasks_about(about=one, kind="justice_prepare", by=None, at=at)
        start_task(
            kind="justice_result", about=one, within=one.case, agency=one.case.agency, assignee=one.case.manager,
            due_at=one.starts_at + HEARD_WITHIN, by=None, at=at,
        )  # fmt: skip
    return len(over)


def look_for_helpers(at: datetime) -> int:
    """Legal aid or LPSK that came to a case after art. 18 was raised is asked too; returns how many questions wait."""
    waiting = list(_shields().filter(state=ShieldState.POSSIBLE)[:500])
    for one in waiting:
        ask_her_side(one, at)
    return len(waiting)
