"""News reaches its people once, is theirs alone, and holds only a code."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of

from gugus.access.codes import Role
from gugus.notices.actions import mark_read, notify
from gugus.notices.models import Notice
from gugus.notices.queries import notices_of, unread_count


def seen_by(user) -> list[str]:
    with voice_of(user):
        return [row.code for row in Notice.objects.unscoped(because="the test asks the database itself")]


def test_news_reach_another_agency_and_nobody_else_reads_them(world, rina):
    notify(code="referral_sent", about=world.police, users=[world.budi], at=NOON)

    assert seen_by(world.budi) == ["referral_sent"]
    assert seen_by(world.rina) == []
    assert seen_by(world.maya) == []


def test_a_role_in_an_agency_is_told(world, rina):
    told = notify(code="report_received", about=world.unit, agency=world.unit, role=Role.SUPERVISOR, at=NOON)

    assert told == 1
    assert seen_by(world.yusuf) == ["report_received"]
    assert seen_by(world.lestari) == []


def test_without_a_role_the_whole_agency_is_told_but_not_who_did_it(world, rina):
    assert notify(code="case_opened", about=world.unit, agency=world.unit, at=NOON, but_not=rina) == 7

    assert seen_by(world.rina) == []
    assert seen_by(world.dewi) == ["case_opened"]


def test_people_who_left_are_not_told(world, rina):
    world.yusuf.is_active = False
    world.yusuf.save()

    assert notify(code="x", about=world.unit, agency=world.unit, role="supervisor", at=NOON) == 0


def test_the_same_news_is_one_unread_notice(world, rina):
    for _ in range(2):
        notify(code="referral_sent", about=world.police, users=[world.budi], at=NOON)
    notify(code="referral_revoked", about=world.police, users=[world.budi], at=NOON)

    assert sorted(seen_by(world.budi)) == ["referral_revoked", "referral_sent"]


def test_after_reading_the_same_news_can_come_again(world, rina):
    notify(code="referral_sent", about=world.police, users=[rina], at=NOON)
    assert mark_read(viewer=world.viewer("rina"), at=NOON) == 1

    notify(code="referral_sent", about=world.police, users=[rina], at=NOON)

    assert len(seen_by(rina)) == 2
    assert unread_count(world.viewer("rina")) == 1


def test_marking_one_leaves_the_others(world, rina):
    notify(code="a", about=world.police, users=[rina], at=NOON)
    notify(code="b", about=world.police, users=[rina], at=NOON)
    first = notices_of(world.viewer("rina")).get(code="a")

    assert mark_read(viewer=world.viewer("rina"), ids=[first.pk], at=NOON) == 1
    assert unread_count(world.viewer("rina")) == 1


def test_nobody_marks_another_persons_notices(world, rina):
    notify(code="a", about=world.police, users=[world.budi], at=NOON)

    assert mark_read(viewer=world.viewer("budi"), at=NOON) == 0  # the database speaks for Rina here


@pytest.mark.parametrize(
    "attempt", ["delete from notices_notice", "update notices_notice set user_id = gen_random_uuid()"]
)
def test_the_application_role_moves_and_deletes_nothing(world, rina, attempt):
    notify(code="a", about=world.police, users=[rina], at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_nobody_signed_in_leaves_no_notice(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        notify(code="a", about=world.police, users=[world.budi], at=NOON)


def test_the_count_is_one_query_on_an_index(world, rina, django_assert_num_queries):
    viewer = world.viewer("rina")

    with django_assert_num_queries(1):
        unread_count(viewer)
    with as_role("gugus_owner"), connection.cursor() as cursor:
        # In an empty table every index costs the same: only the small one is left, until the test rolls back.
        cursor.execute(
            "select indexname from pg_indexes where tablename = 'notices_notice' "
            "and indexname not in ('one_unread_notice', 'notices_notice_pkey')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'drop index "{name}"')
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select count(*) from notices_notice where user_id = %s and read_at is null", [rina.pk]
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "one_unread_notice" in plan
