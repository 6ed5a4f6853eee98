"""A grown survivor, two accused, and a claim at any point of its way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.conftest import NOON, voice_of

from gugus.access.models import Grant
from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case
from gugus.people.actions import register_person
from gugus.restitution.actions.claiming import open_claim
from gugus.restitution.actions.ledger import write_amounts, write_money
from gugus.restitution.actions.turning import apply, turn
from gugus.restitution.models import Claim
from gugus.tasks.models import Task

TODAY = NOON.date()
D = Decimal
WAY = ("applied", "complete", "assessed", "demanded", "granted", "notified", "warned", "seized")


def somebody(world, name, **more):
    names = {"full": name, "aliases": []}
    return register_person(agency=world.unit, names=names, by=world.rina, at=NOON, **more)


def a_case(world, *, survivor=("Melur Kirana", 1998), accused=2) -> Case:
    """Rina's case with a survivor and some accused."""
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit,
            manager=world.rina,
            risk="low",
            summary="Dijerat utang.",
            by=world.rina,
            at=NOON,
        )
        person = somebody(world, survivor[0], sex="female", birth_year=survivor[1])
        add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        for number in range(accused):
            add_party(
                case=case,
                person=somebody(world, f"Tersangka {number}"),
                role="accused",
                by=world.rina,
                at=NOON,
            )
        return Case.objects.unscoped(because="fixture").select_related("agency", "data_key").get(pk=case.pk)


def parties(case, role):
    return list(case.parties.filter(role=role).select_related("person").order_by("since_at", "pk"))


def a_claim(world, case, *, by=None, **more) -> Claim:
    by = by or world.rina
    with voice_of(by):
        facts = {"party": parties(case, "survivor")[0], "accused": parties(case, "accused"), "told_on": TODAY}
        return open_claim(case=case, by=by, at=NOON, **(facts | more))


def up_to(world, claim, state, *, amounts=None, debtor=None, start=TODAY - timedelta(days=60)) -> Claim:
    """Walk a claim to a state, a day for each step, with the same amounts at each stage."""
    amounts = amounts or {"wealth_income": D("100000000.00"), "suffering": D("50000000.50")}
    with voice_of(world.rina):
        write_amounts(claim=claim, stage="claimed", amounts=amounts, on=start, by=world.rina, at=NOON)
        for number, to in enumerate(WAY[: WAY.index(state) + 1]):
            on = start + timedelta(days=number)
            facts = {"claim": claim, "on": on, "by": world.rina, "at": NOON}
            if to == "applied":
                claim = apply(route="lpsk", applicant="survivor", **facts)
            else:
                given = amounts if to in {"assessed", "demanded", "granted"} else None
                owes = debtor if to == "granted" else None
                claim = turn(to=to, amounts=given, debtor=owes, **facts)
    return claim


def pay(world, claim, kind, amount, *, by=None, **more):
    by = by or world.rina
    if kind in {"handed", "direct", "fund"}:
        more.setdefault("receiver", "survivor")
    with voice_of(by):
        return write_money(
            claim=claim, kind=kind, amount=D(amount), on=more.pop("on", TODAY), by=by, at=NOON, **more
        )


def opened_to(world, case, agency, sections=("case", "justice")) -> None:
    """A live grant of the case."""
    with voice_of(world.rina):
        Grant(
            record_kind="case", record_id=case.pk, agency=agency, sections=list(sections),
            given_by_agency=world.unit, basis="legal_duty", because_kind="case", because_id=case.pk, from_at=NOON,
        ).save(force_insert=True)  # fmt: skip


def open_tasks(world, claim) -> dict[str, Task]:
    with voice_of(world.rina):
        rows = Task.objects.unscoped(because="the test looks").filter(about_id=claim.pk, done_at=None)
        return {one.kind: one for one in rows}


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def claim(world, case):
    return a_claim(world, case)


@pytest.fixture
def granted(world, claim):
    """Rp 150.000.000,50 granted and notified 54 days ago, nothing paid."""
    return up_to(world, claim, "notified")


LONG_AGO = date(2026, 1, 5)
