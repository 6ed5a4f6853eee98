"""Every address has a door, every door is walked by every role, another agency's records are not there."""

from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse
from tests.records import settle_records

from gugus.access.codes import Role, Scope
from gugus.access.rules import reach, shipped
from gugus.desk.routes import admits, routes, table

DOCS = Path(__file__).parents[2] / "docs" / "architecture" / "routes.md"
OURS = [route for route in routes() if route.door is not None and route.methods == "page"]
CAST = {
    "intake_officer": "dewi", "case_manager": "rina", "supervisor": "yusuf", "liaison": "maya",
    "secretariat": "wulan", "chair": "arif", "data_protection": "lestari", "administrator": "tono",
    "companion": "nadia", "auditor": "hasan", "prevention_officer": "putri", "analyst": "eka",
}  # fmt: skip
# The liaisons of two kinds of agencies, because the matrix closes other sections to each.
WALKERS = [*((role, name) for role, name in CAST.items()), ("liaison", "budi")]


# Behind the door "signed in" a page may ask for more, which no section's right can say.
NARROWER = {
    "taskforce:found": "only who writes for a task force, besides deciding",
    "people:review": "only roles that may look through files without names",
    "shelter:new": "only who also keeps the services of the agency",
}
# The directory of providers is for the whole task force; it holds no word about a survivor.
FOR_EVERYBODY = {"providers:detail"}
# Whoever finds a screen left open reaches none of these: they ask for the password or passkey once more.
FRESH = {
    "emergency:open", "approvals:approve", "exchange:ask", "exchange:download", "access:apply", "people:unseal",
    "people:lift", "guests:invite", "guests:letter", "privacy:copy", "privacy:copy_json", "privacy:request_erase",
    "shelter:address", "shelter:write_address",
}  # fmt: skip


def test_every_address_has_a_door_or_a_reason():
    assert [route.path for route in routes() if route.door is None and not route.foreign] == []


def test_public_addresses_are_few_and_say_why():
    public = [route for route in routes() if route.door and route.door.kind == "public"]

    assert all(route.door.because for route in public)
    assert len(public) <= 18


def test_sensitive_addresses_ask_once_more_who_one_is():
    doors = {route.name: route.door for route in OURS}

    assert [name for name in sorted(FRESH) if not doors[name].fresh] == []


def test_an_open_screen_alone_gets_nowhere(refs, signed_in, world):
    client = signed_in(world.yusuf)
    session = client.session
    session["fresh_at"] = 0
    session.save()
    args = {"exchange:ask": ["cases"], "exchange:download": ["E-1"], "people:unseal": [refs["people"]],
            "people:lift": [refs["people"]], "approvals:approve": ["M-1"]}  # fmt: skip

    for name, given in args.items():
        for answer in (client.get(reverse(name, args=given)), client.post(reverse(name, args=given))):
            assert answer.status_code == 302 and "reauthenticate" in answer["Location"], name


def test_the_table_in_the_docs_is_up_to_date():
    assert DOCS.read_text(encoding="utf-8") == table(), "run: gugus manage routes_table"


@pytest.fixture
def refs(world):
    return settle_records(world)


CONSENT = {"recalls": "kewajiban", "withdrawals": "penarikan", "overrides": "tanpa-dasar"}


JUSTICE = {"/sidang/<": "hearings", "/pelindungan/<": "protections", "/pasal-18/<": "shields"}


