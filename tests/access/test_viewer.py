"""What a viewer reaches: ceilings by kind of agency, single rights, versions, standing in."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from gugus.access.actions import open_to
from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.models import Grant
from gugus.access.policies import SECTION_CLOSED, Standing, refusal
from gugus.access.singles import give_right
from gugus.access.viewer import viewer_of
from gugus.people.models import Person
from tests import cast
from tests.conftest import NOON, voice_of

TODAY = NOON.date()
EVERYTHING = Standing(Scope.SHARED, frozenset(Section.values))


@pytest.mark.parametrize(
    ("name", "section", "open_"),
    [("budi", Section.HEALTH, False), ("budi", Section.CARE, False), ("budi", Section.JUSTICE, True),
     ("maya", Section.JUSTICE, False), ("maya", Section.CARE, True), ("maya", Section.HEALTH, True)],
)  # fmt: skip
def test_a_grant_by_mistake_opens_no_closed_section(world, name, section, open_):
    viewer = world.viewer(name)

    assert (refusal(viewer, Verb.SEE, section, EVERYTHING) is None) is open_
    assert viewer.has(section, Verb.SEE) is open_


def test_a_case_manager_of_the_police_works_on_own_files_but_reads_no_health_of_others(world):
    police = cast.user("pandu", world.police, Role.SUPERVISOR, at=NOON)
    viewer = viewer_of(police, on=TODAY)

    assert refusal(viewer, Verb.SEE, Section.HEALTH, Standing(Scope.AGENCY)) is None
    assert refusal(viewer, Verb.SEE, Section.HEALTH, EVERYTHING) == SECTION_CLOSED


def test_opening_leaves_out_what_the_kind_of_agency_never_sees(world, rina):
    person = Person(agency=rina.agency, created_at=NOON)
    person.save(force_insert=True)

    grant = open_to(
        kind="person", about=person, agency=world.police, sections=["case", "health", "care", "justice"],
        basis="test", because=person, by=rina, at=NOON,
    )  # fmt: skip

    kept = Grant.objects.unscoped(because="the test looks").get(pk=grant.pk)
    assert kept.sections == ["case", "justice"]


def test_one_question_for_all_that_is_held(world, django_assert_num_queries):
    viewer_of(world.rina, on=TODAY)

    with django_assert_num_queries(1):
        viewer_of(world.rina, on=TODAY)


def single(world, tono, **changes):
    given = {
        "user": world.dewi, "section": Section.CARE, "verbs": ["see"], "scope": Scope.AGENCY,
        "field_class": FieldClass.SENSITIVE, "until_at": now() + timedelta(days=2), "reason": "Serah terima.",
        "at": now(),
    }  # fmt: skip
    return give_right(world.viewer("tono"), **(given | changes))


def test_a_single_right_reaches_beside_the_roles_until_its_end(world, tono):
    assert not world.viewer("dewi").has(Section.CARE, Verb.SEE)

    right = single(world, tono)

    known = world.viewer("dewi")
    assert known.reach(Section.CARE, Verb.SEE, FieldClass.SENSITIVE) == Scope.AGENCY
    assert known.reach(Section.CARE, Verb.WRITE) == Scope.NOTHING
    assert known.reach(Section.CARE, Verb.SEE, FieldClass.SEALED) == Scope.NOTHING
    later = viewer_of(world.dewi, on=TODAY, at=right.until_at)
    assert not later.has(Section.CARE, Verb.SEE)


def test_single_rights_of_others_stay_unseen(world, tono):
    single(world, tono)

    with voice_of(world.sari):
        assert viewer_of(world.dewi, on=TODAY).singles == ()
