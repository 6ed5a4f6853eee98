import subprocess

import psycopg
import pytest

from gugus.operate import engine as engines
from gugus.operate.cluster import throwaway
from gugus.operate.provision import APP, OWNER, SEARCH, WORKER, provision, scram, script


@pytest.fixture(scope="module")
def cluster():
    with throwaway() as cluster:
        provision(cluster.url("postgres", "postgres"), "gugus")
        provision(cluster.url("postgres", "postgres"), "gugus")  # twice: the same again
        with psycopg.connect(cluster.url("gugus", OWNER)) as owner:
            owner.execute("CREATE TABLE cases (id bigserial PRIMARY KEY, note text)")
            owner.execute(
                "CREATE FUNCTION found() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
            )
            owner.execute(f"ALTER FUNCTION found() OWNER TO {SEARCH}")
        yield cluster


def _refused(cluster, role: str, statement: str) -> bool:
    with psycopg.connect(cluster.url("gugus", role)) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
    return False


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("SELECT * FROM cases", {APP, WORKER, OWNER}),
        ("INSERT INTO cases (note) VALUES ('x')", {APP, WORKER, OWNER}),
        ("UPDATE cases SET note = 'y'", {APP, WORKER, OWNER}),
        ("DELETE FROM cases", {WORKER, OWNER}),
        ("TRUNCATE cases", {OWNER}),
        ("SELECT found()", {APP, WORKER, OWNER}),
        ("CREATE TABLE mine ()", {OWNER}),
        ("CREATE TEMPORARY TABLE mine ()", {WORKER, OWNER}),
        ("CREATE ROLE mine", set()),
        ("COPY cases TO PROGRAM 'true'", set()),
    ],
)
def test_each_role_may_do_its_work_and_no_more(cluster, statement, allowed):
    assert {role for role in (APP, WORKER, OWNER) if not _refused(cluster, role, statement)} == allowed


def test_only_the_search_role_passes_row_level_security_and_nobody_signs_in_as_it(cluster):
    with psycopg.connect(cluster.url("gugus", OWNER)) as connection:
        rows = connection.execute(
            "SELECT rolname, rolcanlogin, rolbypassrls, rolsuper FROM pg_roles WHERE rolname LIKE 'gugus%'"
        ).fetchall()

    assert {row[0]: row[1:] for row in rows} == {
        OWNER: (True, False, False),
        APP: (True, False, False),
        WORKER: (True, False, False),
        SEARCH: (False, True, False),
    }


def test_names_with_typing_errors_can_be_searched(cluster):
    with psycopg.connect(cluster.url("gugus", APP)) as connection:
        similar, plain, sound = connection.execute(
            "SELECT similarity('sulastri', 'sulasti') > 0.5, unaccent('Café'), soundex('Budi')"
        ).fetchone()

    assert (similar, plain, sound) == (True, "Cafe", "B300")


def test_a_stranger_of_the_same_server_does_not_come_in(cluster):
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
        server.execute("CREATE ROLE stranger LOGIN")

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(cluster.url("gugus", "stranger"))


def test_the_printed_script_does_the_same_and_shows_no_password(cluster):
    text = script("gugus printed", {APP: "open sesame"})
    ran = subprocess.run(
        [engines.engine().program("psql"), cluster.url("postgres", "postgres"), "-q"],
        input=text,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stderr
    assert "open sesame" not in text
    with psycopg.connect(cluster.url("gugus printed", OWNER)) as connection:
        assert connection.execute("SELECT unaccent('é')").fetchone() == ("e",)


def test_a_password_is_stored_as_the_digest_postgresql_expects():
    verifier = scram("pencil", salt=b"\x00" * 16)

    assert verifier.startswith("SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$")
    assert verifier == scram("pencil", salt=b"\x00" * 16) != scram("pencils", salt=b"\x00" * 16)
