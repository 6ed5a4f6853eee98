import os
from types import SimpleNamespace

import pytest

from gugus.config import command
from gugus.config.verbs import parser
from gugus.kernel.keyring import Keyring
from gugus.operate import dependencies
from gugus.operate.dependencies import bill_of_materials, parts_of


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in list(os.environ):
        if name.startswith("GUGUS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


class Became(Exception):
    """This process would be another program now."""


@pytest.fixture
def became(monkeypatch):
    def execve(_program, arguments, environment):
        raise Became(arguments, environment)

    monkeypatch.setattr(command.os, "execve", execve)


def _environment(monkeypatch) -> None:
    for role in ("", "WORKER_", "OWNER_"):
        monkeypatch.setenv(f"GUGUS_{role}DATABASE_URL", f"postgresql://{role}secret@db/gugus")


@pytest.mark.parametrize(
    ("verb", "kept"), [("serve", "GUGUS_DATABASE_URL"), ("worker", "GUGUS_WORKER_DATABASE_URL")]
)
def test_a_server_process_sees_its_own_database_address_only(monkeypatch, became, verb, kept):
    _environment(monkeypatch)

    with pytest.raises(Became) as became:
        command.main([verb])

    environment = became.value.args[1]
    assert [name for name in environment if name.endswith("DATABASE_URL")] == [kept]


def test_a_server_without_address_says_which_variable_is_missing(capsys):
    assert command.main(["serve"]) == 1
    assert "The variable GUGUS_DATABASE_URL is not set" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "django", "role"),
    [
        (["manage", "migrate", "--plan"], ["migrate", "--plan"], "owner"),
        (["manage", "clearsessions"], ["clearsessions"], "worker"),
        (["audit", "verify"], ["audit_verify"], "worker"),
        (["grow", "--persons", "10"], ["grow", "--persons", "10"], "worker"),
    ],
)
def test_management_commands_run_with_the_role_that_fits_them(monkeypatch, arguments, django, role):
    _environment(monkeypatch)
    asked = {}

    def run(line, *, env, check):
        asked.update(line=line[3:], role=env["GUGUS_ROLE"])
        return SimpleNamespace(returncode=7)

    monkeypatch.setattr(command, "engine", lambda: SimpleNamespace(bin="/usr/bin"))
    monkeypatch.setattr(command.subprocess, "run", run)

    assert command.main(arguments) == 7
    assert asked == {"line": django, "role": role}


def test_keys_are_made_once_and_never_overwritten(tmp_path, capsys):
    assert command.main(["keys", str(tmp_path / "keys")]) == 0
    assert "Keep a copy of the key file" in capsys.readouterr().out
    ring = Keyring.load(tmp_path / "keys" / "keyring.json")

    assert command.main(["keys", str(tmp_path / "keys")]) == 1
    assert "not overwritten" in capsys.readouterr().err
    assert Keyring.load(tmp_path / "keys" / "keyring.json") == ring
    assert (tmp_path / "keys" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        command.main(["status", "--nonsense"])

    assert refused.value.code == 2 and "--nonsense" in capsys.readouterr().err


@pytest.mark.parametrize("verb", sorted(command.VERBS))
def test_every_verb_is_explained_in_both_languages(capsys, verb):
    with pytest.raises(SystemExit):
        command.main([verb, "--help"])

    assert " / " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "shell", "spoken"),
    [
        (None, "id_ID.UTF-8", ["id"]),
        (None, "en_US.UTF-8", ["en"]),
        (None, "C.UTF-8", ["id", "en"]),
        ("id", "en_US.UTF-8", ["id"]),
    ],
)
def test_answers_come_in_the_language_of_the_shell_or_in_both(monkeypatch, language, shell, spoken):
    monkeypatch.setenv("LC_ALL", shell)

    assert command._languages(SimpleNamespace(language=language)) == spoken


def test_a_database_that_does_not_answer_is_one_sentence(monkeypatch, tmp_path, capsys):
    Keyring.create(tmp_path / "keyring.json")
    monkeypatch.setenv("GUGUS_OWNER_DATABASE_URL", "postgresql://o@/gugus?host=/nowhere")
    monkeypatch.setenv("GUGUS_KEYRING", str(tmp_path / "keyring.json"))

    assert command.main(["backup", str(tmp_path / "b")]) == 1
    assert "The database cannot run. connection" in capsys.readouterr().err


def test_the_bill_of_materials_of_a_release_is_written_where_asked(tmp_path, capsys):
    file = tmp_path / "sbom.json"

    assert command.main(["sbom", str(file)]) == 0
    assert file.read_text() == bill_of_materials()
    assert f"{file} ({len(parts_of(file.read_text()))} packages)" in capsys.readouterr().out


def test_an_installation_without_the_tool_says_where_it_is(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(dependencies, "find_spec", lambda name: None)

    assert command.main(["sbom", str(tmp_path / "sbom.json")]) == 1
    assert "run bin/test once" in capsys.readouterr().err
    assert not (tmp_path / "sbom.json").exists()


def test_every_verb_has_its_help_and_its_deed():
    asked = next(one for one in parser()._actions if one.dest == "verb").choices

    assert set(asked) == {*command.VERBS, "demo"}
    assert all(" / " in one.description for one in asked.values())
