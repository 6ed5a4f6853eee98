import pytest

from gugus.operate.installation import DATABASE, Installation
from gugus.operate.provision import provision
from gugus.operate.sentences import Stop
from gugus.operate.target import Target, opened


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in ("GUGUS_DATABASE_URL", "GUGUS_WORKER_DATABASE_URL", "GUGUS_OWNER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_environment_means_production(monkeypatch):
    monkeypatch.setenv("GUGUS_OWNER_DATABASE_URL", "postgresql://o@db/gugus")

    with opened(None) as target:
        assert target.installation is None
        assert target.environment("owner")["GUGUS_ROLE"] == "owner"


def test_a_named_data_folder_wins_over_the_environment(monkeypatch, installation):
    monkeypatch.setenv("GUGUS_OWNER_DATABASE_URL", "postgresql://o@db/gugus")

    with opened(installation.folder, make=True) as target:
        assert target.installation == installation


def test_a_missing_variable_is_named():
    with pytest.raises(Stop, match="The variable GUGUS_DATABASE_URL is not set"):
        Target({}).url("app")
    with pytest.raises(Stop, match="The variable GUGUS_KEYRING is not set"):
        _ = Target({}).keyring


def test_a_folder_without_installation_is_refused_and_not_made(tmp_path):
    with pytest.raises(Stop, match="There is no installation"), opened(tmp_path / "none"):
        pass

    assert not (tmp_path / "none").exists()


def test_the_database_of_a_data_folder_runs_as_long_as_the_command(installation):
    with opened(installation.folder, make=True) as target:
        provision(target.cluster.url("postgres", "postgres"), DATABASE)
        cluster = target.cluster
        assert cluster.alive()

    assert not cluster.alive()


def test_a_running_launcher_is_not_disturbed(installation):
    with installation.cluster as running:
        with opened(installation.folder) as target:
            assert target.url("app") == running.url(DATABASE, "gugus_app")
        assert running.alive()


def test_an_installation_knows_its_usual_place():
    assert Installation.usual().folder.name == ".gugus"
