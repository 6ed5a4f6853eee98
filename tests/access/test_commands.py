"""The matrix from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gugus.access import rules
from gugus.access.matrix import written
from gugus.access.queries import counting

SHIPPED = written(rules.shipped())
LESS = SHIPPED.replace("companion,health,see,team,sensitive\n", "")


def say(*args, **options) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def less(tmp_path):
    path = tmp_path / "less.csv"
    path.write_text(LESS, encoding="utf-8")
    return path


def test_export_gives_what_ships(db):
    assert say("matrix_export") == SHIPPED
    assert say("matrix_export", "--number", "0") == SHIPPED


def test_diff_names_each_step(db, less):
    assert "- companion health see" in say("matrix_diff", str(less))


def test_a_dry_run_keeps_nothing(world, less):
    said = say("matrix_apply", str(less), "--by", "tono", "--dry-run")

    assert "nadia: +0 -1" in said and counting(None) is None


def test_apply_and_back(world, less):
    assert "berlaku" in say("matrix_apply", str(less), "--by", "tono", "--note", "Uji.")
    assert say("matrix_export") == LESS

    said = say("matrix_rollback", "0", "--by", "tono", "--note", "Kembali semula.")

    assert "second person" in said  # what went away comes back: that is wider again
    assert say("matrix_export", "--number", "2") == SHIPPED


@pytest.mark.parametrize("by", ["rina", "nobody", "sari"])
def test_only_in_the_name_of_an_administrator(world, less, by):
    with pytest.raises(CommandError):
        say("matrix_apply", str(less), "--by", by)

    assert counting(None) is None


def test_what_is_no_matrix_is_told(world, tmp_path):
    (tmp_path / "bad.csv").write_text("x", encoding="utf-8")

    for command in (("matrix_diff",), ("matrix_apply", "--by", "tono")):
        with pytest.raises(CommandError, match="Baris pertama|first line"):
            say(command[0], str(tmp_path / "bad.csv"), *command[1:])
    with pytest.raises(CommandError):
        say("matrix_rollback", "9", "--by", "tono")
    with pytest.raises(CommandError):
        say("matrix_export", "--agency", "tidak-ada")
