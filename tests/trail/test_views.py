"""The page of the trail."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.conftest import NOON, voice_of

from gugus.audit.actions import record
from gugus.audit.models import Entry
from gugus.audit.queries import lookers
from gugus.people.models import Person
from gugus.trail.queries import PER_PAGE, named


@pytest.fixture
def file(rina):
    made = Person(agency=rina.agency, created_at=NOON)
    made.save(force_insert=True)
    return made


def lines(client, query: str = "") -> list:
    answer = client.get(f"/jejak/{query}")
    assert answer.status_code == 200
    return list(answer.context["page"].lines)


def done(user, verb: str = "test.done", at=NOON, **given) -> None:
    with voice_of(user):
        record(verb, by=user, at=at, **given)


@pytest.mark.parametrize("name", ["lestari", "yusuf"])
def test_data_protection_and_supervisor_read_the_trail(signed_in, world, name):
    assert signed_in(getattr(world, name)).get("/jejak/").status_code == 200


@pytest.mark.parametrize("name", ["rina", "budi", "arif", "tono"])
def test_others_do_not(signed_in, world, name):
    assert signed_in(getattr(world, name)).get("/jejak/").status_code == 403


def test_only_ones_own_agency_is_shown(signed_in, world):
    done(world.rina, "unit.did")
    done(world.budi, "police.did")

    verbs = {line.entry.verb for line in lines(signed_in(world.lestari))}

    assert "unit.did" in verbs and "police.did" not in verbs


def test_reading_is_recorded_with_its_filters(signed_in, world):
    signed_in(world.lestari).get(f"/jejak/?user={world.rina.pk}")

    with voice_of(world.lestari):
        entry = Entry.objects.unscoped(because="the test reads the trail").get(verb="trail.seen")
    assert (entry.actor, entry.changes) == ("lestari", {"user": "rina"})


def test_a_person_a_verb_and_a_period_narrow_it(signed_in, world):
    done(world.rina, "task.done")
    done(world.ratih, "task.done")
    done(world.rina, "task.started", at=NOON - timedelta(days=1))
    client = signed_in(world.lestari)

    assert len(lines(client, f"?user={world.rina.pk}")) == 2
    assert len(lines(client, f"?user={world.rina.pk}&verb=task.done")) == 1
    assert len(lines(client, "?since=2026-06-15&until=2026-06-15&verb=task.done")) == 2
    assert len(lines(client, f"?until=2026-06-14&user={world.rina.pk}")) == 1


def test_a_reference_shows_the_whole_file_and_who_touched_it_from_elsewhere(signed_in, world, file):
    done(world.rina, "people.registered", about=file)
    done(world.budi, "care.changed", about=world.unit, within=file)
    done(world.rina, "other.thing")

    found = lines(signed_in(world.lestari), f"?ref={file.ref.lower().replace('-', ' ')}")

    assert [(line.who, line.agency) for line in found] == [("Budi", "Unit PPA Polres"), ("Rina", "UPT PPPA")]


def test_a_strangers_file_shows_nothing(signed_in, world, file):
    done(world.rina, "people.registered", about=file)
    world.sari.assignments.create(role="data_protection", valid_from=NOON.date())

    assert lines(signed_in(world.sari), f"?ref={file.ref}") == []


def test_a_mistyped_reference_is_told_and_counts_as_not_given(signed_in, world):
    done(world.rina)

    answer = signed_in(world.lestari).get("/jejak/?ref=K-0000-0001")

    assert answer.context["form"].errors["ref"]
    assert answer.context["page"].lines


def test_pages_go_back_in_time_without_showing_row_numbers(signed_in, world, rina):
    for number in range(PER_PAGE + 5):
        record("test.done", by=rina, at=NOON, changes={"number": number})
    client = signed_in(world.lestari)
    query = f"?user={rina.pk}"

    first = client.get(f"/jejak/{query}").context["page"]
    second = client.get("/jejak/", {"user": str(rina.pk), "before": first.older}).context["page"]

    numbers = [line.entry.changes["number"] for line in (*first.lines, *second.lines)]
    assert numbers == list(range(PER_PAGE + 4, -1, -1))
    assert second.older == ""
    assert not first.older.isdecimal()


@pytest.mark.parametrize("cursor", ["1", "nonsense", "AAAA"])
def test_a_cursor_nobody_gave_out_counts_as_not_given(signed_in, world, cursor):
    done(world.rina)

    assert lines(signed_in(world.lestari), f"?before={cursor}")


def test_a_page_asks_a_fixed_number_of_times(signed_in, world, rina, django_assert_max_num_queries):
    for _ in range(PER_PAGE):
        record("test.done", by=rina, at=NOON)
    client = signed_in(world.lestari)
    client.get("/jejak/")

    with django_assert_max_num_queries(16):
        client.get("/jejak/")


def test_words_stand_for_verbs(signed_in, world):
    done(world.rina, "task.done")

    assert "menyelesaikan tugas" in signed_in(world.lestari).get("/jejak/").content.decode()


def test_personal_values_stay_behind_dots(signed_in, world):
    done(world.rina, changes={"address": "~00ff", "sex": "female", "reason": None})

    line = next(line for line in lines(signed_in(world.lestari)) if line.entry.verb == "test.done")
    assert dict(line.changes) == {"address": "•••", "sex": "female", "reason": "–"}


def test_people_and_moments_are_shown_as_people_read_them(signed_in, world):
    done(world.rina, changes={"manager": world.ratih, "to": world.police, "due_at": NOON, "other": uuid4()})

    line = next(line for line in lines(signed_in(world.lestari)) if line.entry.verb == "test.done")
    shown = dict(line.changes)
    assert (shown["manager"], shown["to"], shown["due_at"]) == (
        "Ratih",
        "Unit PPA Polres",
        "15 Jun 2026 12.00",
    )
    assert len(shown["other"]) == 8


def test_lookers_get_their_names(world, file):
    done(world.rina, "case.seen", about=file)
    with voice_of(world.rina):
        found = named(lookers("person", file.pk))

    assert [(one.name, one.agency) for one in found] == [("Rina", "UPT PPPA")]
