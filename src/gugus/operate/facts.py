"""What `gugus check` and `gugus status` can find out about a running installation, without judging it."""

import re
import shutil
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from gugus.files import clamd
from gugus.operate import backup, processes, roles
from gugus.operate.target import Target

PATIENCE = 5  # seconds for the scanner
UNLOCKED = """
    SELECT DISTINCT polrelid::regclass::text FROM pg_policy JOIN pg_class c ON c.oid = polrelid
    WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1
"""
PUBLIC_POLICIES = "SELECT DISTINCT tablename FROM pg_policies WHERE 'public' = ANY (roles) ORDER BY 1"
ROLE = """
    SELECT rolname, rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace),
           (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())
    FROM pg_roles r WHERE rolname = current_user
"""


@dataclass(frozen=True)
class SecretFile:
    """A file that must be private: where it is and what anybody can tell about it without opening it."""

    path: Path
    exists: bool
    mode: int = 0

    @classmethod
    def at(cls, path: Path) -> "SecretFile":
        """Look at the file."""
        try:
            return cls(path, True, stat.S_IMODE(path.stat().st_mode))
        except OSError:
            return cls(path, False)


@dataclass(frozen=True)
class Connection:
    """One database address and what the server says about who we are there. `error` if we did not get in."""

    role: str
    local: bool
    error: str = ""
    user: str = ""
    superuser: bool = False
    bypasses: bool = False
    owns_tables: bool = False
    encrypted: bool = False


@dataclass(frozen=True)
class State:
    """What the database says about the product. Ages in time, counts as numbers, None where unknown."""

    version: str = ""
    size: int = 0
    unlocked: tuple[str, ...] = ()
    places: int | None = None
    unsealed: int | None = None
    oldest_unsealed: timedelta | None = None
    heartbeat: timedelta | None = None
    jobs_waiting: int | None = None
    jobs_failed: int | None = None


@dataclass(frozen=True)
class Facts:
    """Everything together. `deploy` are Django's own findings, `pending` unapplied migrations."""

    mode: str
    debug: bool
    hosts: str
    secret_key: SecretFile
    keyring: SecretFile
    files: Path
    free: int
    connections: tuple[Connection, ...]
    state: State
    deploy: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    data_directory: Path | None = None
    scanner: str = ""
    scanner_place: str = ""


def gather(target: Target, log: Path) -> Facts:
    """Look at everything; what cannot be found out stays empty. Django's own words go into `log`."""
    env = target.environment("worker")
    connections = tuple(connection(role, target.url(role)) for role in _known_roles(target))
    return Facts(
        mode=env.get("GUGUS_MODE", "production"),
        debug=env.get("GUGUS_DEBUG", "").lower() in {"1", "true", "yes", "on"},
        hosts=env.get("GUGUS_HOSTS", ""),
        secret_key=SecretFile.at(Path(env.get("GUGUS_SECRET_KEY_FILE") or "(GUGUS_SECRET_KEY_FILE)")),
        keyring=SecretFile.at(Path(env.get("GUGUS_KEYRING") or "(GUGUS_KEYRING)")),
        files=target.files,
        free=free_space(target.files),
        connections=connections,
        state=state(target.url("worker")),
        deploy=deploy_findings(env, log),
        pending=pending_migrations(env, log),
        data_directory=target.cluster.folder if target.cluster else None,
        scanner=scanner(env.get("GUGUS_CLAMAV", "")),
        scanner_place=env.get("GUGUS_CLAMAV", ""),
    )


def connection(role: str, url: str) -> Connection:
    """Sign in at this address and ask who we are."""
    local = backup.is_local(url)
    try:
        with psycopg.connect(url, connect_timeout=10) as server:
            user, *flags = server.execute(ROLE).fetchone()
    except psycopg.OperationalError as failed:
        return Connection(role, local, error=str(failed).splitlines()[0])
    return Connection(role, local, "", user, *map(bool, flags))


def state(url: str) -> State:
    """Ask the database, as the worker, which sees all rows."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as server:
            return _state(server)
    except psycopg.OperationalError:
        return State()


def _state(server: psycopg.Connection) -> State:
    def ask(query: str, table: str) -> object:
        known = server.execute("SELECT to_regclass(%s)", [table]).fetchone()[0]
        return server.execute(query.format(table)).fetchone()[0] if known else None

    count, age = "SELECT count(*) FROM {}", "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM {}"
    oldest = "SELECT extract(epoch FROM now() - min(at)) FROM audit_entry JOIN {} USING (seq)"
    unlocked = server.execute(UNLOCKED).fetchall() + server.execute(PUBLIC_POLICIES).fetchall()
    return State(
        version=server.execute("SHOW server_version").fetchone()[0].split()[0],
        size=server.execute("SELECT pg_database_size(current_database())").fetchone()[0],
        unlocked=tuple(sorted({name for (name,) in unlocked})),
        places=ask(count, "places_area"),
        unsealed=ask(count, "audit_unsealed"),
        oldest_unsealed=_age(ask(oldest, "audit_unsealed")),
        heartbeat=_age(ask(age, "procrastinate_workers")),
        jobs_waiting=ask(f"{count} WHERE status = 'todo'", "procrastinate_jobs"),
        jobs_failed=ask(f"{count} WHERE status = 'failed'", "procrastinate_jobs"),
    )


def _age(seconds: object) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=float(seconds))


def deploy_findings(env: Mapping[str, str], log: Path) -> tuple[str, ...]:
    """Django's `check --deploy`, one line per finding."""
    command = [sys.executable, "-m", "django", "check", "--deploy", "--no-color"]
    code, said = processes.run(command, log, env=env)
    found = re.findall(r"^(?:\?|[\w.]+): (\([\w.]+\) [^\n]+)", said, re.MULTILINE)
    return tuple(found) or ((processes.last_line(said),) if code else ())


def pending_migrations(env: Mapping[str, str], log: Path) -> tuple[str, ...]:
    """Migrations of this version that the database has not seen."""
    command = [sys.executable, "-m", "django", "migrate", "--check", "--plan", "--no-color"]
    code, said = processes.run(command, log, env=env)
    return tuple(re.findall(r"^(\w+\.\w+)$", said, re.MULTILINE)) or (("?",) if code else ())


def scanner(place: str) -> str:
    """What the virus scanner says it is; "" when none is named or it does not answer."""
    try:
        return clamd.version(place, PATIENCE) if place else ""
    except clamd.NoAnswer:
        return ""


def free_space(folder: Path) -> int:
    """Free bytes where this folder is or will be."""
    place = next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
    return shutil.disk_usage(place).free


def _known_roles(target: Target) -> list[str]:
    if target.cluster:
        return list(roles.VARIABLES)
    return [role for role, (variable, _) in roles.VARIABLES.items() if target.environ.get(variable)]
