"""Grown rows are real ones: they open, they are found, they are counted, and growing twice is growing once."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.conftest import as_role, voice_of

from gugus.access.models import User
from gugus.access.viewer import viewer_of
from gugus.cases.models import Case, ChronologyEntry, Party
from gugus.demo.growing import PERSON, grown_id
from gugus.demo.grown import persons
from gugus.intake.models import Report
from gugus.people.models import Identity, Person, SearchToken
from gugus.people.queries import find_by_name
from gugus.statistics.keeping import rebuild
from gugus.statistics.models import CaseFact, ReportFact, SurvivorFact

SIZE = {"persons": 300, "cases": 60, "agencies": 3, "processes": 0}
BECAUSE = "a test counts"


@pytest.fixture
def grown(db):
    """300 persons and 60 cases of three agencies."""
    with as_role("gugus_worker"):
        call_command("grow", **SIZE, verbosity=0)
        yield


def counts() -> dict[str, int]:
    models = (Person, Identity, Case, Party, ChronologyEntry, Report)
    found = {one.__name__: one.objects.unscoped(because=BECAUSE).count() for one in models}
    return found | {"SearchToken": SearchToken.objects.count()}


def test_everything_asked_for_is_there(grown):
    found = counts()

    assert found.pop("SearchToken") > 300 * 10
    assert found == {
        "Person": 300, "Identity": 300, "Case": 60, "Party": 240, "ChronologyEntry": 60, "Report": 60,
    }  # fmt: skip


def test_each_case_has_a_survivor_and_an_accused(grown):
    for role in ("survivor", "accused"):
        rows = Party.objects.unscoped(because=BECAUSE).filter(role=role)
        assert rows.values("case").distinct().count() == 60


def test_the_database_keeps_who_sees_a_grown_row(grown):
    for model in (Person, Identity, Case, Report):
        assert all(one.visible_to == [one.agency_id] for one in model.objects.unscoped(because=BECAUSE))


def test_what_was_sealed_opens(grown):
    told = next(iter(persons(1)))
    identity = Identity.objects.unscoped(because=BECAUSE).get(pk=grown_id(PERSON, 0))
    report = Report.objects.unscoped(because=BECAUSE).first()
    entry = ChronologyEntry.objects.unscoped(because=BECAUSE).first()

    assert identity.names == {"full": told.full_name, "aliases": []}
    assert identity.documents == [{"kind": "nik", "number": told.nik}]
    assert report.narrative and entry.text and report.data_key_id != entry.data_key_id


def test_a_grown_person_is_found_by_name_by_the_own_agency_alone(grown):
    told = next(iter(persons(1)))
    person = Person.objects.unscoped(because=BECAUSE).get(pk=grown_id(PERSON, 0))
    own = User.objects.filter(agency_id=person.agency_id).first()
    other = User.objects.exclude(agency_id=person.agency_id).first()

    def seen_by(user) -> list:
        with as_role("gugus_app"), voice_of(user):
            viewer = viewer_of(user, on=timezone.localdate())
            return [hit.person.pk for hit in find_by_name(viewer, told.full_name, timezone.now())]

    assert person.pk in seen_by(own)
    assert person.pk not in seen_by(other)


def test_figures_are_ready_and_a_rebuild_finds_the_same(grown):
    def figures():
        return [list(one.objects.order_by("id").values()) for one in (CaseFact, ReportFact, SurvivorFact)]

    before = figures()
    rebuild()

    assert [len(rows) for rows in before] == [60, 60, 60]
    assert figures() == before


def test_growing_twice_is_growing_once(grown):
    before = counts()

    call_command("grow", **SIZE, verbosity=0)

    assert counts() == before


def test_it_refuses_to_touch_real_data(db, monkeypatch):
    monkeypatch.setattr(settings, "TESTING", False)
    monkeypatch.setattr(settings, "DEMO", False)

    with pytest.raises(CommandError, match="demo"):
        call_command("grow", **SIZE)
