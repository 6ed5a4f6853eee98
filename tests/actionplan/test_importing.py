"""A matrix is looked at before anything is written, taken over whole, and undone as long as nobody worked with it."""

from decimal import Decimal

import pytest
from tests.actionplan.conftest import BEGUN, indicator_of
from tests.conftest import voice_of

from gugus.actionplan import importing, matrix, planning, queries, sheets
from gugus.actionplan.heart import CannotPlan
from gugus.actionplan.importing import Looked
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Activity, Indicator, Load
from gugus.actionplan.planning import Paper
from gugus.groups.reading import CannotRead
from gugus.groups.sheets import workbook

YEARS = range(2025, 2030)


@pytest.fixture
def wulan(world):
    with voice_of(world.wulan):
        yield world.wulan


def row(activity="Kegiatan baru", indicator="Orang", agency="UPT PPPA", target="20"):
    found = dict.fromkeys(matrix.headings(YEARS), "")
    found |= {
        "Bidang": "Pencegahan", "Strategi": "Edukasi", "Program": "Desa", "Kegiatan": activity, "Indikator": indicator,
        "Penanggung Jawab": agency, "Target 2025": target, "APBD 2025": "5.000.000",
    }  # fmt: skip
    return list(found.values())


def brought(plan, by, *rows, heads=None):
    content = workbook([("Matriks", heads or matrix.headings(YEARS), list(rows))])
    return importing.bring(plan=plan, content=content, file_name="matriks.xlsx", by=by, at=BEGUN)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def counts():
    return Indicator.objects.unscoped(because="test").count()


def test_looking_writes_nothing_into_the_plan(plan, wulan):
    before = counts()

    load = brought(plan, wulan, row(), row("Lain", agency="Entah"))

    assert (load.total, load.good, counts()) == (2, 1, before)
    assert [(one.number, one.wrong[0].column) for one in Looked(load).bad] == [(3, "Penanggung Jawab")]


def test_good_rows_are_taken_over_and_wrong_ones_stay_out(plan, wulan):
    load = brought(plan, wulan, row(), row("Lain", agency="Entah"))

    done = importing.apply(load=load, by=wulan, at=BEGUN, seen=load.version)

    assert (done.state, len(done.added)) == ("applied", 1)
    found = next(one for one in queries.matrix(plan, 2025).works if one.activity.name == "Kegiatan baru")
    assert (found.measures[0].target.value, found.planned(2025)["apbd"]) == (20, 5_000_000)


def test_what_the_plan_has_already_is_not_added_twice(plan, wulan):
    importing.apply(load=brought(plan, wulan, row()), by=wulan, at=BEGUN)

    second = brought(plan, wulan, row(), row("Satu lagi"))

    assert (second.total, second.good, len(Looked(second).known)) == (2, 1, 1)


def test_an_import_is_undone_whole(plan, wulan):
    load = importing.apply(load=brought(plan, wulan, row(), row("Lain")), by=wulan, at=BEGUN)

    done = importing.undo(load=load, by=wulan, at=BEGUN)

    live = Activity.objects.unscoped(because="test").filter(plan=plan, dropped_at=None)
    assert (done.state, done.content, live.count()) == ("undone", None, 2)


def test_an_import_that_somebody_worked_with_is_not_undone(plan, wulan):
    load = importing.apply(load=brought(plan, wulan, row()), by=wulan, at=BEGUN)
    made = indicator_of(plan, "Orang")
    planning.set_target(
        indicator=made, year=2025, figure=Figure(None, "semua"), reason="x", by=wulan, at=BEGUN
    )

    with pytest.raises(CannotPlan) as refused:
        importing.undo(load=load, by=wulan, at=BEGUN)

    assert codes(refused) == ["worked_on"]


def test_wrong_headings_are_explained(plan, wulan):
    with pytest.raises(CannotPlan) as refused:
        brought(plan, wulan, ["Pencegahan", "x"], heads=["Bidang", "Tujuan"])

    assert codes(refused) == ["headings"]
    words = str(refused.value.reasons[0].words)
    assert "“Strategi”" in words and "“Tujuan”" in words


