"""Rights with an end: never wider than the giver may give, ended by themselves, the last administrator stays."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.access import jobs, rules
from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.models import RoleAssignment, SingleRight, User
from gugus.access.singles import CannotGive, end_right, end_role_on, give_right, last_administrator
from gugus.access.viewer import viewer_of
from gugus.audit.models import Entry
from tests.conftest import NOON, as_role, voice_of

TODAY = NOON.date()


def give(viewer, user, **changes):
    given_ = {
        "section": Section.CARE, "verbs": ["see"], "scope": Scope.TEAM, "field_class": FieldClass.SENSITIVE,
        "until_at": now() + timedelta(days=1), "reason": "Serah terima.", "at": now(),
    }  # fmt: skip
    return give_right(viewer, user=user, **(given_ | changes))


@pytest.mark.parametrize(
    "change",
    [
        {"section": Section.USERS},
        {"section": Section.PRIVACY},
        {"verbs": ["approve"], "section": Section.CASE},
        {"verbs": ["break_glass"], "section": Section.CASE},
        {"verbs": ["delete"]},
        {"verbs": []},
        {"scope": Scope.TASK_FORCE},
        {"field_class": FieldClass.SEALED},
        {"until_at": now() + timedelta(days=91)},
        {"until_at": now() - timedelta(days=1)},
        {"reason": "  "},
    ],
)
def test_no_more_than_a_role_that_may_be_given(world, tono, change):
    with pytest.raises(CannotGive):
        give(world.viewer("tono"), world.dewi, **change)

    assert not SingleRight.objects.unscoped(because="test").exists()


@pytest.mark.parametrize(
    ("giver", "to"), [("rina", "dewi"), ("tono", "sari"), ("tono", "tono"), ("lestari", "dewi")]
)
def test_only_administrators_give_to_colleagues(world, giver, to):
    with voice_of(getattr(world, giver)), pytest.raises(CannotGive):
        give(world.viewer(giver), getattr(world, to))


def test_a_right_ends_early_and_is_recorded(world, tono):
    right = give(world.viewer("tono"), world.dewi)

    end_right(world.viewer("tono"), right=right, at=now())
    end_right(world.viewer("tono"), right=right, at=now())

    assert world.viewer("dewi").singles == ()
    assert Entry.objects.unscoped(because="test").filter(verb="access.right_ended").count() == 1


def test_a_right_that_ran_out_is_written_down_by_the_worker(world, tono):
    right = give(world.viewer("tono"), world.dewi, until_at=now() + timedelta(seconds=1), at=now())
    SingleRight.objects.unscoped(because="time passes").filter(pk=right.pk).update(
        until_at=right.from_at + timedelta(microseconds=1)
    )

    with as_role("gugus_worker"):
        jobs.expire_rights(0)
        jobs.expire_rights(0)
        kept = SingleRight.objects.unscoped(because="test").get(pk=right.pk)
        found = Entry.objects.unscoped(because="test").filter(verb="access.right_ended")
        assert (kept.ended_at, found.count()) == (kept.until_at, 1)


def test_the_database_takes_no_gift_in_another_name_and_no_longer_end(world, tono):
    right = give(world.viewer("tono"), world.dewi)
    rows = SingleRight.objects.unscoped(because="attack").filter(pk=right.pk)

    for change in (
        {"until_at": now() + timedelta(days=400)},
        {"verbs": ["see", "write"]},
        {"user": world.rina},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with voice_of(world.dewi), pytest.raises(DatabaseError), transaction.atomic():
        SingleRight(
            user=world.dewi, section="care", verbs=["see"], scope=4, field_class=2, given_by=world.tono,
            from_at=now(), until_at=now() + timedelta(days=1),
        ).save(force_insert=True)  # fmt: skip
    with voice_of(world.sari):
        assert not rows.exists()


ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(["rina", "yusuf", "lestari", "hasan", "dewi", "nadia"]),
        st.sampled_from(["rina", "yusuf", "dewi", "nadia", "ratih"]),
        st.sampled_from(list(Section)),
        st.sets(st.sampled_from(list(Verb)), min_size=1, max_size=3),
        st.sampled_from(list(Scope)),
        st.sampled_from(list(FieldClass)),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(attempts=ATTEMPTS)
def test_no_chain_of_gifts_leaves_what_a_supervisor_may_give(world, attempts):
    """Nobody but an administrator gives, in any order: no right outside the roles that the giver may hand out."""
    whole = rules.shipped()
    with transaction.atomic():
        before = {name: world.viewer(name) for name in ("rina", "yusuf", "dewi", "nadia", "ratih")}
        for giver, to, section, verbs, scope, depth in attempts:
            user = getattr(world, giver)
            with voice_of(user), suppress(CannotGive), transaction.atomic():
                give(
                    world.viewer(giver), getattr(world, to), section=section, verbs=verbs, scope=scope,
                    field_class=depth,
                )  # fmt: skip
        with voice_of(world.rina):
            for name, old in before.items():
                new = world.viewer(name)
                for section in Section:
                    for verb in Verb:
                        for depth in FieldClass:
                            most = max(
                                old.reach(section, verb, depth),
                                whole.reach(rules.grantable([Role.SUPERVISOR]), section, verb, depth),
                            )
                            assert new.reach(section, verb, depth) <= most
        transaction.set_rollback(True)


def test_a_role_ends_with_its_last_day(world, tono):
    end_role_on(world.viewer("tono"), user=world.dewi, role="intake_officer", until_on=TODAY, at=NOON)

    assert viewer_of(world.dewi, on=TODAY).roles == {"intake_officer"}
    assert viewer_of(world.dewi, on=TODAY + timedelta(days=1)).roles == frozenset()


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"until_on": TODAY - timedelta(days=1)}, "past"), ({"role": "supervisor"}, "not_held")],
)
def test_a_role_that_cannot_end_like_this(world, tono, changes, code):
    asked = {"user": world.dewi, "role": "intake_officer", "until_on": TODAY, "at": NOON}
    with pytest.raises(CannotGive, match=code):
        end_role_on(world.viewer("tono"), **(asked | changes))


def test_the_last_administrator_cannot_be_lost_by_any_path(world, tono):
    assert last_administrator(world.tono, on=TODAY)
    roles = RoleAssignment.objects.filter(user=world.tono)

    for attack in (
        lambda: roles.update(valid_to=TODAY + timedelta(days=9)),
        lambda: roles.update(role="chair"),
        lambda: roles.update(user=world.sari),
        lambda: User.objects.filter(pk=world.tono.pk).update(is_active=False),
        lambda: User.objects.filter(pk=world.tono.pk).update(agency=world.police),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_with_a_second_administrator_the_first_may_go(world, tono, tini):
    assert not last_administrator(world.tono, on=TODAY)
    end_role_on(world.viewer("tono"), user=tini, role="administrator", until_on=TODAY, at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=world.tono.pk).update(is_active=False)


def test_two_administrators_in_one_statement_leave_one(world, tono, tini):
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk__in=[world.tono.pk, tini.pk]).update(is_active=False)
