"""The preparation of a data folder, with a real database; Django's commands are only noted down."""

import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from gugus.operate import launch
from gugus.operate.installation import DATABASE, DEMO, OWN
from gugus.operate.sentences import Stop

FIRST_DEMO = ["migrate", "collectstatic", "load_places", "load_clocks", "audit_key", "demo"]


@pytest.fixture
def cluster(installation):
    installation.set_kind(DEMO)
    with installation.cluster as cluster:
        yield cluster


@pytest.fixture
def ran(monkeypatch, installation):
    """Names of the management commands that ran; `ran.dies_at` names one that is killed."""

    class Ran(list):
        dies_at = ""

    ran = Ran()

    def manage(_installation, cluster, role, _words, command):
        ran.append(command[0])
        if command[0] == ran.dies_at:
            raise KeyboardInterrupt
        if command[0] == "migrate":
            (installation.folder / "static").mkdir(exist_ok=True)
            with psycopg.connect(cluster.url(DATABASE, "gugus_owner")) as owner:
                owner.execute("CREATE TABLE IF NOT EXISTS django_migrations ()")
        if command[0] == "demo":
            with psycopg.connect(cluster.url(DATABASE, "gugus_owner")) as owner:
                owner.execute("CREATE TABLE told AS SELECT 1 AS n")
        return "said"

    monkeypatch.setattr(launch, "_manage", manage)
    monkeypatch.setattr(launch.translations, "compile_all", lambda: 0)
    return ran


def _prepare(installation, cluster, ran) -> list[str]:
    del ran[:]
    launch.prepare(installation, cluster)
    return list(ran)


def _has_table(cluster, name: str) -> bool:
    with psycopg.connect(cluster.url(DATABASE, "gugus_owner")) as owner:
        return owner.execute("SELECT to_regclass(%s) IS NOT NULL", [name]).fetchone()[0]


def test_the_first_start_does_every_step_and_the_second_none(installation, cluster, ran):
    assert _prepare(installation, cluster, ran) == FIRST_DEMO
    assert _prepare(installation, cluster, ran) == []


def test_a_new_version_brings_tables_up_to_date_and_keeps_the_data(installation, cluster, ran, monkeypatch):
    _prepare(installation, cluster, ran)
    monkeypatch.setattr(launch, "_digest", lambda: "another version")

    assert _prepare(installation, cluster, ran) == FIRST_DEMO[:-1]
    assert _has_table(cluster, "told")


@pytest.mark.parametrize("step", FIRST_DEMO)
def test_a_first_start_killed_at_any_step_is_begun_again(installation, cluster, ran, step):
    ran.dies_at = step
    with pytest.raises(KeyboardInterrupt):
        _prepare(installation, cluster, ran)

    ran.dies_at = ""

    assert _prepare(installation, cluster, ran) == FIRST_DEMO
    assert _prepare(installation, cluster, ran) == []


def test_an_update_killed_at_any_step_keeps_the_data(installation, cluster, ran, monkeypatch):
    _prepare(installation, cluster, ran)
    monkeypatch.setattr(launch, "_digest", lambda: "another version")
    ran.dies_at = "collectstatic"
    with pytest.raises(KeyboardInterrupt):
        _prepare(installation, cluster, ran)

    ran.dies_at = ""
    _prepare(installation, cluster, ran)

    assert _has_table(cluster, "told")


def test_a_database_without_our_note_is_never_thrown_away(installation, cluster, ran):
    _prepare(installation, cluster, ran)
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
        server.execute(f"COMMENT ON DATABASE {DATABASE} IS NULL")

    assert "demo" not in _prepare(installation, cluster, ran)
    assert _has_table(cluster, "told")


def test_ones_own_data_begin_with_an_administrator_and_without_demo_people(
    installation, cluster, ran, capsys
):
    installation.set_kind(OWN)

    assert _prepare(installation, cluster, ran) == [*FIRST_DEMO[:-1], "create_admin"]
    assert "said" in capsys.readouterr().out


def test_a_lost_key_file_is_not_replaced_by_a_new_one(installation, cluster, ran):
    _prepare(installation, cluster, ran)
    installation.keyring.unlink()

    with pytest.raises(Stop, match="put it back"):
        _prepare(installation, cluster, ran)

    assert not installation.keyring.exists()


def test_keys_are_private_and_stay_the_same(installation, cluster, ran):
    _prepare(installation, cluster, ran)
    before = [file.read_text() for file in (installation.keyring, installation.secret_key)]

    _prepare(installation, cluster, ran)

    assert [file.read_text() for file in (installation.keyring, installation.secret_key)] == before
    for file in (installation.keyring, installation.secret_key):
        assert file.stat().st_mode & 0o777 == 0o600
    assert installation.keyring.parent.stat().st_mode & 0o777 == 0o700


def test_each_process_is_told_one_database_address_and_no_foreign_setting(installation, cluster, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "of the shell")
    monkeypatch.setenv("GUGUS_OWNER_DATABASE_URL", "postgresql://elsewhere/")

    told = installation.environment(cluster, "app")

    assert "gugus_app@" in told["GUGUS_DATABASE_URL"]
    assert "GUGUS_OWNER_DATABASE_URL" not in told and "GUGUS_WORKER_DATABASE_URL" not in told
    assert "PGPASSWORD" not in told


def test_deleting_everything_leaves_the_packages_and_nothing_else(installation, ran):
    installation.set_kind(DEMO)
    with installation.cluster as cluster:
        _prepare(installation, cluster, ran)
    (installation.files / "one").touch()
    installation.venv.mkdir()

    installation.clear()

    assert installation.venv.exists() and installation.kind() is None
    assert not installation.keyring.exists() and not any(installation.files.iterdir())
    with installation.cluster as cluster:
        installation.set_kind(DEMO)
        assert _prepare(installation, cluster, ran) == FIRST_DEMO


@pytest.mark.parametrize(
    ("failed", "sentence"),
    [
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), "disk became full"),
        (OSError(28, "No space left on device"), "disk became full"),
        (
            psycopg.OperationalError("server closed the connection\nHINT: x"),
            "The database cannot run. server closed",
        ),
    ],
)
def test_a_fault_of_the_machine_is_one_sentence(installation, failed, sentence):
    stop = launch._sentence(failed, installation)

    assert sentence in str(stop) and len(str(stop).splitlines()) == 2


def test_a_fault_of_ours_is_not_dressed_up(installation):
    with pytest.raises(FileNotFoundError):
        launch._sentence(FileNotFoundError("x"), installation)


def test_the_reason_of_a_failed_step_is_its_error_and_not_the_hint_after_it():
    said = "Traceback\nUnknown command: 'demo'\nType 'python -m django help' for usage.\n"

    assert launch._reason(said) == "Unknown command: 'demo'"
    assert launch._reason("no error named\nlast words") == "last words"


def test_the_work_goes_on_when_nobody_listens_any_more():
    script = "import time; from gugus.operate.sentences import tell; time.sleep(0.5);"
    script += "tell('a'); tell('b'); open('done', 'w')"
    source = Path(launch.__file__).parents[2]
    code = f"import sys; sys.path.insert(0, {str(source)!r}); {script}"
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE)
        process.stdout.close()

        assert process.wait(20) == 0
        assert (Path(folder) / "done").exists()
