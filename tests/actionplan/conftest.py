"""A plan of the cast's task force: the office keeps the secretariat; unit, police and shelter are members."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.conftest import as_role, voice_of
from tests.forces import settle_force

from gugus.actionplan import planning, reporting
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Indicator, PeriodReport, Plan
from gugus.actionplan.planning import Paper

BEGUN = datetime(2025, 1, 6, 3, 0, tzinfo=UTC)
JULY = datetime(2025, 7, 2, 3, 0, tzinfo=UTC)  # the first half-year is over
PAPER = Paper("Rencana aksi kota", 2025, 2029, "half", 15, basis_words="Contoh")


def line(world, activity="Kelas cegah TPPO", indicator="Sekolah yang ikut", agency=None, **changed) -> Line:
    given = {
        "field": "prevention", "strategy": "Edukasi", "programme": "Sekolah aman", "activity": activity,
        "agency": agency or world.unit, "indicator": indicator, "unit": "sekolah", "baseline": Figure(Decimal(4)),
        "supporting": [world.police], "targets": {2025: Figure(Decimal(10)), 2026: Figure(Decimal(12))},
        "budgets": {(2025, "apbd"): Decimal(125_000_000)},
    }  # fmt: skip
    return Line(**(given | changed))


@pytest.fixture
def force(world):
    return settle_force(world)


@pytest.fixture
def plan(world, force) -> Plan:
    """A draft with one activity of the unit and one of the police."""
    with voice_of(world.wulan):
        made = planning.write_plan(force=force, paper=PAPER, by=world.wulan, at=BEGUN)
        planning.add_line(plan=made, line=line(world), by=world.wulan, at=BEGUN)
        other = line(
            world, "Pelatihan penyidik", "Penyidik", world.police, field="enforcement", supporting=[]
        )
        planning.add_line(plan=made, line=other, by=world.wulan, at=BEGUN)
        made.refresh_from_db()
    return made


@pytest.fixture
def running(world, plan) -> Plan:
    """The same plan in force since January."""
    with voice_of(world.arif):
        planning.move_plan(plan=plan, to="approved", by=world.arif, at=BEGUN)
    with voice_of(world.wulan):
        return planning.move_plan(plan=plan, to="in_force", by=world.wulan, at=BEGUN)


def asked(plan: Plan, at=JULY) -> list[PeriodReport]:
    """The worker asks for what is owed."""
    with as_role("gugus_worker"):
        return reporting.open_reports(plan=plan, at=at)


@pytest.fixture
def report(world, running) -> PeriodReport:
    """What the unit owes for the first half of 2025."""
    return next(one for one in asked(running) if one.agency_id == world.unit.pk)


def indicator_of(plan: Plan, name="Sekolah yang ikut") -> Indicator:
    """An indicator of the plan, whoever speaks."""
    with as_role("gugus_worker"):
        rows = Indicator.objects.unscoped(because="test").select_related("activity__agency")
        return rows.get(plan=plan, name=name)
