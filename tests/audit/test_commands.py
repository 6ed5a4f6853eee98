"""What an operator types."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from tests.audit.conftest import superuser
from tests.conftest import as_role


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

    assert re.match(
        r"gugus-anchor-1 seal=\d+ entries=\d+ at=2026-06-15T05:00:00\+00:00 root=[0-9a-f]{64}\n$", line
    )
    assert verify("--anchor", line)[1] == 0
    assert verify("--anchor", str(tmp_path / "anchor.txt"))[1] == 0
    assert verify("--anchor", "0" * 64)[1] == 1


def test_a_useless_anchor_is_refused(sealed):
    with pytest.raises(CommandError, match="64"):
        verify("--anchor", "nonsense")


def test_without_seals_there_is_no_anchor(db):
    with pytest.raises(CommandError, match="Nothing is sealed"):
        anchor()


def test_progress_can_be_watched(sealed):
    err = StringIO()

    with as_role("gugus_worker"):
        call_command("audit_verify", stdout=StringIO(), stderr=err)

    assert f"{len(sealed)} entries checked" in err.getvalue()
