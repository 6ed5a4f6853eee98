"""Review mode: the whole file, nobody's name, nothing changed."""

import pytest
from django.urls import NoReverseMatch, reverse

from gugus.access.codes import Role
from gugus.audit.models import Entry
from gugus.cases.actions import add_party
from gugus.cases.models import Case
from gugus.cases.records import write_entry
from gugus.desk.routes import routes
from gugus.people.models import Person
from gugus.people.sealing import seal
from tests.cast import user as colleague
from tests.conftest import NOON, as_role, voice_of
from tests.records import NAME, NIK, PHONE, settle_records

PARTS = (*NAME.split(), NIK, PHONE, PHONE.replace("-", ""), "16/08/2008", "2008-08-16")
STORY = f"{NAME} menelepon dari {PHONE}; kata kenanga ia takut. NIK {NIK}."


@pytest.fixture
def refs(world):
    found = settle_records(world)
    with voice_of(world.rina):
        case = Case.objects.unscoped(because="test").get(ref=found["cases"])
        write_entry(
            case=case, kind="note", section="case", text=STORY, at=NOON, happened_at=NOON, by=world.rina
        )
        person = Person.objects.unscoped(because="test").get(ref=found["people"])
        assert case.parties.filter(person=person).exists() or add_party(
            case=case, person=person, role="survivor", by=world.rina, at=NOON
        )
    return found


@pytest.fixture
def reviewing(signed_in, world):
    def begin(name):
        client = signed_in(getattr(world, name))
        assert client.post("/telaah/", {"mode": "on"}).status_code == 302
        return client

    return begin


def addresses(refs) -> list[str]:
    found = []
    for route in routes():
        if route.door is None or route.methods != "page" or route.path.count("<") > 1:
            continue
        space = route.name.partition(":")[0]
        kind = "cases" if "/kasus/<str:ref>" in route.path else space
        kind = "intake" if "/skrining/mulai/" in route.path else kind
        try:
            args = [refs[kind]] if "<str:ref>" in route.path else []
            found.append(reverse(route.name, args=args))
        except (NoReverseMatch, KeyError):
            continue
    return found


@pytest.mark.parametrize("name", ["yusuf", "lestari", "hasan"])
def test_no_page_of_the_file_names_anybody(reviewing, refs, name):
    client = reviewing(name)
    read, leaks = 0, []
    for url in addresses(refs):
        answer = client.get(url)
        read += answer.status_code == 200
        text = answer.content.decode().casefold()
        leaks += [(url, part) for part in PARTS if part.casefold() in text]

    assert leaks == [] and read > 10


@pytest.mark.parametrize("name", ["lestari", "hasan"])
def test_whoever_guards_reads_the_whole_file(reviewing, refs, name):
    page = reviewing(name).get(f"/kasus/{refs['cases']}/").content.decode()

    assert "Korban 1" in page and "takut" in page and "Mode telaah" in page


def test_the_api_of_the_session_names_nobody_either(reviewing, refs):
    client = reviewing("yusuf")

    for path in (f"cases/{refs['cases']}", f"persons/{refs['people']}", f"reports/{refs['intake']}"):
        text = client.get(f"/api/v1/{path}").content.decode().casefold()
        assert not [part for part in PARTS if part.casefold() in text]


def test_nothing_can_be_changed_or_unmasked(reviewing, refs):
    client = reviewing("yusuf")

    for url in (
        f"/orang/{refs['people']}/buka/", f"/kasus/{refs['cases']}/ubah/", f"/kasus/{refs['cases']}/serah/",
        "/darurat/buka/", f"/kasus/{refs['cases']}/catat/",
    ):  # fmt: skip
        assert client.post(url, {"reason": "contact", "text": "x"}).status_code in {403, 404, 405}


def test_the_trail_says_so_and_the_mode_ends(reviewing, refs, world):
    client = reviewing("yusuf")
    client.get(f"/kasus/{refs['cases']}/")

    client.post("/telaah/", {"mode": "off"})

    with as_role("gugus_worker"):
        rows = Entry.objects.unscoped(because="test")
        assert rows.get(verb="case.seen", actor="yusuf").changes["@"]["review_mode"] == "on"
        assert rows.filter(verb="review.ended").count() == 1
    assert "K***" in client.get(f"/orang/{refs['people']}/").content.decode()


@pytest.mark.parametrize("name", ["rina", "dewi", "maya", "budi", "arif", "tono", "nadia"])
def test_who_does_not_guard_has_no_such_mode(signed_in, world, refs, name):
    client = signed_in(getattr(world, name))

    assert client.post("/telaah/", {"mode": "on"}).status_code == 403
    session = client.session
    session["reviewing"] = "2026-06-15T05:00:00+00:00"  # forged, or left from an earlier role
    session.save()
    expected = 200 if name == "rina" else None
    answer = client.get(f"/kasus/{refs['cases']}/")
    assert not answer.wsgi_request.viewer.reviewing
    assert expected is None or answer.status_code == expected


def test_another_agencys_files_do_not_open(reviewing, refs, world):
    world.intan = colleague("intan", world.outside, Role.SUPERVISOR, at=NOON)
    client = reviewing("intan")

    assert client.get(f"/kasus/{refs['cases']}/").status_code == 404


def test_a_file_with_somebody_under_seal_is_not_reviewed_by_others(reviewing, refs, world):
    with voice_of(world.rina):
        person = Person.objects.unscoped(because="test").get(ref=refs["people"])
        seal(person=person, reason="protected", note="", named=[], by=world.rina, at=NOON)

    assert reviewing("lestari").get(f"/kasus/{refs['cases']}/").status_code == 403


def test_a_link_lists_the_files_of_one_review(reviewing, refs):
    page = reviewing("yusuf").get(f"/telaah/?berkas={refs['cases']},{refs['intake']},<b>").content.decode()

    assert f"/kasus/{refs['cases']}/" in page and refs["intake"] in page and "<b>" not in page
