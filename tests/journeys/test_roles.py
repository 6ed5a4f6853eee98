"""Everything a role is offered opens: no refusal, no complaint of the browser or of axe, no foreign word or server.

Each role follows every link it sees, one page of each kind. axe looks at a kind of page once by day and once
by night, whoever meets it; so the walk of ten roles stays short.
"""

import re

import pytest
from tests.journeys.browsing import DESK, PHONE
from tests.journeys.words import english_on

pytestmark = pytest.mark.browser

ROLES = ("rina", "dewi", "yusuf", "lestari", "tono", "budi", "maya", "wulan", "arif", "mega")
LEFT_OUT = re.compile(
    r"/akun/logout|\.csv|\.json|\.xlsx|\.ics|bahasa=en|/csv/|/json/|/unduh|bentuk=|/api/|/i18n/|^(?!/)"
)
VARIABLE = re.compile(
    r"(?<=/definisi/)[a-z_]+|(?<=/tugas/jam/)[a-z_]+|(?<=/dokumen/buat/)[a-z_]+|(?<=/anggota/)[a-z0-9-]+|[A-Z]{1,2}-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[0-9]+(?=/)|(?<==)[^&]*"
)
MOST = 500  # kinds of pages of one role; more would be a loop
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.href)"
examined: set[tuple[str, str]] = set()  # kind of page, by day or by night


def kind_of(path: str) -> str:
    """The address without what differs between two pages of a kind."""
    return VARIABLE.sub("*", path)


def links_on(person) -> list[str]:
    """Where one can go from here inside the product."""
    found = [link.removeprefix(person.address).partition("#")[0] for link in person.page.evaluate(LINKS)]
    return [path for path in found if path and not LEFT_OUT.search(path)]


def walk(person, scheme: str, *starts: str) -> tuple[set[str], list[str]]:
    """Follow one link of each kind; returns the kinds of pages met and everything that is wrong with them."""
    wrong, waiting, met = [], list(starts), {kind_of(path) for path in starts}
    came_from: dict[str, str] = {}
    while waiting:
        path = waiting.pop(0)
        answer = person.go(path)
        if answer.status >= 400:
            wrong.append(f"{path}: {answer.status}, offered on {came_from.get(path, 'nothing')}")
        kind = kind_of(path)
        if (kind, scheme) not in examined:
            examined.add((kind, scheme))
            wrong += person.found_by_axe()
        wrong += [f"{path}: says “{words}”" for words in english_on(person.page)]
        for link in links_on(person):
            if kind_of(link) not in met:
                met.add(kind_of(link))
                waiting.append(link)
                came_from[link] = path
        assert len(met) < MOST, "\n".join(sorted(met))
    return met, wrong + person.complaints + [f"asks {one}" for one in person.strangers]


@pytest.mark.parametrize(("place", "username"), list(enumerate(ROLES)), ids=ROLES)
def test_everything_a_role_is_offered_opens(somebody, place, username):
    scheme, screen = ("light", "dark")[place % 2], (DESK, PHONE)[place // 2 % 2]
    person = somebody(username, scheme=scheme, screen=screen)

    met, wrong = walk(person, scheme, "/")

    assert len(met) > 5
    assert wrong == []


def test_the_hunt_for_english_finds_english(somebody):
    person = somebody(language="en")

    person.go("/laporan/")

    assert len(english_on(person.page)) > 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_the_public_is_offered_opens(somebody, scheme):
    person = somebody(scheme=scheme)

    met, wrong = walk(person, scheme, "/laporan/", "/laporan/kembali/", "/akun/login/")

    assert len(met) >= 3
    assert wrong == []
