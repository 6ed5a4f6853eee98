"""Roles, rights and extensions of one gugus database.

`provision` makes them (again and again with the same result); `script` prints the same as a psql script for a
database administrator who wants to read before running.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from gugus.operate.roles import APP, LOGIN_ROLES, OWNER, SEARCH, WORKER

EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gin", "btree_gist")
PLAIN = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"


def provision(superuser_url: str, database: str, passwords: Mapping[str, str] | None = None) -> None:
    """Make roles, database, extensions and rights; safe to repeat. Passwords: by login role, optional.

    `superuser_url` names a role with superuser rights and any existing database of that server.
    """
    with psycopg.connect(superuser_url, autocommit=True) as server:
        for statement in role_statements(passwords or {}):
            server.execute(statement)
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not known:
            _create_database(server, database)
    with psycopg.connect(make_conninfo(superuser_url, dbname=database)) as inside:
        for statement in database_statements(database):
            inside.execute(statement)


def script(database: str, passwords: Mapping[str, str] | None = None) -> str:
    """The same as a psql script. Passwords appear only as SCRAM digests."""
    roles = [f"{statement};" for statement in role_statements(passwords or {})]
    name, literal = _name(database), "'" + database.replace("'", "''") + "'"
    create = f"CREATE DATABASE {name} OWNER {OWNER} ENCODING ''UTF8'' LOCALE ''C.UTF-8'' TEMPLATE template0"
    create = f"SELECT '{create}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {literal}) \\gexec"
    inside = [f"{statement};" for statement in database_statements(database)]
    return "\n".join(
        ["\\set ON_ERROR_STOP on", *roles, create, f"\\connect {name}", "BEGIN;", *inside, "COMMIT;", ""]
    )


def role_statements(passwords: Mapping[str, str]) -> Iterator[str]:
    """One statement each, for the whole server."""
    for role in (*LOGIN_ROLES, SEARCH):
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role}; END IF; END $$"
        )
    for role in LOGIN_ROLES:
        secret = f" PASSWORD '{scram(passwords[role])}'" if role in passwords else ""
        yield f"ALTER ROLE {role} LOGIN {PLAIN} NOBYPASSRLS{secret}"
    # The worker makes exports with the application's role, so that row-level security holds for them. It lends the role
    # for a moment (SET ROLE) and has nothing of it otherwise: NOINHERIT before the grant.
    yield f"ALTER ROLE {WORKER} NOINHERIT"
    yield f"GRANT {APP} TO {WORKER}"
    yield f"ALTER ROLE {SEARCH} NOLOGIN {PLAIN} BYPASSRLS"
    yield f"GRANT {SEARCH} TO {OWNER}"  # so that a migration can hand a search function over


def database_statements(database: str) -> Iterator[str]:
    """One statement each, inside the database, as superuser."""
    name = _name(database)
    yield f"ALTER DATABASE {name} OWNER TO {OWNER}"
    yield f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {name} TO {OWNER}, {APP}, {WORKER}"
    yield f"GRANT TEMPORARY ON DATABASE {name} TO {OWNER}, {WORKER}"
    for extension in EXTENSIONS:
        yield f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {OWNER}, {APP}, {WORKER}, {SEARCH}"
    yield f"GRANT CREATE ON SCHEMA public TO {OWNER}, {SEARCH}"  # owning a function takes it
    yield from default_rights()


def default_rights(*, aside: bool = False) -> Iterator[str]:
    """What every table, sequence and function of a later migration gives to whom. TRUNCATE: to nobody; sequences
    (they count what all agencies do together): not to the application, whose identity columns draw without it.

    `aside` takes these defaults away again, as a restore needs it. The owner role may do both.
    """
    give, to = ("REVOKE", "FROM") if aside else ("GRANT", "TO")
    default = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} {give}"
    yield f"{default} SELECT, INSERT, UPDATE ON TABLES {to} {APP}"
    yield f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES {to} {WORKER}"
    yield f"{default} SELECT ON TABLES {to} {SEARCH}"
    yield f"{default} USAGE, SELECT ON SEQUENCES {to} {WORKER}"
    yield f"{default} SELECT ON SEQUENCES {to} {SEARCH}"  # a backup reads as this role
    public = "GRANT EXECUTE ON FUNCTIONS TO PUBLIC" if aside else "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    for maker in (OWNER, SEARCH):
        yield f"ALTER DEFAULT PRIVILEGES FOR ROLE {maker} {public}"
        yield f"ALTER DEFAULT PRIVILEGES FOR ROLE {maker} {give} EXECUTE ON FUNCTIONS {to} {APP}, {WORKER}"


def scram(password: str, *, salt: bytes | None = None, rounds: int = 4096) -> str:
    """The SCRAM-SHA-256 verifier PostgreSQL stores, so that the server and its log never see the password."""
    salt = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${rounds}:{salt64}${stored64}:{server64}"


def _create_database(server: psycopg.Connection, database: str) -> None:
    make = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE {} TEMPLATE template0"
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    try:
        server.execute(sql.SQL(make).format(name, owner, sql.Literal("C.UTF-8")))
    except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue):  # no such locale there
        server.execute(sql.SQL(make).format(name, owner, sql.Literal("C")))


def _name(database: str) -> str:
    return '"' + database.replace('"', '""') + '"'
