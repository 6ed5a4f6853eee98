"""The matrix on paper: the usual form with targets and realisation, only for who may take it along."""

from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.actionplan.conftest import BEGUN, JULY, PAPER, indicator_of, line
from tests.actionplan.conftest import asked as owed
from tests.conftest import voice_of
from tests.documents.conftest import asked, content, made, text_of

from gugus.actionplan import papers, planning, reporting
from gugus.actionplan.matrix import Figure
from gugus.actionplan.papers import NothingToPrint
from gugus.actionplan.reporting import Done


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def told(world, plan):
    """A plan with an indicator where less is better; the unit handed a report in."""
    with voice_of(world.wulan):
        less = line(world, "Pos lintas batas", "Hari tunggu laporan", better="less", unit="hari",
                    targets={2025: Figure(Decimal(10))})  # fmt: skip
        planning.add_line(plan=plan, line=less, by=world.wulan, at=BEGUN)
        plan.refresh_from_db()
    with voice_of(world.arif):
        planning.move_plan(plan=plan, to="approved", by=world.arif, at=BEGUN)
    with voice_of(world.wulan):
        plan = planning.move_plan(plan=plan, to="in_force", by=world.wulan, at=BEGUN)
    report = next(one for one in owed(plan) if one.agency_id == world.unit.pk)
    with voice_of(world.yusuf):
        for name, value in (("Sekolah yang ikut", 7), ("Hari tunggu laporan", 12)):
            indicator = indicator_of(plan, name)
            done = Done(spent_apbd=Decimal(40_000_000), obstacle="Jadwal berubah",
                        reached={indicator.pk: Figure(Decimal(value))})  # fmt: skip
            reporting.write_entry(
                report=report, activity=indicator.activity, done=done, by=world.yusuf, at=JULY
            )
        reporting.hand_in(report=report, by=world.yusuf, at=JULY)
    return plan


def test_the_matrix_is_printed_in_its_usual_form(world, told):
    document = made(asked(world.wulan, "plan_matrix", told.ref))

    assert (document.state, document.problem_code, document.number) == ("ready", "", "")
    said = text_of(content(document)).lower()
    expected = [
        "matriksrencanaaksikota", "kelascegahtppo", "edukasi", "sekolahaman", "makinsedikitmakinbaik", "target2029",
        "penanggungjawab", "jadwalberubah", "125.000.000",
    ]  # fmt: skip
    assert [words for words in expected if words not in said] == []
    with pikepdf.open(BytesIO(content(document))) as pdf:
        box = [float(one) for one in pdf.pages[0].mediabox]
    assert box[2] > box[3]  # on its long side


def test_where_less_is_better_the_share_says_so(world, told):
    with voice_of(world.wulan):
        found = papers.gather_matrix(world.viewer("wulan"), told.ref, JULY)

    shares = {
        row["indicator"]: (row["share"], row["standing"]) for part in found["parts"] for row in part["rows"]
    }
    assert shares["Sekolah yang ikut"] == ("70 %", "sebagian")
    assert shares["Hari tunggu laporan"] == ("80 %", "sebagian")


@pytest.mark.parametrize(
    ("name", "why"), [("budi", PermissionDenied), ("sari", Http404), ("maya", PermissionDenied)]
)
def test_only_who_may_take_it_along_prints_it(world, plan, name, why):
    with pytest.raises((PermissionDenied, Http404)) as refused:
        asked(getattr(world, name), "plan_matrix", plan.ref)

    assert refused.type is why


def test_an_empty_matrix_is_no_paper(world, force):
    with voice_of(world.wulan):
        empty = planning.write_plan(force=force, paper=PAPER, by=world.wulan, at=BEGUN)
    with pytest.raises(NothingToPrint):
        asked(world.wulan, "plan_matrix", empty.ref)


@pytest.mark.parametrize(
    ("year", "shown"),
    [(2025, (2025, 2029)), (2030, (2028, 2032)), (2034, (2030, 2034)), (2027, (2025, 2029))],
)
def test_a_long_plan_shows_five_years_around_the_one_asked_for(world, plan, year, shown):
    plan.last_year = 2034

    found = papers.years_shown(plan, year)

    assert (found[0], found[-1], len(found)) == (*shown, 5)
