"""Filters, the export, the API and the pages of anchors."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of

from gugus.audit.actions import Named, record
from gugus.audit.anchoring import anchor_of_day
from gugus.audit.circumstances import under
from gugus.audit.models import Entry
from gugus.base.middleware import one_transaction
from gugus.kernel.anchors import faults_of, read_statements
from gugus.trail.hours import zone_of

INDEX = "/jejak/"


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.SIGNING_KEY = str(tmp_path / "signing.json")


def done(user, verb="test.done", at=NOON, **given) -> None:
    with voice_of(user):
        record(verb, by=user, at=at, **given)


def verbs(client, **query) -> list[str]:
    return [line.entry.verb for line in client.get(INDEX, query).context["page"].lines]


def entry(user, verb) -> Entry:
    with voice_of(user):
        return Entry.objects.unscoped(because="the test reads the trail").filter(verb=verb).latest("seq")


@pytest.mark.parametrize(
    ("group", "verb"),
    [("read", "case.seen"), ("opening", "person.unmasked"), ("leaving", "referral.printed"), ("refusal", "x.refused"),
     ("change", "task.done")],
)  # fmt: skip
def test_a_kind_narrows(signed_in, world, group, verb):
    for one in ("case.seen", "person.unmasked", "referral.printed", "task.done"):
        done(world.ratih, one)
    client = signed_in(world.lestari)

    found = verbs(client, group=group, user=str(world.ratih.pk))

    assert found == ([verb] if verb != "x.refused" else [])


def test_off_hours_are_told_by_the_clock_of_the_agency(signed_in, world):
    done(world.ratih, "task.done")  # Monday noon in Jakarta
    done(world.ratih, "task.started", at=NOON + timedelta(hours=8))
    done(world.ratih, "case.seen", at=NOON + timedelta(days=5))  # Saturday
    client = signed_in(world.lestari)

    assert set(verbs(client, off_hours="on", user=str(world.ratih.pk))) == {"task.started", "case.seen"}


@pytest.mark.parametrize(
    ("area", "name"), [("31.74", "Asia/Jakarta"), ("53.71", "Asia/Makassar"), ("94.71", "Asia/Jayapura"),
                       ("", "Asia/Jakarta")]
)  # fmt: skip
def test_a_place_has_its_zone(area, name):
    assert zone_of(area) == name


def test_a_reason_code_and_an_agency_narrow(signed_in, world, rina):
    file = Named("case", world.rina.pk, "K-7F3Q-9M2X")
    done(world.ratih, "person.unmasked", reason="medical", about=file)
    done(world.ratih, "person.unmasked", reason="court", about=file)
    client = signed_in(world.lestari)

    assert verbs(client, reason="MEDICAL") == ["person.unmasked"]
    assert verbs(client, agency=str(world.police.pk)) == []


def test_circumstances_and_typed_words_are_shown(signed_in, world):
    with under(key="k1"):
        done(world.ratih, words="Telepon keluarga")

    page = signed_in(world.lestari).get(INDEX).content.decode()

    assert "melalui kunci untuk program" in page and "Telepon keluarga" in page


def test_the_export_is_a_quiet_table_and_leaves_its_entry(signed_in, world):
    done(world.ratih, "task.done", changes={"title": "=1+1"}, words="+cmd")
    done(world.rina, "task.started")

    answer = signed_in(world.lestari).post(reverse("trail:export"), {"user": str(world.ratih.pk)})

    head, row = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert answer["Content-Disposition"] == 'attachment; filename="jejak.csv"'
    shown = dict(zip(head, row, strict=True))
    assert (shown["verb"], shown["username"], shown["words"]) == ("task.done", "ratih", "'+cmd")
    assert entry(world.lestari, "trail.exported").changes == {"user": "ratih", "entries": 1}


@pytest.mark.parametrize("name", ["yusuf", "rina", "sari", "arif", "tono"])
def test_others_take_nothing_along(signed_in, world, name):
    assert signed_in(getattr(world, name)).post(reverse("trail:export")).status_code == 403


def test_an_export_of_another_agency_holds_nothing_of_ours(signed_in, world):
    done(world.ratih, "task.done")
    world.sari.assignments.create(role="data_protection", valid_from=NOON.date())

    assert b"ratih" not in signed_in(world.sari).post(reverse("trail:export")).content


def test_programs_read_the_same(signed_in, world):
    done(world.ratih, "task.done")
    client = signed_in(world.lestari)

    told = client.get("/api/v1/trail", {"verb": "task.done"}).json()

    assert [(one["username"], one["verb"]) for one in told["entries"]] == [("ratih", "task.done")]
    assert client.get("/api/v1/trail", {"ref": "K-0000-0001"}).status_code == 422
    assert client.get("/api/v1/trail", {"user": str(world.budi.pk)}).status_code == 422
    assert entry(world.lestari, "trail.seen").changes == {"verb": "task.done"}


@pytest.mark.parametrize("name", ["rina", "arif", "sari", "tono"])
def test_programs_of_others_do_not(signed_in, world, name):
    assert signed_in(getattr(world, name)).get("/api/v1/trail").status_code == 403


@pytest.fixture
def anchored(world, rina):
    record("test.done", by=rina, at=NOON)
    with as_role("gugus_worker"):
        return anchor_of_day(day=NOON.date(), at=NOON)


def test_anchors_are_listed_printed_and_handed_out(signed_in, world, anchored):
    client = signed_in(world.lestari)

    assert anchored.root[:16] in client.get(reverse("trail:anchors")).content.decode()
    printed = client.get(reverse("trail:anchor", args=["2026-06-15"])).content.decode()
    assert "<svg" in printed and f"root:{anchored.root}" in printed and " style=" not in printed
    assert client.get(reverse("trail:anchor_file", args=["2026-06-15"])).content.decode() == anchored.text
    everything = read_statements(client.get(reverse("trail:anchors_file")).content.decode())
    assert faults_of(everything, [everything[0]["public"]]) == []
    assert entry(world.lestari, "trail.anchor_handed_out")


@pytest.mark.parametrize("day", ["2026-06-14", "nonsense", "2026-13-45"])
def test_a_day_without_anchor_is_not_there(signed_in, world, anchored, day):
    assert signed_in(world.lestari).get(reverse("trail:anchor", args=[day])).status_code == 404


def test_without_anchors_the_page_says_what_to_do(signed_in, world):
    assert "gugus audit" in signed_in(world.lestari).get(reverse("trail:anchors")).content.decode()


def test_a_reading_that_ended_in_an_error_leaves_no_entry_because_nothing_was_shown(rf, world, rina):
    def view(request):
        record("case.seen", by=rina, at=NOON)
        return HttpResponse("the name", status=500)

    before = Entry.objects.unscoped(because="test").count()
    one_transaction(view)(rf.get("/"))

    assert Entry.objects.unscoped(because="test").count() == before


def test_what_is_served_is_whole_when_the_transaction_ends(rf, db):
    """The body is made inside the transaction: no byte can leave before the entry is committed."""
    seen = []

    def view(request):
        seen.append(connection.in_atomic_block)
        return HttpResponse("x" * 10)

    answer = one_transaction(view)(rf.get("/"))

    assert seen == [True] and not answer.streaming
