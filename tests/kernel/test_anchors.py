"""Anchors can be checked with a public key alone, and every way to cheat shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gugus.kernel import anchors
from gugus.kernel.anchors import (
    BACKWARDS,
    DAY_MISSING,
    FIRST,
    FOREIGN,
    FORGED,
    KEY_TOO_OLD,
    NOT_AFTER,
    UNKNOWN_KEY,
    Statement,
    anchor_statement,
    faults_of,
    key_statement,
    missing_days,
    public_text,
    read_statements,
)

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
OLD, NEW, THIEF = (Ed25519PrivateKey.generate() for _ in range(3))


def chain(count: int, key=OLD, *, begins: int = 0, before: str = FIRST, installation: str = "i-1") -> list:
    made = []
    for number in range(begins, begins + count):
        at = NOON + timedelta(days=number)
        facts = {
            "installation": installation, "day": at.date(), "seal": 10 + number, "entries": 100 + number,
            "at": at.isoformat(), "root": f"{number:064x}", "previous": made[-1].digest if made else before,
        }  # fmt: skip
        made.append(anchor_statement(key, facts))
    return made


def trusted(*keys) -> list[str]:
    return [public_text(key.public_key()) for key in keys]


def codes(statements, *keys) -> list[str]:
    return [fault.code for fault in faults_of(statements, trusted(*keys))]


def first_key(key=OLD) -> Statement:
    return key_statement(key, installation="i-1", since=NOON)


def successor(until: datetime, key=NEW, former=OLD) -> Statement:
    return key_statement(
        key, installation="i-1", since=NOON + timedelta(days=3), former=former, former_until=until
    )


def changed(one: Statement, **facts: str) -> Statement:
    return Statement(one.form, {**one.facts, **facts}, one.signatures)


def test_a_whole_chain_has_no_fault():
    assert faults_of(chain(4), trusted(OLD)) == []


def test_what_was_printed_can_be_typed_in_one_line_again():
    made = chain(3)
    text = "\n".join(one.text for one in [first_key(), *made])

    assert read_statements(text) == [first_key(), *made] or len(read_statements(text)) == 4
    assert read_statements(" ".join(made[0].text.split())) == [made[0]]
    assert read_statements(made[0].text.replace("\n", "\r\n"))[0].digest == made[0].digest


@pytest.mark.parametrize("fact", ["seal", "entries", "root", "at", "day"])
def test_an_altered_fact_breaks_the_signature(fact):
    one = chain(1)[0]
    other = {
        "seal": "11",
        "entries": "99",
        "root": "f" * 64,
        "at": "2026-06-15T05:00:01+00:00",
        "day": "2026-06-14",
    }

    assert FORGED in codes([changed(one, **{fact: other[fact]})], OLD)


def test_another_ones_key_is_not_trusted():
    assert codes(chain(1, THIEF), OLD) == [UNKNOWN_KEY]


def test_a_thief_who_writes_the_name_of_the_true_key_is_found():
    one = changed(chain(1, THIEF)[0], key=anchors.key_name(trusted(OLD)[0]))

    assert codes([one], OLD) == [FORGED]


def test_a_day_taken_out_is_named():
    one, _, three, four = chain(4)

    assert [(f.code, f.about) for f in faults_of([one, three, four], trusted(OLD))] == [
        (DAY_MISSING, "2026-06-16")
    ]


def test_a_day_replaced_shows_in_the_next():
    one, two, three = chain(3)
    facts = {name: two[name] for name in two.facts} | {"root": "e" * 64}

    assert codes([one, anchor_statement(OLD, facts), three], OLD) == [NOT_AFTER]


def test_an_anchor_that_knows_less_is_told():
    one = chain(1)[0]
    facts = {name: one[name] for name in one.facts} | {
        "day": "2026-06-16",
        "entries": 1,
        "previous": one.digest,
    }

    assert codes([one, anchor_statement(OLD, facts)], OLD) == [BACKWARDS]


def test_another_installation_is_told():
    one = chain(1)[0]
    other = chain(1, begins=1, before=one.digest, installation="i-2")

    assert FOREIGN in codes([one, *other], OLD)


def test_whoever_trusts_the_old_key_can_trust_the_new_one_and_the_other_way_round():
    old = chain(3)
    new = chain(2, NEW, begins=3, before=old[-1].digest)
    everything = [first_key(), successor(NOON + timedelta(days=5)), *old, *new]

    assert codes(everything, OLD) == []
    assert codes(everything, NEW) == []
    assert UNKNOWN_KEY in codes(everything, THIEF)


def test_the_old_key_ends():
    late = chain(1, begins=9)

    assert codes([first_key(), successor(NOON + timedelta(days=5)), *late], NEW) == [KEY_TOO_OLD]


def test_a_thief_cannot_follow_the_old_key_without_it():
    stolen = successor(NOON, key=THIEF, former=THIEF)
    pretended = changed(stolen, former=anchors.key_name(trusted(OLD)[0]))

    assert set(codes([first_key(), pretended, *chain(1, THIEF, begins=4)], OLD)) == {UNKNOWN_KEY}


@pytest.mark.parametrize(
    "text", ["", "nothing signed", "gugus-anchor-2\nday:2026-06-15\n", "gugus-anchor-2 installation: day:x"]
)
def test_what_is_no_anchor_is_refused(text):
    with pytest.raises(ValueError, match="anchor"):
        read_statements(text)


def test_a_line_cannot_be_smuggled_into_an_anchor():
    one = chain(1)[0]
    twice = one.text.replace("seal:10\n", "seal:10\nseal:11\n")

    with pytest.raises(ValueError, match="doubled"):
        read_statements(twice)


def test_missing_days_reach_until_yesterday():
    days = [date(2026, 6, 1), date(2026, 6, 3)]

    assert missing_days(days, date(2026, 6, 5)) == [date(2026, 6, 2), date(2026, 6, 4)]
    assert missing_days([], date(2026, 6, 5)) == []