def addresses(refs) -> list[tuple]:
    """Addresses that need at most one reference, filled with the unit's record."""
    found = []
    for route in OURS:
        space = route.name.partition(":")[0]
        takes = route.path.count("<")
        try:
            if takes == 0:
                found.append((route, reverse(route.name), False))
            elif takes == 1 and "<str:ref>" in route.path:
                kind = "cases" if "/kasus/<str:ref>" in route.path else space
                kind = "people" if "/orang/<str:ref>" in route.path else kind
                kind = "intake" if "/skrining/mulai/" in route.path else kind
                kind = "runs" if "/pelaksanaan/" in route.path or "/berita-acara/" in route.path else kind
                kind = "batches" if "/rujukan/bersama/" in route.path else kind
                kind = "breaches" if "/kegagalan/" in route.path else kind
                kind = "needs" if "/asesmen/<str:ref>" in route.path else kind
                kind = "plans" if "/rencana/<str:ref>" in route.path else kind
                kind = (
                    "referrals" if space == "guests" or "/rujukan/<str:ref>/tinggal/" in route.path else kind
                )
                kind = "houses" if "/rumah/<str:ref>" in route.path else kind
                kind = "processing" if "/pelindungan-data/catatan/" in route.path else kind
                kind = "taskforce" if "/gugus-tugas/<str:ref>/" in route.path else kind
                kind = "bases" if "/gugus-tugas/dasar-hukum/<str:ref>/" in route.path else kind
                for start, part in JUSTICE.items():
                    kind = part if route.path.startswith(start) else kind
                kind = "handovers" if "/serah-terima/<str:ref>" in route.path else kind
                kind = "activities" if "/kegiatan-aksi/<str:ref>/" in route.path else kind
                kind = "planreports" if "/laporan-aksi/<str:ref>/" in route.path else kind
                kind = "published" if "/angka-terbitan/<str:ref>/" in route.path else kind
                kind = "legs" if "/perjalanan/<str:ref>/" in route.path else kind
                for part in ("recalls", "withdrawals", "overrides"):
                    kind = part if f"/dasar-data/{CONSENT[part]}/" in route.path else kind
                found.append((route, reverse(route.name, args=[refs[kind]]), True))
        except (NoReverseMatch, KeyError):
            raise AssertionError(f"{route.name} cannot be walked: {route.path}") from None
    return found


def test_every_role_walks():
    assert set(CAST) == {role.value for role in Role}


def is_admitted(door, role: str, kind: str) -> bool:
    """By the shipped file alone, not by the viewer that the door itself asks."""
    if door.kind != "right":
        return True
    scope = reach([role], door.section, door.verb)
    return scope > Scope.NOTHING and (scope != Scope.SHARED or (kind, door.section) not in shipped().closed)


@pytest.mark.parametrize(("role", "name"), WALKERS)
def test_each_door_admits_by_the_matrix(role, name, refs, signed_in, world):
    user = getattr(world, name)
    client = signed_in(user)
    wrong = []
    for route, url, is_record in addresses(refs):
        answer = client.get(url)
        door = route.door
        admitted = is_admitted(door, role, user.agency.kind)
        expected = (
            {200, 302, 404, 405, 403} if admitted and is_record else {200, 302, 405} if admitted else {403}
        )
        expected |= {403} if route.name in NARROWER else set()
        if answer.status_code not in expected:
            wrong.append((url, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize(("name", "status"), [("maya", 403), ("budi", 200)])
@pytest.mark.parametrize("page", ["restitution:list", "justice:list", "justice:feed_link"])
def test_a_liaisons_kind_of_agency_shuts_the_door(page, name, status, signed_in, world):
    assert signed_in(getattr(world, name)).get(reverse(page)).status_code == status


def test_the_table_says_who_is_shut_out_by_kind():
    door = next(route.door for route in OURS if route.name == "restitution:list")

    assert (admits(door, "liaison", "shelter"), admits(door, "liaison", "police")) == ("", "shared")
    assert admits(door, "supervisor", "shelter") == "agency"  # its own files stay open
    assert "| justice | " in table() and "shelter" in table().partition("| justice | ")[2].partition("\n")[0]


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif"])
def test_another_agencys_records_are_not_there(name, refs, signed_in, world):
    client = signed_in(getattr(world, name))

    answers = {
        url: client.get(url).status_code
        for route, url, is_record in addresses(refs)
        if is_record and route.name not in FOR_EVERYBODY
    }

    assert {url: status for url, status in answers.items() if status not in {403, 404, 405}} == {}


def test_a_stranger_is_sent_to_the_sign_in(refs, client):
    wrong = []
    for route, url, _ in addresses(refs):
        answer = client.get(url)
        if route.door.kind == "public":
            continue
        if not (answer.status_code == 302 and answer["Location"].startswith("/akun/login/")):
            wrong.append((url, answer.status_code))

    assert wrong == []
