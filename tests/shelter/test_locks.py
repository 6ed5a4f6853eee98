"""With the Python lock away the database still tells strangers nothing; the address is in no text at all."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.shelter.conftest import ADDRESS, NOTE, inside, proposed, referred

from gugus.shelter.actions.houses import show_address
from gugus.shelter.actions.keeping import hand_over, take_in
from gugus.shelter.models import (
    Address,
    Bed,
    Belonging,
    Check,
    Handover,
    House,
    Note,
    Placement,
    Room,
    Stay,
)

EVERY = (Address, Bed, Belonging, Check, Handover, House, Note, Placement, Room, Stay)


@pytest.fixture
def full(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        take_in(stay=stay, what="Satu cincin", signed=True, by=world.maya, at=NOON)
        hand_over(house=melati, shift="night", words="Kunci di laci.", by=world.maya, at=NOON)
        Check(stay=stay, agency=world.shelter, seen="present", by=world.maya, at=NOON).save(force_insert=True)
    return stay


def seen(user) -> dict[str, int]:
    with voice_of(user):
        return {one.__name__: one.objects.unscoped(because="test").count() for one in EVERY}


def test_the_house_sees_all_the_sender_stay_and_code_name_others_nothing(world, full):
    ours, theirs = seen(world.maya), seen(world.rina)

    assert all(ours.values())
    assert {name for name, number in theirs.items() if number} == {"House", "Stay"}
    for name in ("sari", "budi", "arif", "wulan"):
        assert not any(seen(getattr(world, name)).values()), name


def test_the_sender_changes_nothing(world, full):
    for sql in (
        "update shelter_stay set state = 'out', code = 'reunion', out_at = now()",
        "update shelter_house set name = 'Lain'",
        f"update shelter_house set known_to = array_append(known_to, '{world.outside.pk}'::uuid)",
        "update shelter_placement set until_at = now()",
    ):
        with voice_of(world.rina), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 0, sql


def test_no_stay_is_written_for_a_case_that_is_not_open_to_the_house(world, melati):
    referral = referred(world)
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Stay(
            agency=world.outside, sender=world.unit, case_id=referral.case_id, person_id=referral.person_id,
            house=melati, ground="danger", who="woman", from_at=NOON, proposed_at=NOON,
        ).save(force_insert=True)  # fmt: skip


def test_notes_and_rounds_are_never_changed(world, full):
    for table in ("note", "check", "handover"):
        with (
            voice_of(world.maya),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update shelter_{table} set at = now()")


def test_the_address_stands_nowhere_in_the_database_in_words(world, melati):
    proposed(world, melati)
    with voice_of(world.maya):
        assert show_address(house=melati, reason="transport", by=world.maya, at=NOON).address == ADDRESS
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute("select has_table_privilege(%s, 'select')", [table])
            if not cursor.fetchone()[0]:
                continue
            for words in (ADDRESS, NOTE, "0800-0000-77009", "Ia dicari pelaku"):
                cursor.execute(f'select count(*) from "{table}" t where t::text ilike %s', [f"%{words}%"])
                assert cursor.fetchone() == (0,), (table, words)


def test_the_address_stands_in_no_log(world, melati, caplog):
    with voice_of(world.maya):
        show_address(house=melati, reason="check", by=world.maya, at=NOON)

    assert ADDRESS not in caplog.text and NOTE not in caplog.text
    assert ADDRESS not in f"{melati!r} {melati.__dict__}"
