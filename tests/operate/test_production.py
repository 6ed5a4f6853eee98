import psycopg
import pytest

from gugus.operate.cluster import throwaway
from gugus.operate.production import addresses, print_or_apply
from gugus.operate.roles import APP
from gugus.operate.sentences import Stop


def test_the_three_addresses_are_written_for_their_owner_alone_and_work(tmp_path, capsys):
    with throwaway() as cluster:
        superuser = cluster.url("postgres", "postgres")
        print_or_apply("gugus", server="localhost:5432", superuser_url=superuser, env=tmp_path / "env")
        with psycopg.connect(superuser) as server:
            stored = server.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [APP]).fetchone()[
                0
            ]

    lines = (tmp_path / "env").read_text().splitlines()
    assert [line.partition("=")[0] for line in lines] == [
        "GUGUS_DATABASE_URL",
        "GUGUS_WORKER_DATABASE_URL",
        "GUGUS_OWNER_DATABASE_URL",
    ]
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600
    assert stored.startswith("SCRAM-SHA-256$")
    assert capsys.readouterr().out == ""


def test_an_existing_file_of_addresses_is_kept_and_nothing_is_changed(tmp_path):
    (tmp_path / "env").touch()

    with pytest.raises(Stop, match="not overwritten"):
        print_or_apply("gugus", server="x", superuser_url="postgresql:///never", env=tmp_path / "env")


def test_without_a_superuser_the_script_is_printed_for_somebody_else_to_run(capsys):
    print_or_apply("gugus", server="x", superuser_url=None, env=None)

    printed = capsys.readouterr().out
    assert printed.startswith("\\set ON_ERROR_STOP on\n") and "PASSWORD" not in printed


def test_odd_characters_survive_in_an_address():
    passwords = {"gugus_app": "a/b@c:d", "gugus_worker": "w", "gugus_owner": "o"}

    first = addresses("gu gus", "db:5432", passwords).splitlines()[0]

    assert first == "GUGUS_DATABASE_URL=postgresql://gugus_app:a%2Fb%40c%3Ad@db:5432/gu%20gus"
