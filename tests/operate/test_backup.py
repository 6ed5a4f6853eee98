"""Back up and restore between real databases: the only proof that a backup is one."""

import io
import json
import tarfile
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from gugus.kernel.keyring import Keyring
from gugus.kernel.sealing import new_key, seal, unseal
from gugus.operate import backup
from gugus.operate.backup import back_up
from gugus.operate.cluster import throwaway
from gugus.operate.provision import provision
from gugus.operate.restore import MARK, restore
from gugus.operate.roles import APP, OWNER, SEARCH, WORKER
from gugus.operate.sentences import Stop
from gugus.operate.target import Target

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
SCHEMA = f"""
CREATE TABLE people (id int PRIMARY KEY, key bytea, name bytea);
ALTER TABLE people ENABLE ROW LEVEL SECURITY; ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON people TO {OWNER} USING (false) WITH CHECK (true);
CREATE POLICY app_rows ON people TO {APP} USING (id = 1);
CREATE TABLE django_session (session_key text);
CREATE FUNCTION find() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.people';
ALTER FUNCTION find() OWNER TO {SEARCH};
CREATE TABLE acl (kind text, name regclass);
REVOKE ALL ON acl FROM {APP}, {WORKER};
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''append-only''; END';
CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON acl FOR EACH ROW EXECUTE FUNCTION refuse();
INSERT INTO acl VALUES ('person', 'people');
INSERT INTO django_session VALUES ('signed in');
"""


@pytest.fixture(scope="module")
def cluster():
    with throwaway() as cluster:
        yield cluster


@pytest.fixture
def target(cluster, tmp_path):
    """An installation by environment with three sealed people and two attachments."""
    made = _installation(cluster, tmp_path / "here", f"from {uuid4().hex}")
    ring = Keyring.create(made.keyring)
    with psycopg.connect(made.url("owner")) as owner:
        owner.execute(SCHEMA)
        for number, name in enumerate(("Sulastri", "Wayan", "Butet"), start=1):
            key = new_key()
            row = (number, ring.wrap(key), seal(key, name.encode(), f"people:{number}"))
            owner.execute("INSERT INTO people VALUES (%s, %s, %s)", row)
    (made.files / "ab").mkdir(parents=True)
    (made.files / "ab" / "one").write_bytes(b"sealed picture" * 1000)
    (made.files / "two").write_bytes(b"")
    return made


@pytest.fixture
def elsewhere(cluster, tmp_path):
    """An empty, provisioned installation on another day and another machine."""
    return _installation(cluster, tmp_path / "there", f"to {uuid4().hex}")


def _installation(cluster, folder, database) -> Target:
    folder.mkdir()
    provision(cluster.url("postgres", "postgres"), database)
    return Target(
        {
            "GUGUS_DATABASE_URL": cluster.url(database, APP),
            "GUGUS_WORKER_DATABASE_URL": cluster.url(database, WORKER),
            "GUGUS_OWNER_DATABASE_URL": cluster.url(database, OWNER),
            "GUGUS_KEYRING": str(folder / "keyring.json"),
            "GUGUS_DATA_DIR": str(folder / "files"),
        }
    )


def _one(url: str, query: str):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def _rewritten(source, made, change) -> None:
    """Copy a backup member by member; `change(name, content)` gives the new content or None to leave it out."""
    with tarfile.open(source) as old, tarfile.open(made, "w") as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))


def test_a_restored_installation_has_every_row_every_file_every_right_and_opens_what_was_sealed(
    target, elsewhere, tmp_path
):
    file = tmp_path / "monday.backup"

    made = back_up(target, file, NOON)
    restore(elsewhere, file, keyring=target.keyring)

    assert made["rows"] == {"acl": 1, "django_session": 0, "people": 3} or made["rows"] == {
        "acl": 1,
        "people": 3,
    }
    assert _one(elsewhere.url("app"), "SELECT count(*) FROM people") == 1  # its policy lets one through
    assert _one(elsewhere.url("app"), "SELECT find()") == 3
    assert _one(elsewhere.url("owner"), "SELECT name::text FROM acl") == "people"
    assert _one(elsewhere.url("owner"), "SELECT count(*) FROM django_session") == 0
    assert (elsewhere.files / "ab" / "one").read_bytes() == b"sealed picture" * 1000
    assert (elsewhere.files / "two").read_bytes() == b""
    assert not (elsewhere.files / MARK).exists()

    ring = Keyring.load(elsewhere.keyring)
    with psycopg.connect(elsewhere.url("app")) as connection:
        key, name = connection.execute("SELECT key, name FROM people").fetchone()
    assert unseal(ring.unwrap(key), name, "people:1") == b"Sulastri"


def test_rows_nobody_but_the_search_role_sees_are_in_the_backup(target, tmp_path):
    assert _one(target.url("owner"), "SELECT count(*) FROM people") == 0

    assert back_up(target, tmp_path / "b", NOON)["rows"]["people"] == 3


def test_rights_come_back_as_they_were(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)
    restore(elsewhere, tmp_path / "b", keyring=target.keyring)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _one(elsewhere.url("app"), "SELECT count(*) FROM acl")
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        _one(elsewhere.url("owner"), "UPDATE acl SET kind = 'x' RETURNING 1")
    forced = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 'people'"
    assert _one(elsewhere.url("owner"), forced) is True


def test_a_right_too_many_after_the_restore_is_named(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)

    def less(name, content):
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["rights"].remove(f"right people {APP} UPDATE")
        return json.dumps(manifest).encode()

    _rewritten(tmp_path / "b", tmp_path / "less", less)

    with pytest.raises(Stop, match=f"rights after the restore differ .* right people {APP} UPDATE"):
        restore(elsewhere, tmp_path / "less", keyring=target.keyring)


