import subprocess

import pytest

from gugus.operate import packages
from gugus.operate.sentences import Stop


@pytest.fixture
def lock(tmp_path):
    """A lock file without any package: pip has nothing to download."""
    made = tmp_path / "requirements.lock"
    made.write_text("# nothing\n")
    return made


@pytest.fixture
def pip(monkeypatch):
    """Instead of pip: says `pip.said` and ends with `pip.code`."""

    class Pip:
        code, said, ran = 0, "", 0

    def run(_command, log, **_options):
        Pip.ran += 1
        log.write_text(Pip.said)
        return Pip.code, Pip.said

    monkeypatch.setattr(packages.processes, "run", run)
    monkeypatch.setattr(packages, "_usable", lambda folder: folder.exists())
    monkeypatch.setattr(packages, "_make", lambda folder: (folder / "bin").mkdir(parents=True))
    return Pip


def _install(tmp_path, lock) -> None:
    packages.install(tmp_path / "venv", lock, tmp_path / "log")


def test_an_environment_is_trusted_only_with_the_mark_of_this_lock(tmp_path, lock, pip):
    folder = tmp_path / "venv"
    _install(tmp_path, lock)
    (folder / "bin" / "python").touch(mode=0o755)

    assert packages.is_current(folder, lock)

    lock.write_text("# changed\n")
    assert not packages.is_current(folder, lock)


def test_an_installation_that_failed_leaves_no_mark(tmp_path, lock, pip):
    _install(tmp_path, lock)
    pip.code, pip.said = 1, "ERROR: something odd"

    with pytest.raises(Stop, match="Installing the packages failed: ERROR: something odd"):
        _install(tmp_path, lock)

    assert not list((tmp_path / "venv").glob("made-from-*"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: none",
            "check the network",
        ),
        ("ERROR: No matching distribution found for django==5.2", "check the network"),
        ("Temporary failure in name resolution", "check the network"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk became full",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "failed: ERROR: THESE PACKAGES"),
    ],
)
def test_each_way_pip_fails_is_one_sentence(tmp_path, lock, pip, said, sentence):
    pip.code, pip.said = 1, said

    with pytest.raises(Stop, match=sentence):
        _install(tmp_path, lock)


def test_a_half_made_environment_is_made_again(tmp_path):
    half = tmp_path / "venv"
    (half / "bin").mkdir(parents=True)
    (half / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")

    assert not packages._usable(half)


def test_a_python_without_venv_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "_ensurepip", lambda: False)
    monkeypatch.setattr(packages, "may_apt", lambda: False)

    with pytest.raises(Stop, match="apt install python3-venv"):
        packages._make(tmp_path / "venv")


def test_root_on_debian_gets_it_installed(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(packages, "_ensurepip", lambda: bool(asked))
    monkeypatch.setattr(packages, "may_apt", lambda: True)
    monkeypatch.setattr(packages, "apt_install", lambda *names: asked.append(names))
    monkeypatch.setattr(packages.venv.EnvBuilder, "create", lambda _self, folder: folder.mkdir())

    packages._make(tmp_path / "venv")

    assert asked == [("python3-venv",)] and (tmp_path / "venv").is_dir()


def test_what_a_killed_start_left_is_cleared_away(tmp_path, monkeypatch):
    (tmp_path / "venv-new-1" / "bin").mkdir(parents=True)
    monkeypatch.setattr(packages.venv.EnvBuilder, "create", lambda _self, folder: folder.mkdir())

    packages._make(tmp_path / "venv")

    assert [path.name for path in tmp_path.iterdir()] == ["venv"]


def test_a_full_disk_while_making_the_environment_is_one_sentence(tmp_path, monkeypatch):
    def full(_self, _folder):
        raise subprocess.CalledProcessError(1, "pip", output=b"[Errno 28] No space left on device")

    monkeypatch.setattr(packages.venv.EnvBuilder, "create", full)

    with pytest.raises(Stop, match="disk became full"):
        packages._make(tmp_path / "venv")
