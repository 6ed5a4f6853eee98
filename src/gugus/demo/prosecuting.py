"""Three criminal tracks on Rina's cases: one at trial, one whose file came back, one with a final verdict."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from gugus.access.models import Grant, User
from gugus.cases.models import Case, Party
from gugus.demo.enacting import Stage
from gugus.justice import queries
from gugus.justice.actions import charging, moving, protecting, ruling, sitting, telling
from gugus.justice.codes import MoveCode, Outcome, Presence
from gugus.justice.models import Proceeding

BECAUSE = "the demo's own cases"
BASIC, OLDER, CHILD = "kuhp_455", "uu21_2_1", "uu35_76f"


def prosecute(stage: Stage, *, at: datetime) -> None:
    """Let Budi of the police and Rina write three tracks in different stages, a hearing, a request for protection."""
    rina, budi = stage.users["rina"], stage.users["budi"]
    cases = _cases(stage, rina, budi, at)
    for case, write in zip(cases, (_at_trial, _returned, _final), strict=False):
        by = budi if _shared(case, budi, at) else rina
        write(case, by, rina, at)
    if cases and (survivors := queries.survivors_of(cases[0])):
        protecting.ask_protection(
            case=cases[0], party=survivors[0], kinds=["procedural", "physical"], asked_on=_day(at, -5), by=rina,
            at=at - timedelta(days=5),
        )  # fmt: skip


def _cases(stage: Stage, rina: User, budi: User, at: datetime) -> list[Case]:
    """Cases that the police read first, then Rina's other open ones; the newest first."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(manager=rina, state="open")
    rows = list(rows.select_related("agency", "manager", "data_key").order_by("-opened_at"))
    return sorted(rows, key=lambda case: not _shared(case, budi, at))[:3]


def _shared(case: Case, budi: User, at: datetime) -> bool:
    rows = Grant.objects.unscoped(because=BECAUSE).filter(
        record_kind="case", record_id=case.pk, agency_id=budi.agency_id, user=None, ended_at=None,
        sections__contains=["justice"], from_at__lte=at,
    )  # fmt: skip
    return any(one.until_at is None or one.until_at > at for one in rows)


def _day(at: datetime, days: int) -> date:
    return timezone.localdate(at) + timedelta(days=days)


def _reported(case: Case, by: User, at: datetime, *, days: int, number: str) -> Proceeding:
    accused = queries.parties_of(case, "accused")
    told = moving.Told(
        lp_on=_day(at, -days), accused=accused[0] if accused else None, lp_number=number, office_name="Polres Contoh",
        acts_on=[_day(at, -days - 20), _day(at, -days - 12)],
    )  # fmt: skip
    return moving.write_proceeding(case=case, told_of=told, by=by, at=at - timedelta(days=days))


def _steps(one: Proceeding, by: User, at: datetime, *steps: tuple) -> Proceeding:
    """(stage, days ago, number of the paper, what is asked)"""
    for stage, days, document, *asked in steps:
        one = moving.move_on(
            proceeding=one, to=stage, on=_day(at, -days), document=document, asked=asked[0] if asked else "", by=by,
            at=at - timedelta(days=days),
        )  # fmt: skip
    return one


def _charged(one: Proceeding, by: User, at: datetime) -> None:
    for provision, level in ((BASIC, "primary"), (OLDER, "primary"), (CHILD, "subsidiary")):
        if provision in {known.code for known in charging.chargeable(one.acts_on[0])}:
            charging.add_charge(
                proceeding=one, provision=provision, acted_on=one.acts_on[0], level=level, aggravations=["child"],
                by=by, at=at,
            )  # fmt: skip


TO_COURT = (
    ("inquiry", "Sprin.Lidik/41"), ("investigation", "SPDP/77"), ("file_sent", "B/210"), ("file_complete", "P-21/88"),
    ("handed_over", "BA-12/II"),
)  # fmt: skip


