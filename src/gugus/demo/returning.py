"""Three returns: a girl in Lombok Timur with k1 and k2 done and k3 due, a man whose family refuses, one alarm."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from gugus.access.models import User
from gugus.cases.models import Case, Party
from gugus.demo.enacting import Stage
from gugus.law.ages import child_on
from gugus.law.lists import children, codes
from gugus.reintegration import schedule
from gugus.reintegration.actions.alarming import raise_alarm
from gugus.reintegration.actions.correcting import Correction, correct_visit
from gugus.reintegration.actions.preparing import (
    Look,
    begin_reintegration,
    decide_place,
    look_at_home,
    reunite,
    tick_step,
)
from gugus.reintegration.actions.supporting import Help, ask_outcomes, pay_part, promise_support
from gugus.reintegration.actions.visiting import Seen, record_visit
from gugus.reintegration.models import MonitoringVisit, Reintegration

LOMBOK_TIMUR = "52.03"
GOOD = {"home": "home_good", "days": "days_good", "health": "health_good", "kin": "kin_good", "debt": "debt_none",
        "recruiter": "recruiter_none"}  # fmt: skip
FIRST = "Ibu dan nenek ada di rumah. Ia bercerita sendiri di kebun; tidur belum nyenyak."
SECOND = "Sudah kembali ke sekolah. Teman sekelas tidak tahu sebab kepulangannya."
TICKED = ("client_wish", "client_fears", "client_plan", "family_traced", "family_visited", "family_agreed",
          "community_office", "community_knows")  # fmt: skip


def bring_home(stage: Stage, *, at: datetime) -> None:
    """Let Rina follow a girl, look for another home for a man, and raise one alarm; on her own open cases."""
    rina = stage.users["rina"]
    rows = Case.objects.unscoped(because="the demo's own cases").filter(manager=rina, state="open")
    parties = list(
        Party.objects.unscoped(because="the demo's own cases")
        .filter(case__in=rows, role="survivor", until_at=None, case__opened_at__lt=at - timedelta(days=75))
        .select_related("case__agency", "case__manager", "person")
        .order_by("-case__opened_at", "since_at")
    )
    today = at.date()
    girl = next((one for one in parties if one.person.sex == "female" and _child(one, today)), None)
    man = next((one for one in parties if one.person.sex == "male" and not _child(one, today)), None)
    if girl:
        _girl(girl, rina, at)
    if man:
        _man(man, rina, at)
    chosen = {one.pk for one in (girl, man) if one}
    third = next((one for one in parties if one.pk not in chosen), None)
    if third:
        _alarm(third, rina, at)


def _child(party: Party, today: date) -> bool:
    return child_on(today, birth_year=party.person.birth_year) is not False


def _girl(party: Party, rina: User, at: datetime) -> None:
    """Reunited 62 days ago: k1 and k2 took place, k3 is due these days."""
    then = at - timedelta(days=66)
    one = _reunited(party, rina, then, at - timedelta(days=62), area=LOMBOK_TIMUR, risk="medium")
    outcomes(one, "start", 1, rina, at - timedelta(days=61))
    school = Help("education", "Seragam, buku, dan ongkos ke sekolah", payer="Dinas Sosial Kabupaten",
                  amount=Decimal("1200000"), follow_up_on=(at + timedelta(days=30)).date())  # fmt: skip
    step = promise_support(one=one, help=school, by=rina, at=at - timedelta(days=58))
    pay_part(
        support=step,
        amount=Decimal("750000"),
        paid_on=(at - timedelta(days=50)).date(),
        by=rina,
        at=at - timedelta(days=50),
    )
    visits = _visits(one)
    _visit(visits[0], rina, at - timedelta(days=55), words=FIRST, safety="watch", needs=("counselling",))
    _visit(visits[1], rina, at - timedelta(days=31), words=SECOND, safety="safe", needs=())
    _corrected(visits[0], rina, at - timedelta(days=54))
    outcomes(one, "middle", 2, rina, at - timedelta(days=31))


def _corrected(visit: MonitoringVisit, rina: User, at: datetime) -> None:
    """The evening of the next day somebody notices that one answer had been ticked wrongly."""
    visit.refresh_from_db()
    told = Seen(
        visit.visited_on, "home", "spoken", "watch", findings=GOOD, needs=("counselling",), words=FIRST, alarm=False
    )  # fmt: skip
    why = "Tercentang ditemui sendirian; bibinya duduk di teras, percakapan berdua lewat telepon sesudahnya."
    right = Correction("answer", why, seen=told)
    correct_visit(visit=visit, right=right, by=rina, at=at, version=visit.version)


def _man(party: Party, rina: User, at: datetime) -> None:
    """His brothers refuse; nobody has been found yet who takes him in."""
    then = at - timedelta(days=12)
    one = begin_reintegration(case=party.case, party=party, risk="medium", by=rina, at=then)
    for step in ("client_wish", "family_traced", "family_visited"):
        tick_step(one=one, step=step, answer="done", by=rina, at=then + timedelta(days=3))
    look = Look(
        "family", _day(one, then + timedelta(days=3)), "refuses", "with_care", "no",
        "Saudara-saudaranya menyalahkan dia atas sawah yang digadaikan.",
    )  # fmt: skip
    look_at_home(one=one, look=look, by=rina, at=then + timedelta(days=3, hours=2))


def _alarm(party: Party, rina: User, at: datetime) -> None:
    """Reunited three weeks ago; a neighbour says that the recruiter came by."""
    then = at - timedelta(days=25)
    one = _reunited(party, rina, then, at - timedelta(days=21), risk="high")
    visits = _visits(one)
    _visit(
        visits[0],
        rina,
        at - timedelta(days=18),
        words="Tinggal bersama kakaknya; tenang.",
        safety="safe",
        needs=(),
    )
    _visit(
        visits[1], rina, at - timedelta(days=14), words="Bekerja di kios tetangga.", safety="safe", needs=()
    )
    raise_alarm(
        one=one, kind="recruiter", by=rina, at=at - timedelta(hours=5),
        words="Tetangga melihat perekrut yang lama berhenti di depan rumah.",
    )  # fmt: skip


def _reunited(
    party: Party, rina: User, then: datetime, on: datetime, *, area: str = "", risk: str = ""
) -> Reintegration:
    one = begin_reintegration(case=party.case, party=party, area_code=area, risk=risk, by=rina, at=then)
    for step in TICKED:
        tick_step(one=one, step=step, answer="done", by=rina, at=then + timedelta(days=1))
    look = Look(
        "relatives",
        _day(one, then + timedelta(days=1)),
        "gladly",
        "with_care",
        "no",
        "Rumah nenek, dekat sekolah.",
    )
    look_at_home(one=one, look=look, by=rina, at=then + timedelta(days=1, hours=1))
    decide_place(
        one=one, place="relatives", wants="yes", reasons="Nenek menerima dan tinggal bersamanya setiap hari.", by=rina,
        at=then + timedelta(days=2),
    )  # fmt: skip
    return reunite(one=one, reunited_on=_day(one, on), by=rina, at=on)


def _visit(
    visit: MonitoringVisit, rina: User, on: datetime, *, words: str, safety: str, needs: tuple
) -> None:
    day = max(_day(visit.reintegration, on), visit.reintegration.reunited_on)
    told = Seen(day, "home", "seen", safety, findings=GOOD, needs=needs, words=words)
    record_visit(visit=visit, seen=told, by=rina, at=on)


def outcomes(one: Reintegration, moment: str, level: int, rina: User, at: datetime) -> None:
    """The same level for all indicators but one, so that the picture is not flat."""
    known = [each.code for each in codes("reintegration_outcomes") if not each.parent]
    answers = {
        code: children("reintegration_outcomes", code)[min(level + (place % 2), 3)].code
        for place, code in enumerate(known)
    }
    ask_outcomes(one=one, moment=moment, answers=answers, asked_on=_day(one, at), by=rina, at=at)


def _visits(one: Reintegration) -> list[MonitoringVisit]:
    rows = MonitoringVisit.objects.unscoped(because="the demo's own").filter(reintegration=one)
    return list(rows.select_related("reintegration").order_by("number"))


def _day(one: Reintegration, at: datetime) -> date:
    return schedule.day_at(at, one.area_code)
