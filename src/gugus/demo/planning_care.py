"""Assessments, plans, appointments and what people say: on a few open cases, so that the pages are alive."""

from datetime import datetime, timedelta

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.care import agreeing, assessing, planning, reviewing
from gugus.care.actions import arrange, attend, write_line
from gugus.care.agreeing import Signed
from gugus.care.asking import hurdles_to_asking, note_opinion
from gugus.care.assessing import Scored, Sheet
from gugus.care.models import CarePlan, ServiceLine
from gugus.care.planning import Aim, Doing
from gugus.care.ruling import change_rule
from gugus.cases.models import Case, Party
from gugus.demo.enacting import Stage
from gugus.directory.models import Agency

PARTS = ("care", "health", "justice")
FIRST = {"medical": 2, "psychological": 2, "social": 1, "legal": 2, "family": 3, "spiritual": 3, "talent": 2}
LATER = {"medical": 4, "psychological": 3, "social": 3, "legal": 2, "family": 3, "spiritual": 4, "talent": 3}
GOALS = (
    ("social", "Tinggal di tempat yang aman dan layak", "Tidur tanpa gangguan selama dua pekan",
     (("Mengurus penempatan di rumah aman", 7), ("Mengurus surat keterangan kependudukan", 21))),
    ("psychological", "Rasa takut berkurang dan tidur membaik", "Nilai psikologis naik menjadi 3",
     (("Konseling tiap pekan", 28),)),
    ("talent", "Kembali belajar atau mengikuti pelatihan pilihannya", "Terdaftar pada satu kegiatan",
     (("Membicarakan pilihan sekolah dan pelatihan", 20),)),
)  # fmt: skip
WISHES = "Ingin tidur tenang, kembali belajar, dan tidak bertemu perekrut lagi."
SUMMARY = "Kebutuhan mendesak: tempat aman, pemeriksaan kesehatan, pendampingan psikologis."
NOTE = "Disampaikan sendiri; tidak ditanyakan ulang."


def plan_care(stage: Stage, *, at: datetime) -> None:
    """Rina assesses three survivors and plans with them: one plan runs, one waits for approval, one is a draft."""
    rina = stage.users["rina"]
    rows = Case.objects.unscoped(because="the demo's own cases").filter(manager=rina, state="open")
    cases = [
        one
        for one in rows.select_related("agency").order_by("-opened_at")
        if at - one.opened_at > timedelta(days=12)
    ]
    found = [(case, party) for case in cases if (party := _survivor(case)) is not None][:3]
    for place, (case, party) in enumerate(found):
        when = max(case.opened_at + timedelta(days=1), at - timedelta(days=28))
        _assess(case, party, FIRST, rina, at=when)
        if place < 2:
            _assess(case, party, LATER, rina, at=at - timedelta(days=2))
        if place == 1:
            _ask_for_approval(stage, case.agency, at=when)
        plan = _plan(case, party, rina, at=at - timedelta(days=10), hand_in=place < 2)
        if place == 0:
            _carry_on(plan, case, party, rina, at=at)
    _ask_around(stage, rina, at=at)


def _survivor(case: Case) -> Party | None:
    rows = case.parties.select_related("person").filter(role="survivor", until_at=None)
    return rows.order_by("since_at", "pk").first()


def _assess(case: Case, party: Party, scores: dict[str, int], by: User, *, at: datetime) -> None:
    draft = assessing.start_assessment(case=case, party=party, kind="initial", by=by, at=at)
    given = [Scored(domain, score, note=NOTE if score == 2 else "") for domain, score in scores.items()]
    sheet = Sheet(assessed_on=at.date(), profession="social_worker", summary=SUMMARY)
    assessing.write_scores(assessment=draft, sheet=sheet, scored=given, sections=PARTS, by=by, at=at)
    assessing.finish_assessment(assessment=draft, sections=PARTS, by=by, at=at)


def _ask_for_approval(stage: Stage, agency: Agency, *, at: datetime) -> None:
    """From the second plan on, supervisors approve."""
    held = {"assignments__role": Role.SUPERVISOR, "agency": agency}
    chief = User.objects.filter(pk__in=[one.pk for one in stage.users.values()], **held).first()
    if chief is not None:
        change_rule(agency=agency, plan_approval=True, by=chief, at=at)


def _plan(case: Case, party: Party, by: User, *, at: datetime, hand_in: bool) -> CarePlan:
    plan = planning.start_plan(case=case, party=party, by=by, at=at)
    planning.change_plan(plan=plan, words=WISHES, review_on=(at + timedelta(days=21)).date(), by=by, at=at)
    for domain, words, measure, steps in GOALS:
        until_on = (at + timedelta(days=60)).date()
        goal = planning.add_goal(plan=plan, aim=Aim(domain, words, measure, until_on), by=by, at=at)
        for said, days in steps:
            doing = Doing(said, (at + timedelta(days=days)).date(), by_agency=case.agency)
            planning.add_step(goal=goal, doing=doing, by=by, at=at)
    return agreeing.hand_in(plan=plan, by=by, at=at) if hand_in else plan


def _carry_on(plan: CarePlan, case: Case, party: Party, by: User, *, at: datetime) -> None:
    """Signed, a step done, a service with a missed and a new appointment."""
    signed = at - timedelta(days=9)
    agreeing.sign(plan=plan, said=_yes(plan, signed), by=by, at=signed)
    steps = [step for goal in plan.goals.all() for step in goal.steps.all()]
    reviewing.mark_step(step=steps[0], state="done", done_on=(at - timedelta(days=5)).date(), by=by, at=at)
    line = write_line(
        case=case, party=party, service="counselling", step=steps[2], appointment_at=at - timedelta(days=3), by=by,
        at=at - timedelta(days=6),
    )  # fmt: skip
    attend(line=line, came=False, code="transport", by=by, at=at - timedelta(days=3))
    arrange(line=line, appointment_at=at + timedelta(days=2), by=by, at=at - timedelta(days=2))


def _yes(plan: CarePlan, at: datetime) -> Signed:
    told = {"agrees": True, "form": "paper", "signed_on": at.date()}
    if not agreeing.counts_as_child(plan.person, at):
        return Signed(signer="self", **told)
    return Signed(signer="official", child_view="agrees", no_guardian="absent", **told)


def _ask_around(stage: Stage, rina: User, *, at: datetime) -> None:
    """A colleague asks how services of other agencies were, until one agency has enough answers for a figure."""
    asker = next(
        (one for one in stage.users.values() if one.agency_id == rina.agency_id and one != rina), None
    )
    rows = ServiceLine.objects.unscoped(because="the demo's own cases").filter(
        state="done", case__agency_id=rina.agency_id, provider__isnull=False
    )
    lines = list(
        rows.exclude(provider_id=rina.agency_id).select_related("case").order_by("-done_on", "pk")[:60]
    )
    first = next(
        (one.provider_id for one in lines if sum(o.provider_id == one.provider_id for o in lines) > 4), None
    )
    for number, line in enumerate([one for one in lines if one.provider_id == first][:6]):
        if asker is not None and not hurdles_to_asking(line, asker):
            answers = {
                "respected": 4,
                "safe": 4 - number % 2,
                "understood": 3,
                "chose": 2 + number % 3,
                "helped": 3,
            }
            note_opinion(line=line, answers=answers, by=asker, at=at)
