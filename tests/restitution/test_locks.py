"""What the database refuses with every rule of the application out of the way."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.restitution.conftest import TODAY, opened_to, pay

from gugus.restitution.models import Claim, Deadline, Debtor, LedgerLine, Told, Turn

ALL = (Claim, Debtor, LedgerLine, Turn, Deadline, Told)


def counts(user) -> dict[str, int]:
    with voice_of(user):
        return {model.__name__: model.objects.unscoped(because="test").count() for model in ALL}


def refused(sql: str, values=(), *, user=None, role="gugus_app") -> bool:
    """Does the database refuse this?"""
    try:
        with transaction.atomic(), as_role(role), connection.cursor() as cursor:
            if user is None:
                cursor.execute(sql, values)
            else:
                with voice_of(user):
                    cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def insert(line, **more) -> tuple[str, list]:
    """A new line by hand, like this one."""
    facts = {
        "id": uuid4(), "ref": f"BR-{str(uuid4())[:8]}", "claim_id": line.claim_id, "number": 900, "kind": line.kind,
        "head": line.head, "amount": line.amount, '"on"': line.on, "reduces": line.reduces, "beyond": False,
        "receiver": line.receiver, "means": "", "agency_id": line.agency_id, "written_at": NOON,
        "written_by_id": line.written_by_id, "reverses_id": None, "debtor_id": None, **more,
    }  # fmt: skip
    columns, marks = ", ".join(facts), ", ".join(["%s"] * len(facts))
    return f"insert into restitution_ledgerline ({columns}) values ({marks})", list(facts.values())


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif", "tono"])
def test_whoever_has_nothing_to_do_with_it_sees_no_row(world, granted, name):
    user = getattr(world, name)
    seen = counts(user)

    if user.agency_id == world.unit.pk:
        return  # within an agency the first lock decides (docs/architecture/visibility.md)
    assert set(seen.values()) == {0}


def test_the_case_alone_does_not_open_the_ledger(world, case, granted):
    opened_to(world, case, world.police, sections=("case", "care", "identity"))

    assert set(counts(world.budi).values()) == {0}


def test_whoever_justice_was_opened_to_sees_and_adds_in_the_own_name(world, case, granted):
    opened_to(world, case, world.police)

    assert counts(world.budi)["Claim"] == 1
    line = pay(world, granted, "deposited", "5", by=world.budi)
    assert line.agency_id == world.police.pk
    sql, values = insert(line, agency_id=world.unit.pk)
    assert refused(sql, values, user=world.budi)


@pytest.mark.parametrize("table", ["ledgerline", "turn", "told"])
@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker", "gugus_owner"])
def test_nobody_changes_or_deletes_what_was_written(world, granted, table, role):
    pay(world, granted, "deposited", "5")
    stays = {"ledgerline": "amount = 1", "turn": "to_state = 'told'", "told": "topic = 'delay'"}[table]
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from restitution_{table}")
        there = cursor.fetchone()[0]

    if there:
        assert refused(f"update restitution_{table} set {stays}", user=world.rina, role=role)
        assert refused(f"delete from restitution_{table}", user=world.rina, role=role)
    if table == "ledgerline":
        assert refused("truncate restitution_ledgerline cascade", user=world.rina, role=role)


def test_a_claim_does_not_change_its_survivor(world, granted):
    for sql in ("person_id = id", "case_id = id", "ref = 'RS-X'", "told_on = now()"):
        assert refused(f"update restitution_claim set {sql}", user=world.rina)


@pytest.mark.parametrize("amount", ["-1", "NaN", "0", "99999999999999999"])
def test_no_amount_that_is_none(world, granted, amount):
    line = pay(world, granted, "deposited", "5")
    sql, values = insert(line, amount=amount)

    assert refused(sql, values, user=world.rina)
    assert refused(sql, values, role="gugus_worker")


def test_more_than_came_in_never_leaves_the_court(world, granted):
    line = pay(world, granted, "deposited", "5")
    wrong = {"kind": "handed", "amount": "5.01", "reduces": False, "receiver": "survivor"}
    right = wrong | {"amount": "5.00"}

    assert refused(*insert(line, **wrong), user=world.rina)
    assert refused(*insert(line, **(wrong | {"kind": "given_back"})), user=world.rina)
    assert not refused(*insert(line, **right), user=world.rina)


def test_more_than_was_granted_is_never_handed_out(world, granted):
    line = pay(world, granted, "deposited", "160000000", beyond=True)
    wrong = {"kind": "handed", "amount": "155000000", "reduces": False, "receiver": "survivor"}

    assert refused(*insert(line, **wrong), user=world.rina)


def test_a_counter_line_tells_the_same_and_comes_once(world, granted):
    line = pay(world, granted, "deposited", "5")

    assert refused(*insert(line, reverses_id=line.pk, amount="6"), user=world.rina)
    assert refused(*insert(line, reverses_id=line.pk, kind="auction"), user=world.rina)
    assert not refused(*insert(line, reverses_id=line.pk), user=world.rina)
    assert refused(*insert(line, reverses_id=line.pk, number=901), user=world.rina)


def test_a_head_belongs_to_a_stage(world, granted):
    line = pay(world, granted, "deposited", "5")

    assert refused(*insert(line, head="suffering"), user=world.rina)
    assert refused(*insert(line, kind="claimed", reduces=False), user=world.rina)
    assert refused(*insert(line, kind="handed", reduces=True), user=world.rina)


def test_words_names_and_accounts_are_ciphertext(world, granted):
    words = {"receiver_name": "Ibu Contoh", "account": "555-666", "document": "12/Pid/X", "note": "Lunas."}
    pay(world, granted, "direct", "5", **words)

    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select string_agg(l::text, ' ') from restitution_ledgerline l")
        text = cursor.fetchone()[0]
    for secret in words.values():
        assert secret not in text and secret.encode().hex() not in text


def test_a_claim_in_a_foreign_name_is_refused(world, case, granted):
    row = (uuid4(), "RS-AAAA-AAAA", case.pk, granted.person_id, TODAY, NOON)
    sql = (
        "insert into restitution_claim (id, ref, case_id, person_id, state, liability, route, applicant, told_on, "
        "written_at, version) values (%s, %s, %s, %s, 'told', 'joint', 'lpsk', '', %s, %s, 1)"
    )

    assert refused(sql, row, user=world.sari)
    assert refused(sql, row, user=world.budi)
