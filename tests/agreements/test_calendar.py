"""Warnings, successors, agencies that no longer exist, and what a dry run tells."""

from datetime import date, datetime, timedelta

import pytest
from tests.agreements.conftest import (
    BECAUSE,
    LAST,
    TODAY,
    again,
    child_case,
    draft,
    grants,
    in_force,
    proposed,
    seen,
    signed,
    terms,
    work,
)
from tests.conftest import NOON, as_role, voice_of

from gugus.agreements import actions, queries, rules
from gugus.agreements.actions import CannotAgree, Part
from gugus.agreements.codes import State, Tab
from gugus.approvals.actions import approve
from gugus.directory.models import Agency
from gugus.notices.models import Notice
from gugus.tasks.models import Task


def tasks(agreement, kind) -> list:
    with as_role("gugus_worker"):
        rows = Task.objects.unscoped(because=BECAUSE).filter(about_id=agreement.pk, kind=kind, done_at=None)
        return sorted(one.agency.slug for one in rows.select_related("agency"))


def told(agreement, code) -> list:
    with as_role("gugus_worker"):
        rows = Notice.objects.unscoped(because=BECAUSE).filter(about_id=agreement.pk, code=code)
        return sorted(rows.values_list("user__username", flat=True))


def test_who_must_sign_has_a_task_until_it_is_signed(people):
    made = proposed(people)
    work()
    assert tasks(made, "agreement_sign") == ["rumah-melati"]
    assert told(made, "agreement_proposed") == ["mira"]

    with voice_of(people.mira):
        actions.sign(agreement=made, by=people.mira, at=NOON)
    work()
    assert tasks(made, "agreement_sign") == []


def test_thirty_days_before_the_end_both_sides_are_told_once(people):
    made = in_force(people, valid_until=date(2026, 12, 31))
    early = datetime.fromisoformat("2026-11-30T12:00:00+07:00")
    for at in (
        early,
        early + timedelta(days=1),
        early + timedelta(days=1, hours=1),
        early + timedelta(days=2),
    ):
        work(at)
        work(at)
        expected = [] if at == early else ["indah", "lestari", "mira", "yusuf"]
        assert told(made, "agreement_running_out") == expected
    assert tasks(made, "agreement_renew") == ["rumah-melati", "upt-pppa"]


def follower(people, made, **more):
    with voice_of(people.yusuf):
        new = actions.write_agreement(
            terms=terms(people.world, **more), by=people.yusuf, at=NOON, follows=again(made)
        )
        asked = actions.propose(
            agreement=new, by=people.yusuf, at=NOON, reason="Ketentuan diperbarui."
        ).request
    with voice_of(people.indah):
        approve(request=asked, by=people.indah, at=NOON)
    with voice_of(people.mira):
        actions.sign(agreement=new, by=people.mira, at=NOON)
    return new


def test_a_successor_with_other_terms_ends_the_one_before_in_the_same_moment(people):
    case = child_case(people.world)
    made = in_force(people)
    new = follower(
        people, made, parts=[Part(people.world.unit, ["case"], 0), Part(people.world.shelter, receives=True)]
    )
    work()

    assert (again(made).state, again(made).code) == ("superseded", "followed")
    assert grants(made) == []
    assert again(new).state == "in_force" and again(new).edition == 2
    assert {tuple(one.sections) for one in grants(new)} == {("case",)}
    assert seen(people.world.maya) == {case.pk}
    with voice_of(people.mira):
        assert queries.editions_of(people.world.viewer("maya"), again(new)) == [made]


def test_a_renewal_begins_the_day_after(people):
    child_case(people.world)
    made = in_force(people)
    begins, ends = rules.renewed_days(TODAY, LAST)
    assert begins == date(2028, 1, 1) and (ends - begins) == (LAST - TODAY)
    new = follower(people, made, valid_from=begins, valid_until=ends)

    work(rules.first_moment(begins) - timedelta(seconds=1))
    assert (again(made).state, again(new).state) == ("in_force", "signed")
    work(rules.first_moment(begins))
    assert (again(made).state, again(new).state) == ("ended", "in_force")
    assert grants(made) == [] and len(grants(new, record_kind="case")) == 1