def _to_trial(one: Proceeding, by: User, at: datetime, *, first: int, pace: int) -> Proceeding:
    ago = [first - pace * number for number in range(len(TO_COURT) + 2)]
    steps = [(stage, ago[number], paper) for number, (stage, paper) in enumerate(TO_COURT)]
    one = _steps(one, by, at, *steps)
    _charged(one, by, at - timedelta(days=ago[-2]))
    return _steps(one, by, at, ("indicted", ago[-2], "PDM-31"), ("trial", ago[-1], "Pen.Hari Sidang 140"))


def _at_trial(case: Case, by: User, rina: User, at: datetime) -> None:
    one = _reported(case, by, at, days=150, number="LP/B/0131/CONTOH/SPKT")
    charging.hold(
        proceeding=one, kind="investigator", from_on=_day(at, -120), by=by, at=at - timedelta(days=120)
    )
    one = _to_trial(one, by, at, first=140, pace=20)
    charging.hold(proceeding=one, kind="court", from_on=_day(at, -18), by=by, at=at - timedelta(days=18))
    begins = (at + timedelta(days=4)).replace(hour=3, minute=0, second=0, microsecond=0)
    held = _sitting(case, at - timedelta(days=10), "indictment")
    first = sitting.plan_hearing(proceeding=one, sitting=held, by=by, at=at - timedelta(days=15))
    sitting.close_hearing(hearing=first, code="done", by=by, at=at - timedelta(days=9))
    sitting.plan_hearing(
        proceeding=one, sitting=_sitting(case, begins, "victim"), by=by, at=at - timedelta(days=3)
    )
    last = one.moves.filter(undone_at=None).last()
    telling.ask_for(move=last, survivors=queries.survivors_of(case), at=at - timedelta(days=5))
    first_move = one.moves.first()
    telling.ask_for(move=first_move, survivors=queries.survivors_of(case), at=at - timedelta(days=149))
    for row in first_move.informings.all():
        telling.mark_told(
            informing=row,
            way="meeting",
            told_at=at - timedelta(days=148),
            by=rina,
            at=at - timedelta(days=148),
        )


def _sitting(case: Case, at: datetime, agenda: str) -> sitting.Sitting:
    survivors: list[Party] = queries.survivors_of(case) if agenda == "victim" else []
    places = [
        sitting.Place(one, Presence.SCREENED, "companion", "Pendamping Contoh") for one in survivors[:1]
    ]
    return sitting.Sitting(
        starts_at=at, agenda=agenda, court_name="Pengadilan Negeri Contoh", room="Ruang Cakra", places=places
    )


def _returned(case: Case, by: User, rina: User, at: datetime) -> None:
    one = _reported(case, by, at, days=95, number="LP/B/0178/CONTOH/SPKT")
    _steps(
        one, by, at, ("investigation", 80, "SPDP/91"), ("file_sent", 40, "B/233"),
        ("file_returned", 26, "P-19/52", "Periksa kembali saksi kedua; lengkapi bukti transfer."),
    )  # fmt: skip


def _final(case: Case, by: User, rina: User, at: datetime) -> None:
    one = _reported(case, by, at, days=300, number="LP/B/0044/CONTOH/SPKT")
    one = _to_trial(one, by, at, first=290, pace=25)
    charges = queries.live_charges(one)
    rulings = [
        ruling.Said(charge.pk, Outcome.CONVICTED, months=84, fine=200_000_000, substitute=6)
        if number == 0
        else ruling.Said(charge.pk, Outcome.NOT_DECIDED)
        for number, charge in enumerate(charges)
    ]
    written = ruling.give_verdict(
        proceeding=one, instance="first", on=_day(at, -60), rulings=rulings, number="104/Pid.Sus/CONTOH",
        court_name="Pengadilan Negeri Contoh", by=by, at=at - timedelta(days=60),
    )  # fmt: skip
    ruling.correct_verdict(
        proceeding=one, verdict=written, on=_day(at, -60), rulings=rulings, number="140/Pid.Sus/CONTOH",
        court_name="Pengadilan Negeri Contoh", reason="Nomor putusan salah ketik.", by=by, at=at - timedelta(days=59),
    )  # fmt: skip
    moving.move_on(
        proceeding=one,
        to="final",
        on=_day(at, -52),
        code=MoveCode.NO_REMEDY,
        by=by,
        at=at - timedelta(days=52),
    )
