"""Certificates are a chain that shows every change, and clean a backup that was restored."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from gugus.retention import certificates, repeating
from gugus.retention.models import Certificate
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import a_person, again, agreed, asked, carried_out, old_case


@pytest.fixture
def two(world, forgotten, second):
    old_case(world, a_person(world, "Melati Contoh"))
    return forgotten, carried_out(agreed(asked(world), second))


def faults() -> list[str]:
    with as_role("gugus_worker"):
        return list(certificates.faults())


def tamper(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local role gugus_owner")
        cursor.execute("alter table retention_certificate disable trigger user")
        cursor.execute(statement, values)
        cursor.execute("alter table retention_certificate enable trigger user")
        cursor.execute("set local role gugus_app")


def test_a_certificate_says_who_what_and_when_and_names_nobody(world, forgotten, case, mawar):
    body = json.loads(forgotten.text)

    assert body["done"] == [["case", case.ref, "case_adult"]]
    assert body["approved_by"].startswith("Hanum")
    assert body["rules"][0]["count"] == 1
    assert "Mawar" not in forgotten.text


def test_each_names_the_one_before(two):
    first, next_one = two

    assert next_one.previous == first.digest
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "update retention_certificate set text = replace(text, 'case_adult', 'case_child') where seq = 1",
            "altered",
        ),
        ("delete from retention_certificate where seq = 1", "missing"),
        ("update retention_certificate set digest = repeat('0', 64) where seq = 1", "altered"),
    ],
)
def test_tampering_shows(two, statement, said):
    tamper(statement)

    assert any(said in fault for fault in faults())


def test_not_even_the_worker_changes_one(two):
    with (
        as_role("gugus_worker"),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update retention_certificate set text = '{}'")


def restored(case, mawar):
    """As an older backup would bring it back: the record as it was, no run, no certificate."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local role gugus_owner")
        cursor.execute("alter table retention_certificate disable trigger user")
        cursor.execute("delete from retention_certificate")
        cursor.execute("alter table retention_certificate enable trigger user")
        cursor.execute("delete from retention_item")
        cursor.execute("delete from retention_run")
        cursor.execute("update cases_case set forgotten_at = null, certificate = '' where id = %s", [case.pk])
        cursor.execute(
            "update people_person set forgotten_at = null, certificate = '' where id = %s", [mawar.pk]
        )
        cursor.execute("set local role gugus_app")


def test_a_restored_backup_is_cleaned_by_the_certificates_that_were_kept(
    world, case, mawar, forgotten, place
):
    kept = place / "elsewhere"
    kept.mkdir()
    (kept / f"{forgotten.seq:06d}-{forgotten.ref}.json").write_text(forgotten.text, encoding="utf-8")
    restored(case, mawar)

    with as_role("gugus_worker"):
        again_done = list(repeating.repeat(kept, clock=lambda: NOON))
        twice = list(repeating.repeat(kept, clock=lambda: NOON))

    assert again_done == [(forgotten.ref, 1)]
    assert twice == []
    assert again(case).forgotten_at
    assert again(mawar).forgotten_at


def test_an_altered_file_forgets_nothing(world, case, mawar, forgotten, place):
    kept = place / "elsewhere"
    kept.mkdir()
    text = forgotten.text.replace(case.ref, "K-0000-0000")
    (kept / "000001-x.json").write_text(text, encoding="utf-8")

    with as_role("gugus_worker"), pytest.raises(repeating.NotACertificate):
        list(repeating.repeat(kept, clock=lambda: NOON))


def test_a_missing_file_is_written_again(world, forgotten, place):
    with as_role("gugus_worker"):
        certificates.keep_missing_copies()

    [path] = (place / "certificates").glob("*.json")
    assert path.read_text(encoding="utf-8") == forgotten.text
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_command_checks_the_chain(two, capsys):
    with as_role("gugus_worker"):
        call_command("retention", "verify")
        assert "OK" in capsys.readouterr().out
    tamper("delete from retention_certificate where seq = 1")
    with as_role("gugus_worker"), pytest.raises(CommandError):
        call_command("retention", "verify")


def test_another_agency_has_no_certificate_of_ours(world, forgotten):
    with voice_of(world.sari):
        assert not Certificate.objects.unscoped(because="test").exists()