def test_no_table_is_no_matrix(plan, wulan):
    with pytest.raises(CannotRead):
        importing.bring(plan=plan, content=b"%PDF-1.7 no table", file_name="a.pdf", by=wulan, at=BEGUN)


def test_a_formula_stays_text(plan, wulan):
    load = brought(plan, wulan, row("=HYPERLINK(1)"))

    importing.apply(load=load, by=wulan, at=BEGUN)

    assert Activity.objects.unscoped(because="test").filter(name__contains="HYPERLINK(1)").exists()


def test_the_direction_goes_out_and_comes_in_again(plan, wulan):
    heads = matrix.headings(YEARS)
    given = row("Pos lintas batas", "Hari tunggu")
    given[heads.index("Arah")] = "Turun"
    importing.apply(load=brought(plan, wulan, given), by=wulan, at=BEGUN)

    heads, rows = sheets.table(queries.matrix(plan, 2025))
    told = {one[heads.index("Indikator")]: one[heads.index("Arah")] for one in rows}

    assert told == {"Sekolah yang ikut": "naik", "Penyidik": "naik", "Hari tunggu": "turun"}


def test_the_plan_as_a_file_is_read_again(plan, wulan):
    content = sheets.as_xlsx(queries.matrix(plan, 2025))

    load = importing.bring(plan=plan, content=content, file_name="m.xlsx", by=wulan, at=BEGUN)

    assert (load.total, load.good, len(Looked(load).known), Looked(load).bad) == (2, 0, 2, [])


def test_the_file_is_sealed_and_only_the_secretariat_writes_one(plan, wulan, world):
    brought(plan, wulan, row())

    assert Load.objects.unscoped(because="test").count() == 1


def test_a_decimal_of_a_spreadsheet_stays_a_decimal(plan, wulan):
    importing.apply(load=brought(plan, wulan, row(target=12.345)), by=wulan, at=BEGUN)

    assert Decimal("12.35") in [one.value for one in indicator_of(plan, "Orang").targets.all()]


def test_what_the_plan_says_of_an_activity_is_not_said_otherwise_by_a_file(plan, wulan):
    importing.apply(load=brought(plan, wulan, row()), by=wulan, at=BEGUN)
    heads = matrix.headings(YEARS)
    other, dearer = row(indicator="Guru", agency="Unit PPA Polres"), row(indicator="Murid")
    dearer[heads.index("APBD 2025")] = "6.000.000"

    looked = Looked(brought(plan, wulan, other, dearer, row(indicator="Warga")))

    assert [[one.column for one in each.wrong] for each in looked.rows] == [
        ["Penanggung Jawab"],
        ["APBD 2025"],
        [],
    ]


def test_the_last_years_of_a_long_plan_are_read(wulan, force):
    paper = Paper("Rencana panjang", 2025, 2044)
    plan = planning.write_plan(force=force, paper=paper, by=wulan, at=BEGUN)
    heads = matrix.headings(plan.years)
    found = (
        dict.fromkeys(heads, "")
        | dict(zip(matrix.headings([2025]), row()[:14], strict=True))
        | {"Target 2044": "7"}
    )

    load = brought(plan, wulan, list(found.values()), heads=heads)

    assert 2044 in Looked(load).good[0].targets


def test_a_cover_in_front_of_the_matrix_is_pointed_out(plan, wulan):
    content = workbook([("Sampul", ["Rencana aksi"], []), ("Matriks", matrix.headings(YEARS), [row()])])
    given = {"plan": plan, "content": content, "file_name": "m.xlsx", "by": wulan, "at": BEGUN}

    with pytest.raises(CannotPlan) as refused:
        importing.bring(**given)

    assert [(one.code, one.field) for one in refused.value.reasons] == [
        ("headings", "file"),
        ("which_sheet", "sheet"),
    ]
    assert "“Rencana aksi”" in str(refused.value.reasons[0].words)
    assert "2 Matriks" in str(refused.value.reasons[1].words)
    assert importing.bring(**given, sheet=1).good == 1
