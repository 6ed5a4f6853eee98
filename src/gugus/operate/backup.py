"""One file that holds everything but the key: database, attachments, and a manifest to check it by.

The file is a tar: `database.dump` (pg_dump's custom format), `files/…`, and last `manifest.json` (what, when,
row counts, SHA-256 of every member); a file without it was cut off. The dump is read as `gugus_search`, the
role that sees all rows; with any other, row-level security would leave rows out. Rows are counted in the
dump's own snapshot.
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gugus.kernel.keyservices import kek_ids_in
from gugus.operate import engine as engines
from gugus.operate import processes, sentences
from gugus.operate.installation import OWN
from gugus.operate.roles import SEARCH
from gugus.operate.sentences import Stop
from gugus.operate.target import Target

FORMAT = "gugus-backup-1"
# Only what the next sign-in makes again. Their tables are kept, their rows are not.
WITHOUT_ROWS = ("django_session", "base_cache")
TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
# Who may do what: rights beside the owner's, row security, policies. The same text in every major version.
RIGHTS = """
    SELECT concat_ws(' ', 'right', c.relname, a.grantee::regrole, a.privilege_type)
    FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relnamespace = 'public'::regnamespace
      AND a.grantee <> c.relowner
    UNION ALL
    SELECT concat_ws(' ', 'right', p.oid::regprocedure, p.proowner::regrole, p.prosecdef, a.grantee::regrole)
    FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    WHERE p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT concat_ws(' ', 'lock', relname, relrowsecurity, relforcerowsecurity)
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'policy', polrelid::regclass, polname, polcmd, polroles::regrole[]) FROM pg_policy
    UNION ALL
    SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1
"""


def back_up(target: Target, file: Path, at: datetime, *, with_keyring: bool = False) -> dict:
    """Write the backup, whole or not at all, and return its manifest. Raises Stop."""
    if file.exists():
        raise Stop(sentences.FILE_EXISTS, file=file)
    keys = sorted(kek_ids_in(target.keyring))
    dump, half = file.with_name(f".{file.name}.dump"), file.with_name(f".{file.name}.part")
    try:
        seen = _dump(target.url("owner"), dump)
        members = [("database.dump", dump), *_attachments(target.files)]
        if with_keyring:
            members.append(("keyring.json", target.keyring))
        manifest = {
            "format": FORMAT,
            "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "kind": target.installation.kind() if target.installation else OWN,
            "keys": keys,
            **seen,
        }
        manifest = _write(half, manifest, members)
        half.rename(file)
    finally:
        for rest in (dump, half):
            rest.unlink(missing_ok=True)
    return manifest


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Rows by table, as the connection's role sees them."""
    counts = {}
    for (name,) in connection.execute(TABLES).fetchall():
        if name not in WITHOUT_ROWS:
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))
            counts[name] = connection.execute(count).fetchone()[0]
    return counts


def rights_of(connection: psycopg.Connection) -> list[str]:
    """Every right, lock, policy and trigger as a line, so that two databases can be compared."""
    return [line for (line,) in connection.execute(RIGHTS).fetchall()]


def tool(name: str, major: int, url: str) -> str:
    """A PostgreSQL program that fits the server: its own version, else a newer one.

    The wheel's programs speak no TLS, so for a server elsewhere the system's come first.
    """
    fitting = [engine for engine in engines.engines() if engine.major >= major]
    fitting = [engine for engine in fitting if os.access(engine.program(name), os.X_OK)]
    if not is_local(url):
        fitting = [engine for engine in fitting if engine.package is None]
    if not fitting:
        raise Stop(sentences.NO_TOOL, tool=name, major=major)
    return min(fitting, key=lambda engine: engine.major).program(name)


def is_local(url: str) -> bool:
    """True for a unix socket or this very machine."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return host == "" or host.startswith(("/", "@")) or host in ("localhost", "127.0.0.1", "::1")


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address as it may stand on a command line, and the environment that carries the password."""
    parts = conninfo_to_dict(url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if password := parts.pop("password", None):
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environment


def major_of(connection: psycopg.Connection) -> int:
    """The server's major version."""
    return connection.info.server_version // 10000


def _dump(url: str, dump: Path) -> dict:
    with psycopg.connect(url, options="-c default_transaction_isolation=repeatable\\ read") as reader:
        reader.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(SEARCH)))
        snapshot = reader.execute("SELECT pg_export_snapshot()").fetchone()[0]
        major = major_of(reader)
        seen = {"postgresql": major, "rows": count_rows(reader), "rights": rights_of(reader)}
        address, environment = without_password(url)
        command = [
            tool("pg_dump", major, url),
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--role={SEARCH}",
        ]
        command += [f"--exclude-table-data=public.{name}" for name in WITHOUT_ROWS]
        command += [f"--file={dump}", f"--dbname={address}"]
        ran = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, umask=0o077
        )
        if ran.returncode:
            raise Stop(sentences.DUMP_FAILED, reason=processes.last_line(ran.stderr))
    return seen


def _attachments(folder: Path) -> list[tuple[str, Path]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [(f"files/{path.relative_to(folder).as_posix()}", path) for path in found]


def _write(half: Path, manifest: dict, members: list[tuple[str, Path]]) -> dict:
    digests: dict[str, str] = {}
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, path in members:
                with suppress(FileNotFoundError):  # an attachment that was forgotten in this very minute
                    digests[name] = _add(archive, name, path)
            manifest = {**manifest, "sha256": digests}
            text = json.dumps(manifest, indent=1).encode()
            archive.addfile(_member("manifest.json", len(text)), io.BytesIO(text))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with open(path, "rb") as content:
        reader = Digesting(content)
        archive.addfile(_member(name, os.fstat(content.fileno()).st_size), reader)
        return reader.digest.hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class Digesting:
    """A file that digests what is read from it, so that big files are read once."""

    def __init__(self, content: IO[bytes]):
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self.content.read(size)
        self.digest.update(block)
        return block