def gone(agency, successor=None, on=TODAY):
    Agency.objects.filter(pk=agency.pk).update(valid_to=on, successor=successor)


def test_the_successor_of_a_merged_agency_takes_its_place(people):
    world = people.world
    case = child_case(world)
    made = in_force(people)
    with as_role("gugus_worker"):
        gone(world.shelter, successor=world.outside)
    assert seen(world.maya) == {case.pk}

    work()
    work()
    assert seen(world.maya) == set()
    assert seen(people.surya) == {case.pk}
    with voice_of(people.surya):
        part = again(made).signatories.get(agency=world.outside)
    assert again(made).state == "in_force"
    with as_role("gugus_worker"):
        part = again(made)
    assert {one.agency.slug for one in grants(made)} == {"lembaga-lain"} and part.version > made.version


@pytest.mark.parametrize("heir", [None, "unit"])
def test_without_a_successor_of_its_own_it_ends_and_all_are_told(people, heir):
    child_case(people.world)
    made = in_force(people)
    with as_role("gugus_worker"):
        gone(people.world.shelter, successor=people.world.unit if heir else None)
    work()
    work()

    assert (again(made).state, again(made).code) == ("ended", "agency_gone")
    assert grants(made) == []
    assert "yusuf" in told(made, "agreement_ended")


def test_a_proposal_that_nobody_signed_in_time_ends(people):
    made = proposed(people, valid_until=TODAY + timedelta(days=3))
    work(NOON + timedelta(days=4))

    assert (again(made).state, again(made).code) == ("ended", "never_signed")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scope_children": False}, "scope_needed"),
        ({"valid_until": date(2026, 1, 1)}, "ends_before"),
        ({"valid_until": date(2033, 1, 1)}, "too_long"),
        ({"purposes": []}, "purpose_needed"),
        ({"number": " "}, "number_needed"),
        ({"scope_area": "99.99"}, "unknown_area"),
        ({"scope_form": "nonsense"}, "unknown_code"),
        ({"notice_days": 400}, "notice_too_long"),
        ({"parts": []}, "two_parties"),
    ],
)
def test_terms_that_cannot_stand_are_refused_at_their_field(people, more, code):
    with pytest.raises(CannotAgree) as refused:
        draft(people, **more)

    assert code in {one.code for one in refused.value.reasons}


@pytest.mark.parametrize(
    ("sections", "ceiling", "code"),
    [(["case", "care"], 0, "too_shallow"), (["case", "identity"], 0, "too_shallow"), (["care"], 2, "case_needed"),
     (["case", "trail"], 2, "unknown_section"), (["case"], 3, "unknown_section")],
)  # fmt: skip
def test_sections_and_their_depth_must_fit(people, sections, ceiling, code):
    world = people.world
    with pytest.raises(CannotAgree) as refused:
        draft(people, parts=[Part(world.unit, sections, ceiling), Part(world.shelter, receives=True)])

    assert [one.code for one in refused.value.reasons] == [code]


def test_the_lists_and_the_in_tray(people):
    draft(people)
    made = proposed(people)
    world = people.world
    with voice_of(people.mira):
        viewer = world.viewer("maya")
        assert queries.waiting_for_us(viewer) == 1
        assert queries.counts(viewer) == {"waiting": 1, "in_force": 0, "coming": 1, "past": 0}
    with voice_of(people.yusuf):
        viewer = world.viewer("yusuf")
        assert queries.waiting_for_us(viewer) == 0
        assert {one.state for one in queries.tray(viewer, Tab.COMING)} == {State.DRAFT, State.PROPOSED}
        assert queries.meant_of_ours(viewer, made, made.signatories.all(), NOON) == 0
    with voice_of(world.sari):
        assert queries.counts(world.viewer("sari")) == {"waiting": 0, "in_force": 0, "coming": 0, "past": 0}


def test_a_signed_one_may_still_be_ended_before_it_begins(people):
    made = signed(people, valid_from=TODAY + timedelta(days=10))
    with voice_of(people.mira):
        actions.give_notice(agreement=made, code="danger", by=people.mira, at=NOON)

    assert again(made).state == "ended"