def test_later_tables_get_their_default_rights_again(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)
    restore(elsewhere, tmp_path / "b", keyring=target.keyring)

    with psycopg.connect(elsewhere.url("owner")) as owner:
        owner.execute("CREATE TABLE later (id bigint GENERATED BY DEFAULT AS IDENTITY)")

    assert _one(elsewhere.url("app"), "INSERT INTO later DEFAULT VALUES RETURNING id") == 1
    assert _one(elsewhere.url("worker"), "SELECT has_table_privilege('later', 'delete')") is True


def test_the_key_is_not_in_the_backup_unless_asked_for(target, tmp_path):
    back_up(target, tmp_path / "without", NOON)
    back_up(target, tmp_path / "with", NOON, with_keyring=True)

    index_key = json.loads(target.keyring.read_text())["tokens"][0]["key"].encode()
    assert index_key not in (tmp_path / "without").read_bytes()
    assert index_key in (tmp_path / "with").read_bytes()


def test_a_backup_with_its_key_needs_no_other(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "with", NOON, with_keyring=True)

    restore(elsewhere, tmp_path / "with")

    assert elsewhere.keyring.read_text() == target.keyring.read_text()
    assert elsewhere.keyring.stat().st_mode & 0o777 == 0o600


def test_only_its_owner_can_read_a_backup(target, tmp_path):
    back_up(target, tmp_path / "b", NOON)

    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_not_overwritten_and_nothing_half_made_is_left(target, tmp_path):
    (tmp_path / "b").write_text("older")

    with pytest.raises(Stop, match="not overwritten"):
        back_up(target, tmp_path / "b", NOON)

    assert (tmp_path / "b").read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "here"]


def test_a_cut_off_backup_leaves_no_file(target, tmp_path, monkeypatch):
    def full_disk(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_add", full_disk)

    with pytest.raises(OSError, match="No space left"):
        back_up(target, tmp_path / "b", NOON)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here"]


@pytest.mark.parametrize("what", ["database", "files"])
def test_a_place_with_content_is_refused_and_left_as_it_is(target, elsewhere, tmp_path, what):
    back_up(target, tmp_path / "b", NOON)
    if what == "database":
        with psycopg.connect(elsewhere.url("owner")) as connection:
            connection.execute("CREATE TABLE mine ()")
    else:
        elsewhere.files.mkdir()
        (elsewhere.files / "mine").touch()

    with pytest.raises(Stop, match="already has content"):
        restore(elsewhere, tmp_path / "b", keyring=target.keyring)

    assert not elsewhere.keyring.exists()
    assert not (elsewhere.files / "two").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda name, content: b"swapped" if name == "files/two" else content, "SHA-256 files/two"),
        (
            lambda name, content: content[:-1] + b"x" if name == "database.dump" else content,
            "SHA-256 database.dump",
        ),
        (lambda name, content: None if name == "files/ab/one" else content, "files/ab/one"),
        (lambda name, content: None if name == "manifest.json" else content, "manifest.json"),
        (lambda name, content: b'{"format": "other"}' if name == "manifest.json" else content, "other"),
    ],
)
def test_an_altered_backup_is_refused_before_anything_changes(target, elsewhere, tmp_path, change, reason):
    back_up(target, tmp_path / "b", NOON)
    _rewritten(tmp_path / "b", tmp_path / "altered", change)

    with pytest.raises(Stop, match=reason):
        restore(elsewhere, tmp_path / "altered", keyring=target.keyring)

    assert not elsewhere.files.exists() and not elsewhere.keyring.exists()


def test_a_truncated_backup_is_refused(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(Stop, match="not a gugus backup or not whole"):
        restore(elsewhere, tmp_path / "b", keyring=target.keyring)


def test_another_key_file_is_refused(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)
    Keyring.create(tmp_path / "other.json")

    with pytest.raises(Stop, match="does not belong to this backup"):
        restore(elsewhere, tmp_path / "b", keyring=tmp_path / "other.json")

    assert not elsewhere.keyring.exists()


def test_without_any_key_file_the_restore_asks_for_it(target, elsewhere, tmp_path):
    back_up(target, tmp_path / "b", NOON)

    with pytest.raises(Stop, match="name it with --keyring"):
        restore(elsewhere, tmp_path / "b")


def test_a_restore_that_was_cut_off_can_be_repeated(target, elsewhere, tmp_path, monkeypatch):
    back_up(target, tmp_path / "b", NOON)
    with monkeypatch.context() as patch:
        patch.setattr("gugus.operate.restore._restore_database", _killed)
        with pytest.raises(KeyboardInterrupt):
            restore(elsewhere, tmp_path / "b", keyring=target.keyring)

    restore(elsewhere, tmp_path / "b", keyring=target.keyring)

    assert _one(elsewhere.url("app"), "SELECT find()") == 3


def _killed(*_args):
    raise KeyboardInterrupt


def test_a_password_never_stands_on_a_command_line():
    address, environment = backup.without_password(
        "postgresql://budi:open%20sesame@db.example/gugus?sslmode=require"
    )

    assert "sesame" not in address and "sslmode=require" in address
    assert environment["PGPASSWORD"] == "open sesame"


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("postgresql://u@/gugus?host=%2Frun%2Fx", True),
        ("postgresql:///gugus", True),
        ("postgresql://u@localhost:5433/gugus", True),
        ("postgresql://u@10.0.0.5/gugus", False),
        ("postgresql://u@/gugus?host=db.example", False),
    ],
)
def test_a_database_elsewhere_is_told_from_one_on_this_machine(url, local):
    assert backup.is_local(url) is local
