"""`bin/demo`: from a fresh checkout to a running gugus, again and again with the same result.

First under the machine's Python (make the virtual environment), then under that environment's Python
(database, tables, data, web server, worker). Each step is safe to cut off: marks are set last, and a
database that was never finished is made again from the start.
"""

import argparse
import errno
import os
import shutil
import signal
import sys
from pathlib import Path

from gugus.operate import packages, sentences
from gugus.operate.installation import CHECKOUT, DEMO, OWN, Installation
from gugus.operate.sentences import Stop, say
from gugus.operate.services import port_is_free

LOCK_FILE = CHECKOUT / "requirements.lock"
OLDEST = (3, 11)
ROOM_FOR_ALL, ROOM_TO_RUN = 800, 200  # MB: packages, database and files; only a start


def parser() -> argparse.ArgumentParser:
    """The options, explained in both languages."""
    made = argparse.ArgumentParser(
        prog="bin/demo",
        description="Menjalankan gugus di komputer ini, hanya untuk komputer ini (127.0.0.1). / "
        "Runs gugus on this computer, for this computer only (127.0.0.1).",
    )
    say_both = "{} / {}".format
    made.add_argument(
        "--port", type=int, default=8000, metavar="N", help=say_both("porta web (8000)", "web port (8000)")
    )
    made.add_argument(
        "--data-dir",
        type=Path,
        default=CHECKOUT / ".gugus",
        metavar="FOLDER",
        help=say_both("tempat semua data (.gugus)", "where all data go (.gugus)"),
    )
    made.add_argument(
        "--empty",
        action="store_true",
        help=say_both(
            "tanpa data contoh, dengan pengelola sendiri", "no demo data, an administrator of your own"
        ),
    )
    made.add_argument(
        "--reset", action="store_true", help=say_both("hapus semua data dulu", "delete all data first")
    )
    made.add_argument(
        "--yes", action="store_true", help=say_both("jangan bertanya saat --reset", "do not ask at --reset")
    )
    made.add_argument(
        "--only-install",
        action="store_true",
        help=say_both("hanya memasang paket", "only install the packages"),
    )
    return made


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    asked = parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    installation = Installation(asked.data_dir.absolute())
    try:
        _run(installation, asked)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as failed:
        if failed.errno in (errno.ENOSPC, errno.EDQUOT):
            print(f"\n{Stop(sentences.DISK_BECAME_FULL, folder=installation.folder)}", file=sys.stderr)
            return 1
        if isinstance(failed, PermissionError):
            folder = failed.filename or installation.folder
            print(f"\n{Stop(sentences.UNWRITABLE, folder=folder)}", file=sys.stderr)
            return 1
        raise
    return 0


def _run(installation: Installation, asked: argparse.Namespace) -> None:
    if sys.version_info < OLDEST:
        raise Stop(sentences.OLD_PYTHON, version=sys.version.split()[0])
    installation.make()
    with installation.locked():
        if not asked.only_install:
            _check_port(asked.port)
        if not packages.is_current(installation.venv, LOCK_FILE):
            _check_room(installation.folder, ROOM_FOR_ALL)
            packages.install(installation.venv, LOCK_FILE, installation.log("install"))
        if asked.only_install:
            return
        _check_room(installation.folder, ROOM_TO_RUN)
        if asked.reset:
            _reset(installation, sure=asked.yes)
        _check_kind(installation, OWN if asked.empty else DEMO)
    # From here on with the installed packages; the process number stays, so signals still reach us.
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [installation.python, "-m", "gugus.operate.launch", installation.folder, asked.port]
    os.execve(installation.python, [str(part) for part in command], environment)


def _interrupt(*_args: object) -> None:
    raise KeyboardInterrupt


def _check_port(port: int) -> None:
    if not port_is_free(port):
        other = next((near for near in range(port + 1, port + 50) if port_is_free(near)), port + 1)
        raise Stop(sentences.PORT_TAKEN, port=port, other=other)


def _check_room(folder: Path, need: int) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < need:
        raise Stop(sentences.DISK_FULL, folder=folder, need=need, free=free)


def _check_kind(installation: Installation, wanted: str) -> None:
    """Demo people never come into a folder with real data, nor the other way round."""
    kind = installation.kind()
    if kind is None:
        installation.set_kind(wanted)
    elif kind == DEMO and wanted == OWN:
        words = sentences.KIND_DEMO
        raise Stop(sentences.OTHER_KIND, folder=installation.folder, kind_id=words.id, kind_en=words.en)


def _reset(installation: Installation, *, sure: bool) -> None:
    if installation.kind() == OWN and not sure:
        if not sys.stdin.isatty():
            raise Stop(sentences.RESET_NEEDS_YES, folder=installation.folder)
        words = sentences.CONFIRM_RESET
        print(
            words.id.format(folder=installation.folder), words.en.format(folder=installation.folder), sep="\n"
        )
        if input("> ").strip().casefold() not in ("hapus", "delete"):
            raise Stop(sentences.RESET_NEEDS_YES, folder=installation.folder)
    say(sentences.RESETTING, folder=installation.folder)
    installation.clear()


if __name__ == "__main__":
    sys.exit(main())
