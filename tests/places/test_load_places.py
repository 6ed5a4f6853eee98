from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.db.models import Count

from gugus.places import listing, queries
from gugus.places.models import Area, AreaName, LoadedList
from gugus.places.search import search


def told(*arguments, **options):
    out = StringIO()
    call_command("load_places", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def packaged_file():
    return listing.packaged()[0]


def rewritten(packaged_file, tmp_path, **changes):
    """The packaged list with other names for some codes (written with _ for the dots), None takes a line out."""
    names = {code.replace("_", ".").removeprefix("c"): name for code, name in changes.items()}
    lines = []
    for line in packaged_file.read_text(encoding="utf-8").splitlines():
        code = line.partition(",")[0]
        if names.get(code, line) is not None:
            lines.append(f"{code},{names[code]}" if code in names else line)
    path = tmp_path / "newer.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_table_holds_what_the_list_holds(areas, db):
    counts = dict(Area.objects.current().values_list("level").annotate(Count("code")))

    assert counts == {1: 38, 2: 514, 3: 7230, 4: 83441}
    assert queries.loaded_list().areas == Area.objects.count()


def test_jakarta_selatan_has_ten_districts_and_sixty_five_kelurahan(areas, db):
    inside = Area.objects.filter(queries.within("31.74"))

    assert inside.filter(level=3).count() == 10
    assert inside.filter(level=4, kind="kelurahan").count() == inside.filter(level=4).count() == 65


def test_a_second_load_rests(operator):
    assert "up to date" in told()
    assert LoadedList.objects.count() == 1


def test_loading_again_changes_nothing(operator):
    assert "0 added, 0 changed, 0 ended" in told("--again")


def test_a_renamed_area_is_found_by_both_names(operator, packaged_file, tmp_path):
    path = rewritten(packaged_file, tmp_path, c31_74_01="Tebet Raya Baru")

    told("--file", path, "--named", "2030")

    assert queries.area("31.74.01").name == "Tebet Raya Baru"
    assert "31.74.01" in [found.code for found in search("tebet", level=3)]
    assert AreaName.objects.get(area="31.74.01", kind="former").name == "Tebet"


def test_an_area_that_left_the_list_ends_and_stays_readable(operator, packaged_file, tmp_path):
    path = rewritten(packaged_file, tmp_path, c31_74_01_1001=None)

    assert "1 ended" in told("--file", path)

    gone = queries.area("31.74.01.1001")
    assert gone.valid_to is not None and gone.successor is None
    assert queries.area_label("31.74.01.1001") == "Tebet Timur, Tebet"
    assert "31.74.01.1001" not in [found.code for found in search("tebet timur")]


def test_an_area_that_got_another_number_names_its_successor(operator, packaged_file, tmp_path):
    path = rewritten(packaged_file, tmp_path, c31_74_01_1001=None)
    path.write_text(path.read_text(encoding="utf-8") + "\n31.74.01.1099,Tebet Timur", encoding="utf-8")

    told("--file", path)

    assert queries.present(["31.74.01.1001"]) == {"31.74.01.1001": "31.74.01.1099"}


def test_an_area_that_comes_back_counts_again(operator, packaged_file, tmp_path):
    told("--file", rewritten(packaged_file, tmp_path, c31_74_01_1001=None))

    told("--file", packaged_file)

    assert queries.area("31.74.01.1001").valid_to is None


def test_the_older_packaged_list_does_not_overwrite_an_operators_newer_one(operator, packaged_file, tmp_path):
    told("--file", rewritten(packaged_file, tmp_path, c31_74_01="Tebet Raya Baru"), "--named", "2030")

    assert "stays away" in told()
    assert queries.area("31.74.01").name == "Tebet Raya Baru"


def test_a_list_with_bps_numbers_is_refused(operator, tmp_path):
    path = tmp_path / "bps.csv"
    path.write_text("31,DKI JAKARTA\n3171,KOTA JAKARTA SELATAN\n", encoding="utf-8")

    with pytest.raises(CommandError, match="3171 is Jakarta Selatan|3171 adalah Jakarta Selatan"):
        told("--file", path)


def test_the_web_process_cannot_write_areas(areas, db):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Area.objects.filter(code="31.74").update(name="X")
