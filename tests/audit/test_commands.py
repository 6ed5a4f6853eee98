"""What an operator types."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from tests.audit.conftest import superuser, write
from tests.conftest import NOON, as_role

from gugus.audit import wording
from gugus.audit.sealing import seal_all
from gugus.operate import anchor_check
from gugus.operate.sentences import Stop


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def verify(*arguments: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    with as_role("gugus_worker"):
        try:
            call_command("audit_verify", "--quiet", *arguments, stdout=out)
        except SystemExit as end:
            code = end.code
    return out.getvalue(), code


def anchor() -> str:
    out = StringIO()
    with as_role("gugus_worker"):
        call_command("audit_anchor", stdout=out)
    return out.getvalue()


def test_a_whole_trail_ends_with_zero(sealed):
    said, code = verify()

    assert code == 0
    assert f"{len(sealed)} sealed entries in 2 seals" in said
    assert "The trail is whole." in said


def test_a_broken_one_ends_with_one_and_names_the_row(sealed):
    with superuser() as cursor:
        cursor.execute("update audit_entry set reason = 'x' where seq = %s", [sealed[0]])

    said, code = verify()

    assert code == 1
    assert f"entry {sealed[0]} was altered" in said


def test_the_anchor_goes_through_a_file_or_the_line_itself(sealed, tmp_path):
    line = anchor()
    (tmp_path / "anchor.txt").write_text(line)

    assert line.startswith("gugus-anchor-2\n") and "\nsignature:" in line
    assert verify("--anchor", re.search("root:([0-9a-f]{64})", line)[1])[1] == 0
    assert verify("--anchor", str(tmp_path / "anchor.txt"))[1] == 0
    assert verify("--anchor", "0" * 64)[1] == 1


def test_a_useless_anchor_is_refused(sealed):
    with pytest.raises(CommandError, match="64"):
        verify("--anchor", "nonsense")


def test_without_seals_there_is_no_anchor(db):
    with pytest.raises(CommandError, match="Nothing is sealed"):
        anchor()


class Terminal(StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_progress_can_be_watched_on_a_terminal(sealed):
    err = Terminal()

    with as_role("gugus_worker"):
        call_command("audit_verify", stdout=StringIO(), stderr=err)

    assert f"{len(sealed)} of {len(sealed)} entries · 100 % ·" in err.getvalue()


def test_nobody_watches_a_file(sealed):
    err = StringIO()

    with as_role("gugus_worker"):
        call_command("audit_verify", stdout=StringIO(), stderr=err)

    assert err.getvalue() == ""


def test_progress_says_speed_and_time_left():
    said = wording.progress(500_000, 1_000_000, 10.0)

    assert said.strip() == "500,000 of 1,000,000 entries · 50 % · 50,000 a second · 0:10 left"
    assert wording.progress(0, 0, 0.0)


def test_a_later_run_begins_where_the_last_ended(sealed, rina):
    assert verify()[1] == 0
    with as_role("gugus_app"):
        write(rina, 2)
    with as_role("gugus_worker"):
        seal_all(at=NOON)

    said, code = verify("--since", "last")

    assert code == 0 and "2 sealed entries in 1 seals" in said
    with pytest.raises(CommandError, match="beginning"):
        verify("--since", "1")


def test_a_broken_trail_is_not_remembered(sealed, tmp_path):
    with superuser() as cursor:
        cursor.execute("update audit_entry set reason = 'x' where seq = %s", [sealed[0]])

    verify("--memory", str(tmp_path / "good.json"))

    assert not (tmp_path / "good.json").exists()


def test_a_missing_guard_and_a_missing_day_are_sentences(sealed):
    anchor()
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute("grant delete on audit_entry to gugus_app")

    said, code = verify()

    assert code == 1 and "gugus_app: DELETE audit_entry" in said
    with override("id"):
        assert "PENJAGA" in verify()[0]


def key(*arguments: str) -> str:
    out = StringIO()
    with as_role("gugus_worker"):
        call_command("audit_key", *arguments, stdout=out)
    return out.getvalue()


def test_the_key_is_made_once_and_its_public_half_shown(db, places):
    first = key()

    assert re.search(r"Public key [0-9a-f]{16}: \S{44}\n", first)
    assert key() == first
    assert "private" in (places / "keys" / "signing.json").read_text()
    assert "private" not in first


def test_others_check_anchors_with_the_public_key_alone(sealed, tmp_path, capsys):
    public = re.search(r": (\S{44})\n", key())[1]
    out = StringIO()
    with as_role("gugus_worker"):
        call_command("audit_anchor", "--all", stdout=out)
    file = tmp_path / "anchors.txt"
    file.write_text(out.getvalue())

    def said(words):
        return words.en

    assert anchor_check.check(file, [public], said) == 0
    assert "signatures and order are right" in capsys.readouterr().out
    file.write_text(out.getvalue().replace("entries:", "entries:1"))
    assert anchor_check.check(file, [public], said) == 1
    assert "the signature is not right" in capsys.readouterr().out
    with pytest.raises(Stop, match="public key"):
        anchor_check.check(file, [], said)
    file.write_text("nothing")
    with pytest.raises(Stop, match="no whole signed anchor"):
        anchor_check.check(file, [public], said)


def test_a_restored_installation_starts_without_its_old_key_and_says_so(db, places):
    key()
    (places / "keys" / "signing.json").unlink()
    err = StringIO()

    with as_role("gugus_worker"):
        call_command("audit_key", stdout=StringIO(), stderr=err)
        with pytest.raises(CommandError, match="--lost"):
            call_command("audit_key", "--rotate")

    assert "--lost" in err.getvalue()
    assert "Public key" in key("--lost")
