"""A group of the unit, lists as offices make them, people of nobody."""

from datetime import timedelta

import pytest
from tests import cast
from tests.conftest import NOON

from gugus.access.viewer import viewer_of
from gugus.base.context import speaking_for
from gugus.directory.models import Agency
from gugus.groups.gate import sight_for
from gugus.groups.loading import bring_list, import_list
from gugus.groups.models import Member
from gugus.groups.sheets import workbook
from gugus.groups.writing import Told, write_group

HEADS = ["No", "Nama Lengkap", "JK", "Tgl Lahir", "NIK", "No. Paspor", "Provinsi", "Kab/Kota", "HP"]
FIRST = (
    "Melati",
    "Kenanga",
    "Cempaka",
    "Dahlia",
    "Anggrek",
    "Seruni",
    "Teratai",
    "Flamboyan",
    "Wijaya",
    "Kamboja",
)
ABC = "ABCDEFGHIJ"
ORDER = ("name", "sex", "birth", "nik", "passport", "province", "regency", "phone")
LAST = ("Contohwati", "Rekaan", "Misalnya", "Umpama", "Andaikan", "Karangan")


def line(number: int, **other) -> list[str]:
    """A person of nobody: province 00 in the NIK, a passport that begins with XX."""
    day, month, year = 1 + number % 28, 1 + number % 12, 1980 + number % 25
    female = number % 2 == 0
    nik = f"000000{day + 40 * female:02d}{month:02d}{year % 100:02d}{number:04d}"
    told = {
        "name": f"{FIRST[number % 10]} {LAST[number % 6]} {ABC[number // 10 % 10]}{ABC[number // 100 % 10].lower()}",
        "sex": "P" if female else "L", "birth": f"{day:02d}/{month:02d}/{year}", "nik": nik,
        "passport": f"XX{number:07d}", "province": "DKI Jakarta", "regency": "Jakarta Selatan",
        "phone": f"0800-0{number:04d}-99-99",
    } | other  # fmt: skip
    return [
        str(number),
        *(told[name] for name in ("name", "sex", "birth", "nik", "passport", "province", "regency", "phone")),
    ]


def csv_of(lines, heads=HEADS, separator=";") -> bytes:
    return "\r\n".join(separator.join(one) for one in [heads, *lines]).encode()


def xlsx_of(lines, heads=HEADS) -> bytes:
    return workbook([("Daftar", heads, lines)])


def told(**other) -> Told:
    facts = {
        "name": "Rombongan Teratai", "source": "mission", "arrives_at": NOON + timedelta(hours=6), "country_code": "KH",
        "area_code": "36.71", "place": "Terminal 3", "expected": 24,
    }  # fmt: skip
    return Told(**facts | other)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def group(rina):
    return write_group(told=told(), by=rina, at=NOON)


@pytest.fixture
def bring(group, rina):
    """Bring a list of lines (CSV unless it is bytes already)."""

    def go(content, *, name="daftar.csv", **more):
        content = content if isinstance(content, bytes) else csv_of(content)
        return bring_list(group=group, content=content, file_name=name, by=rina, at=NOON, **more)

    return go


@pytest.fixture
def imported(bring, rina):
    """Import so many people of nobody; gives their lines in order."""

    def go(number: int, **other):
        load = bring([line(one, **other) for one in range(1, number + 1)])
        import_list(load=load, by=rina, at=NOON)
        return members(load.group)

    return go


def members(group) -> list[Member]:
    rows = Member.objects.unscoped(because="test").filter(group=group)
    return list(
        rows.select_related("group__agency", "group__data_key", "person", "assessment").order_by("number")
    )


def sight(user, group):
    return sight_for(viewer_of(user, on=NOON.date()), group.ref, at=NOON)


@pytest.fixture
def there(world):
    """An agency in Lombok Timur that receives people, with somebody who answers."""
    made = cast.agency("upt-lotim", "UPTD PPA Lombok Timur", "protection_unit")
    Agency.objects.filter(pk=made.pk).update(area_code="52.03")
    made.refresh_from_db()
    with speaking_for():  # nobody of the cast makes accounts
        cast.user("lalu", made, "liaison", at=NOON)
    return made
