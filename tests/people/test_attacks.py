"""What an attacker tries: dump, foreign voice, tokens, forged unmaskings."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gugus.base.vault import search_token
from gugus.people.actions import mask_again, unmask, update_person
from gugus.people.codes import Purpose
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.rules import IdentityFacts, tokens_of, tokens_to_ask
from tests.conftest import NOON, as_role, voice_of
from tests.people.conftest import NIK, PHONE

PLANTED = (
    "Laila",
    "Wulansari",
    "Lala",
    NIK,
    "0000001501",
    "0000-1501",
    "Dusun Contoh",
    "Bekas luka",
    "2009-08-17",
)


@contextmanager
def cursor_of(role: str = ""):
    if role:
        with as_role(role), connection.cursor() as cursor:
            yield cursor
    else:
        with connection.cursor() as cursor:
            yield cursor


def dump() -> str:
    """Every row of every table as text, binary columns as hex and as the letters in them."""
    lines = []
    with cursor_of("postgres") as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
            "and relname not like 'places_%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select * from "{table}"')
            for row in cursor.fetchall():
                lines += [
                    bytes(v).decode("latin-1") if isinstance(v, memoryview | bytes) else str(v) for v in row
                ]
    return "\n".join(lines)


def test_a_dump_of_all_tables_names_nobody(laila, rina, world):
    unmask(person=laila, reason="other", note="Laila Wulansari, Dusun Contoh", by=rina, at=NOON)

    text = dump()

    assert laila.ref in text
    assert [value for value in PLANTED if value in text] == []


def test_without_the_python_lock_another_agency_still_sees_nobody(laila, world):
    with voice_of(world.sari):
        for model in (Person, Identity, Unmasking):
            assert not model.objects.unscoped(because="the attack takes the Python lock off").exists()


def test_without_a_voice_nobody_is_there(laila, world):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('gugus.agency', '', true), set_config('gugus.user', '', true)")

    assert not Identity.objects.unscoped(because="attack").exists()


def test_the_application_cannot_read_tokens(laila):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), cursor_of() as cursor:
        cursor.execute("select token from people_searchtoken")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into people_searchtoken (person_id, agency_id, purpose, token) "
        "select id, agency_id, 'name', '' from people_person",
        "update people_searchtoken set purpose = 'name'",
        "delete from people_searchtoken",
        "truncate people_searchtoken",
        "delete from people_identity",
        "update people_unmasking set reason = 'other'",
        "update people_unmasking set user_id = null",
        "delete from people_unmasking",
    ],
)
def test_the_application_cannot_write_around_the_doors(laila, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), cursor_of() as cursor:
        cursor.execute(statement)


def test_tokens_of_a_stranger_cannot_be_replaced(laila, world):
    with (
        voice_of(world.sari),
        pytest.raises(DatabaseError, match="not yours"),
        transaction.atomic(),
        cursor_of() as c,
    ):
        c.execute("select people_keep_tokens(%s, '{}', '{}', 1::smallint)", [laila.pk])


def test_tokens_cannot_be_replaced_without_a_voice(laila):
    with pytest.raises(DatabaseError, match="not yours"), transaction.atomic(), cursor_of() as cursor:
        cursor.execute("select set_config('gugus.agency', '', true)")
        cursor.execute("select people_keep_tokens(%s, '{}', '{}', 1::smallint)", [laila.pk])


def test_the_definer_function_answers_only_inside_the_asking_agency(laila, world):
    tokens = [
        token for _purpose, token in tokens_of(IdentityFacts("Laila Wulansari", documents=(NIK,)), laila.pk)
    ]

    with voice_of(world.sari), cursor_of() as cursor:
        cursor.execute("select * from people_found_inside(%s::bytea[], 200)", [tokens])

        assert cursor.fetchall() == []


def test_name_tokens_never_point_outside_even_when_the_application_asks(laila, world):
    tokens = tokens_to_ask((Purpose.NAME, key) for key in ("n:laila", "n:wulansari", "p:laila"))

    with voice_of(world.sari), cursor_of() as cursor:
        cursor.execute("select * from people_known_outside(%s::bytea[])", [tokens])

        assert cursor.fetchall() == []


def test_a_stranger_cannot_forge_an_unmasking(laila, world):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Unmasking(person=laila, agency=world.unit, user=world.sari, reason="contact", at=NOON,
                  until_at=NOON).save(force_insert=True)  # fmt: skip


def test_nobody_unmasks_in_anothers_name(laila, rina, world):
    with pytest.raises(DatabaseError), transaction.atomic():
        Unmasking(person=laila, agency=world.unit, user=world.yusuf, reason="contact", at=NOON,
                  until_at=NOON).save(force_insert=True)  # fmt: skip


def test_nobody_ends_the_view_of_a_colleague(laila, rina, world):
    unmask(person=laila, reason="contact", by=rina, at=NOON)

    with voice_of(world.yusuf):
        assert mask_again(person=laila, by=world.yusuf, at=NOON) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Unmasking.objects.unscoped(because="attack").update(until_at=NOON)


def test_two_tables_do_not_share_a_ciphertext(laila, register):
    other = register("Laila Wulansari")
    rows = Identity.objects.unscoped(because="test")
    one, twin = rows.get(pk=laila.pk), rows.get(pk=other.pk)

    assert bytes(one.__dict__["names"]) != bytes(twin.__dict__["names"])


def test_tokens_follow_an_identity_to_another_agency(laila, world):
    with as_role("gugus_worker"), cursor_of("gugus_worker") as cursor:
        cursor.execute("update people_identity set agency_id = %s where id = %s", [world.police.pk, laila.pk])
        cursor.execute("select distinct agency_id from people_searchtoken where person_id = %s", [laila.pk])

        assert cursor.fetchall() == [(world.police.pk,)]


def test_whoever_changes_a_person_locks_the_row_first(laila, rina):
    with CaptureQueriesContext(connection) as asked:
        update_person(person=laila, facts={"language": "Sasak"}, seen=1, by=rina, at=NOON)

    person = [one["sql"] for one in asked if "people_person" in one["sql"]]
    assert "FOR UPDATE" in person[0]


def test_the_phone_of_the_planted_person_is_found_by_its_token_alone(laila):
    """The other attack tests would pass on an empty table; this one says that it is not."""
    with cursor_of("gugus_worker") as cursor:
        cursor.execute(
            "select count(*) from people_searchtoken where token = %s",
            [search_token(Purpose.PHONE, "+62" + PHONE.replace("-", "")[1:])],
        )

        assert cursor.fetchone() == (1,)
