"""Pages of groups: who gets in, what they say, with and without a script, the same number of queries."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.groups.conftest import csv_of, line, members

from gugus.access.doors import may_open
from gugus.groups.lines import Answers, write_line
from gugus.groups.loading import import_list
from gugus.groups.models import Group, Load
from gugus.groups.splitting import place_by_home
from gugus.screening.models import IdentificationDecision

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name, group, *more):
    return reverse(f"groups:{name}", args=[group.ref, *more])


@pytest.fixture
def page(signed_in, rina):
    return signed_in(rina)


def listed(group) -> list[Load]:
    return list(Load.objects.unscoped(because="test").filter(group=group).select_related("group"))


def upload(page, group, content, name="daftar.csv"):
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return page.post(url("bring", group), {"key": str(uuid4()), "file": file})


def test_an_empty_list_says_what_to_do_next(page):
    answer = page.get(reverse("groups:list"))

    assert answer.status_code == 200 and reverse("groups:new") in answer.content.decode()


def test_a_group_is_written_down_and_asks_for_its_list(page):
    given = {
        "key": str(uuid4()), "name": "Teratai", "source": "mission", "arrives_at": "2026-11-29T12:00",
        "country_code": "KH",
        "area_code": "", "expected": "24",
    }  # fmt: skip

    answer = page.post(reverse("groups:new"), given)

    assert answer.status_code == 302 and answer["Location"].endswith("/daftar/")
    assert page.post(reverse("groups:new"), given | {"name": ""}).status_code == 422


def test_a_list_is_brought_looked_at_imported_and_undone(page, group):
    answer = upload(page, group, csv_of([line(1), line(2), line(3, birth="31/02/1990")]))
    (load,) = listed(group)
    shown = page.get(answer["Location"]).content.decode()

    assert "31" not in shown or "tanggal" in shown.lower()
    assert page.post(url("go", group, load.pk), {"do": "impor"}).status_code == 302
    assert len(members(group)) == 2
    assert page.get(url("bad", group, load.pk)).content.startswith(b"PK")
    assert page.post(url("go", group, load.pk), {"do": "batalkan"}).status_code == 302
    assert members(group) == []


def test_what_cannot_be_read_says_so_at_the_field(page, group):
    answer = upload(page, group, b"%PDF-1.7")

    assert answer.status_code == 422 and "XLSX" in answer.content.decode() and listed(group) == []


def test_fifty_megabytes_are_refused_with_words(page, group):
    answer = upload(page, group, b"a;b\n" * 13_000_000)

    assert answer.status_code == 422 and "5 MB" in answer.content.decode() and listed(group) == []


def test_the_empty_list_is_a_spreadsheet(page):
    assert page.get(reverse("groups:template")).content.startswith(b"PK")


def test_a_line_saves_itself_and_answers_with_the_line(page, imported, rina):
    one, _other = imported(2)
    given = {
        "b1-version": one.version,
        "b1-act": "recruitment",
        "b1-means": "deception",
        "b1-age_band": "age_18_24",
    }

    answer = page.post(url("line", one.group, 1), given, **HTMX)

    text = answer.content.decode()
    assert answer.status_code == 200 and 'id="baris-1"' in text and "baris-2" not in text
    assert members(one.group)[0].assessment.acts == ["recruitment"]


def test_the_later_officer_is_told_and_loses_nothing(page, imported, rina, world):
    one, _other = imported(2)
    write_line(member=one, answers=Answers(act="sending"), by=world.ratih, at=NOON)
    given = {"b1-version": one.version, "b1-act": "recruitment"}

    answer = page.post(url("line", one.group, 1), given, **HTMX)

    text = answer.content.decode()
    assert answer.status_code == 409 and 'value="recruitment" selected' in text
    assert members(one.group)[0].assessment.acts == ["sending"]


def test_twenty_lines_are_saved_with_one_press_without_a_script(page, imported):
    people = imported(3)
    given = {}
    for one in people:
        given |= {f"b{one.number}-version": one.version, f"b{one.number}-act": "recruitment"}

    answer = page.post(url("lines", people[0].group), given)

    assert answer.status_code == 302
    assert [one.assessment.acts for one in members(people[0].group)] == [["recruitment"]] * 3


def test_a_decision_is_one_press_for_one_person(page, imported):
    people = imported(2)
    given = {
        "b1-version": people[0].version, "b1-act": "recruitment", "b1-means": "deception",
        "b1-purpose": "online_scam", "b1-age_band": "age_25_44", "b1-result": "indicated", "decide": "1",
    }  # fmt: skip

    answer = page.post(url("line", people[0].group, 1), given, **HTMX)

    assert answer.status_code == 200
    assert IdentificationDecision.objects.unscoped(because="test").count() == 1


def test_departing_without_words_is_refused_at_the_line(page, imported):
    people = imported(1)
    given = {
        "b1-version": people[0].version,
        "b1-act": "recruitment",
        "b1-result": "not_trafficking",
        "decide": "1",
    }

    answer = page.post(url("line", people[0].group, 1), given, **HTMX)

    assert answer.status_code == 422 and not IdentificationDecision.objects.unscoped(because="test").exists()


def test_names_of_a_page_are_shown_for_a_reason_each_in_the_trail(page, imported):
    people = imported(2)
    before = page.get(url("lines", people[0].group)).content.decode()

    page.post(url("names", people[0].group), {"number": ["1", "2"], "page": "1"})

    after = page.get(url("lines", people[0].group)).content.decode()
    assert "Kenanga Rekaan" not in before and "Kenanga Rekaan" in after


def test_who_is_set_aside_is_on_no_page_but_that_of_justice(page, imported, rina):
    people = imported(2)
    group = people[0].group
    answer = page.post(
        url("apart", group, 1), {"version": people[0].version, "words": "Tiga orang menyebutnya."}
    )
    assert answer.status_code == 302

    for name in ("lines", "ways", "manifest", "handing"):
        text = page.get(url(name, group)).content.decode()
        assert people[0].person.ref not in text and 'id="baris-1"' not in text
    assert "Tiga orang" in page.get(url("aside", group)).content.decode()
    assert page.post(url("line", group, 1), {}).status_code == 404


def test_the_way_home_page_places_and_asks(page, imported, rina):
    people = imported(2)
    group = people[0].group
    page.post(url("ways", group), {"do": "home"})
    fresh = members(group)
    given = {"language": "Indonesia", "witness": "", "do": "save"}
    for one in fresh:
        given |= {f"b{one.number}-version": one.version, f"b{one.number}-tracing": "found",
                  f"b{one.number}-risk": "safe", f"b{one.number}-risk_from": "family"}  # fmt: skip

    answer = page.post(url("ways", group), given)

    assert answer.status_code == 302
    found = [(one.tracing, one.risk, one.destination.area_code) for one in members(group)]
    assert found == [("found", "safe", "31.74")] * 2


@pytest.mark.parametrize(
    "name", ["detail", "lines", "ways", "handing", "went", "manifest", "export", "bring", "change", "add"]
)
@pytest.mark.parametrize("who", ["sari", "budi", "maya", "arif"])
def test_another_agency_finds_nothing(signed_in, imported, world, name, who):
    group = imported(1)[0].group

    assert signed_in(getattr(world, who)).get(url(name, group)).status_code in {403, 404}


@pytest.mark.parametrize("name", ["detail", "lines", "ways", "handing", "went", "manifest"])
def test_three_people_and_thirty_cost_the_same_queries(page, imported, rina, bring, name):
    group = imported(3)[0].group
    place_by_home(group=group, by=rina, at=NOON)
    few = queries(page, url(name, group) + ("?semua=1" if name == "lines" else ""))
    with voice_of(rina):
        import_list(load=bring([line(one) for one in range(10, 37)]), by=rina, at=NOON)
        place_by_home(group=group, by=rina, at=NOON)
    many = queries(page, url(name, group) + ("?semua=1" if name == "lines" else ""))

    assert few == many


def queries(page, address) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert page.get(address).status_code == 200
    return len(seen)


def test_the_proposal_of_the_law_stands_there_in_words(page, imported, rina):
    (one,) = imported(1)
    answers = Answers(act="recruitment", means="deception", purpose="online_scam", age_band="age_25_44")
    write_line(member=one, answers=answers, by=rina, at=NOON)

    text = page.get(url("lines", one.group)).content.decode()

    assert "Words(" not in text and "erindikasi" in text


def test_closing_names_what_is_left(page, imported):
    group = imported(1)[0].group

    assert page.post(url("close", group)).status_code == 422
    assert Group.objects.unscoped(because="test").get(pk=group.pk).state != "closed"


def test_the_long_form_and_the_list_of_screenings_know_people_without_a_report(page, imported, rina):
    (one,) = imported(1)
    write_line(member=one, answers=Answers(act="recruitment"), by=rina, at=NOON)
    ref = members(one.group)[0].assessment.ref

    assert page.get(reverse("screening:workbench", args=[ref])).status_code == 200
    text = page.get(reverse("screening:index")).content.decode()
    assert ref in text and one.person.ref in text


def test_what_was_begun_of_a_decision_stays_when_an_answer_is_saved(page, imported):
    (one,) = imported(1)
    given = {"b1-version": one.version, "b1-act": "recruitment", "b1-words": "Masih ditulis."}

    assert "Masih ditulis." in page.post(url("line", one.group, 1), given, **HTMX).content.decode()


@pytest.mark.parametrize("kind", ["group", "load", "member"])
def test_a_task_leads_nobody_to_a_group_that_stays_shut(group, world, kind):
    """Tasks name a group by its reference, whether they are about it, a list of it or a line of it."""
    ref = group.ref
    with voice_of(world.dewi):
        assert not may_open(kind, world.viewer("dewi"), ref, NOON)
    with voice_of(world.rina):
        assert may_open(kind, world.viewer("rina"), ref, NOON)
