"""Glass is broken for one person, for hours, for reading, and never silently."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.http import Http404
from django.utils.timezone import now

from gugus.access.codes import Role, Section, Verb
from gugus.access.jobs import expire_grants
from gugus.access.models import Grant
from gugus.audit import circumstances
from gugus.audit.models import Entry
from gugus.cases.gate import sight_for
from gugus.cases.jobs import on_emergency as tell_manager
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for
from gugus.emergency.actions import CannotOpen, CannotReview, end_opening, review
from gugus.emergency.jobs import announce_untold
from gugus.emergency.models import Opening
from gugus.emergency.queries import tally
from gugus.emergency.rules import is_reason
from gugus.kernel.ids import new_ref
from gugus.kernel.masks import mask_name
from gugus.notices.jobs import on_emergency
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.people.gate import person_for
from gugus.people.models import Identity, Person
from gugus.people.queries import search_text, shown_names
from tests.cast import user as colleague
from tests.conftest import NOON, as_role, voice_of
from tests.emergency.conftest import NAME, REASON, broken, viewer


def sees(user, case) -> bool:
    with voice_of(user):
        try:
            return sight_for(viewer(user), case.ref, at=now()).may(Verb.SEE)
        except Http404:
            return False


def rows(model, user) -> int:
    """What the database alone lets through, the Python lock removed."""
    with voice_of(user):
        return model.objects.unscoped(because="test").count()


@pytest.fixture(autouse=True)
def own_circumstances():
    with circumstances.under():
        yield


@pytest.fixture
def other(world):
    """A colleague of Sari, also a case manager of the other agency."""
    return colleague("intan", world.outside, Role.CASE_MANAGER, at=NOON)


def test_it_opens_one_file_of_another_agency_to_one_person(world, case, other):
    assert not sees(world.sari, case)

    broken(world.sari, case.ref)

    assert sees(world.sari, case)
    assert not sees(other, case) and rows(Case, other) == 0 and rows(Grant, other) == 0
    assert rows(Party, other) == rows(Person, other) == rows(Identity, other) == 0


def test_a_colleagues_lists_do_not_show_it(world, case, other):
    broken(world.sari, case.ref)

    with voice_of(world.sari):
        assert [one.ref for one in cases_for(viewer(world.sari))] == [case.ref]
        assert list(cases_for(viewer(world.sari), verb=Verb.WRITE)) == []
    with voice_of(other):
        assert list(cases_for(viewer(other))) == []
        assert not search_text(viewer(other), NAME, now()).inside


def test_it_opens_a_file_of_ones_own_agency_outside_ones_reach(world, case):
    assert not sees(world.ratih, case)

    broken(world.ratih, case.ref)

    assert sees(world.ratih, case)
    assert not sees(world.nadia, case)


def test_it_opens_for_reading_only(world, case):
    for user in (world.sari, world.ratih):
        broken(user, case.ref)
        with voice_of(user):
            sight = sight_for(viewer(user), case.ref, at=now())
            assert not sight.may_write and not sight.may_decide and not sight.may_hand_over
            assert not sight.writable_sections
            assert not sight.may(Verb.WRITE, Section.IDENTITY)


def test_the_people_of_the_file_open_with_it_masked(world, case):
    broken(world.sari, case.ref)

    with voice_of(world.sari):
        person = person_for(viewer(world.sari), case.someone.ref, at=now())
        assert person.pk == case.someone.pk
        assert shown_names(viewer(world.sari), [person], now())[person.pk] == mask_name(NAME)
        with pytest.raises(PermissionDenied):
            person_for(viewer(world.sari), case.someone.ref, verb=Verb.WRITE, at=now())


def test_it_ends_by_itself(world, case):
    broken(world.sari, case.ref, hours=1)
    later = now() + timedelta(hours=1, seconds=1)

    with as_role("gugus_owner"):  # an hour later
        passed = timedelta(hours=2)
        for grant in Grant.objects.unscoped(because="test").exclude(user=None):
            Grant.objects.unscoped(because="test").filter(pk=grant.pk).update(
                from_at=grant.from_at - passed, until_at=grant.until_at - passed
            )

    assert not sees(world.sari, case) and rows(Case, world.sari) == 0
    with as_role("gugus_worker"):
        expire_grants.func(0) if hasattr(expire_grants, "func") else expire_grants(0)
        assert not Grant.objects.unscoped(because="test").filter(ended_at=None).exclude(user=None).exists()
    assert later > now()


def test_it_ends_early_by_the_user_or_by_the_owner(world, case):
    for ending in (world.sari, world.yusuf):
        opening = broken(world.sari, case.ref)
        assert sees(world.sari, case)
        with voice_of(ending):
            end_opening(opening=opening, by=ending, at=now())
        assert not sees(world.sari, case) and rows(Case, world.sari) == 0


def test_a_wrong_code_is_recorded_and_counted_alike(world, case):
    opening = broken(world.sari, new_ref("K"))

    assert opening.record_id is None and opening.reviewed_in_id == world.outside.pk
    with as_role("gugus_worker"):
        assert Entry.objects.unscoped(because="test").filter(verb="emergency.opened").count() == 1


def test_whose_role_reaches_only_the_own_agency_opens_no_other(world, case):
    intake = colleague("lina", world.outside, Role.INTAKE_OFFICER, at=NOON)

    assert broken(intake, case.ref).record_id is None


@pytest.mark.parametrize("name", ["budi", "maya", "arif", "tono", "nadia", "lestari", "hasan"])
def test_who_has_no_such_right_breaks_nothing(world, case, name):
    with pytest.raises(CannotOpen, match="no_right"):
        broken(getattr(world, name), case.ref)


def test_five_a_day_and_no_more_whether_found_or_not(world, case):
    for _ in range(5):
        broken(world.sari, new_ref("K"))

    with pytest.raises(CannotOpen, match="too_many"):
        broken(world.sari, case.ref)


def test_all_that_is_missing_is_said_at_once(world, case):
    with pytest.raises(CannotOpen) as refused:
        broken(world.sari, "", code="x", reason="aaaaaaaaaaaaaaaaaaaaaaaaaaa", hours=9)

    assert {one.code for one in refused.value.reasons} == {
        "ref_needed",
        "code_needed",
        "reason_needed",
        "hours",
    }
    assert is_reason(REASON) and not is_reason("." * 40)


def test_the_owner_is_told(world, case):
    opening = broken(world.sari, case.ref)

    with as_role("gugus_worker"):
        event = Event.objects.get(topic="emergency.opened", about_id=opening.pk)
        on_emergency(event=event, at=now())
        tell_manager(event=event, at=now())
        told = Notice.objects.unscoped(because="test").filter(code="emergency_opened")
        assert set(told.values_list("user__username", flat=True)) == {"yusuf", "lestari", "rina"}


def test_an_opening_whose_event_was_lost_is_told_within_a_minute(world, case):
    opening = broken(world.sari, case.ref)

    with as_role("gugus_worker"):
        assert announce_untold(now()) == 0
        with as_role("gugus_owner"):
            Event.objects.filter(about_id=opening.pk).delete()
    with as_role("gugus_worker"):
        assert announce_untold(now()) == 1
        assert Event.objects.filter(topic="emergency.opened", about_id=opening.pk).count() == 1


def test_every_reading_says_so_in_the_trail(world, case, client):
    opening = broken(world.sari, case.ref)
    client.force_login(world.sari, backend="gugus.access.backends.StaffBackend")

    page = client.get(f"/kasus/{case.ref}/")

    assert page.status_code == 200 and "darurat" in page.content.decode()
    with as_role("gugus_worker"):
        entry = Entry.objects.unscoped(because="test").get(verb="case.seen", actor="sari")
        assert entry.changes["@"] == {"break_glass": str(opening.pk)}


def test_the_team_sees_who_is_in_the_file(world, case, client):
    broken(world.sari, case.ref)
    client.force_login(world.rina, backend="gugus.access.backends.StaffBackend")

    page = client.get(f"/kasus/{case.ref}/")

    assert [one.user_id for one in page.context["view"].emergencies] == [world.sari.pk]


def test_a_second_person_of_the_file_signs_it_off_once(world, case):
    opening = broken(world.sari, case.ref)
    with voice_of(world.yusuf):
        with pytest.raises(CannotReview, match="note_needed"):
            review(opening=opening, verdict="unjustified", note="", by=world.yusuf, at=now())
        review(opening=opening, verdict="unjustified", note="Tidak mendesak.", by=world.yusuf, at=now())

    with voice_of(world.lestari), pytest.raises(CannotReview, match="reviewed_already"):
        review(opening=opening, verdict="justified", note="", by=world.lestari, at=now())
    with voice_of(world.lestari):
        figures = tally(world.unit.pk, now() - timedelta(hours=1), now() + timedelta(hours=1))
        assert (figures.opened, figures.unjustified, figures.waiting) == (1, 1, 0)


def test_nobody_signs_off_their_own_or_another_agencys(world, case):
    own = broken(world.yusuf, case.ref)
    with voice_of(world.yusuf), pytest.raises(CannotReview, match="own_opening"):
        review(opening=own, verdict="justified", note="", by=world.yusuf, at=now())

    theirs = broken(world.sari, case.ref)
    with voice_of(world.sari), pytest.raises(CannotReview, match="own_opening, other_agency"):
        review(opening=theirs, verdict="justified", note="", by=world.sari, at=now())


def tried(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_lets_nobody_make_or_lengthen_or_pass_on_a_grant(world, case, other):
    opening = broken(world.sari, case.ref)

    with voice_of(world.sari):
        for change in (
            "until_at = until_at + interval '1 day'",
            f"user_id = '{other.pk}'",
            "user_id = null",
            "sections = array['case','health','justice']",
        ):
            with pytest.raises(ProgrammingError):
                tried(f"update access_grant set {change} where because_id = %s", opening.pk)
        with pytest.raises(ProgrammingError, match="its own opening"):
            tried("select emergency_open(%s, true, array['case'])", opening.pk)  # a replay
    with voice_of(other), pytest.raises(ProgrammingError, match="its own opening"):
        tried("select emergency_open(%s, true, array['case'])", opening.pk)
    with voice_of(world.rina), pytest.raises(ProgrammingError, match="row-level security"):
        grant = Grant(
            record_kind="case", record_id=case.pk, agency=world.outside, user=other, sections=["case"],
            basis="x", given_by_agency=world.unit, from_at=now(),
        )  # fmt: skip
        with transaction.atomic():
            grant.save(force_insert=True)


def test_the_database_refuses_a_self_made_opening(world, case):
    with voice_of(world.sari), pytest.raises(ProgrammingError, match="row-level security"):
        forged = Opening(
            user=world.sari, agency=world.outside, asked_ref=case.ref, code="danger", reason=REASON, at=now(),
            until_at=now(), record_kind="case", record_id=case.pk, reviewed_in=world.outside,
        )  # fmt: skip
        with transaction.atomic():
            forged.save(force_insert=True)


def test_standing_in_for_somebody_or_a_key_breaks_nothing(world, case):
    by_key = viewer(world.sari).narrowed_to(sections=frozenset(), read_only=False)

    with voice_of(world.sari):
        broken(world.sari, case.ref)
        assert viewer(world.sari).openings
        assert not viewer(world.sari).narrowed_to(sections=frozenset(), read_only=True).openings
    assert by_key.by_key
