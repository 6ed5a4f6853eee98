"""Whoever carries off the database alone carries off no name, phone, document, address or telling of anybody."""

import base64
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from gugus.demo.cast import AGENCIES, USERS
from gugus.demo.planted import planted
from gugus.operate.backup import back_up, major_of, tool
from gugus.operate.installation import DATABASE, DEMO, Installation
from gugus.operate.launch import prepare
from gugus.operate.roles import APP
from gugus.operate.target import Target

PROVOKED = "Nama Rekaan Yang Diketik"
SPAN = 9  # fewer bytes may be met by chance in ciphertext
CIPHERTEXT = re.compile(
    r"\\\\x[0-9a-f]{40,}"
)  # cannot hold words; without it the dump is searched in seconds


@pytest.fixture(scope="module")
def place():
    """The demo as `bin/demo` loads it, stopped again: its folder, with a dump and a backup beside it.

    A folder of its own: pytest closes the one that all its runs share whenever another run begins, to the server too.
    """
    folder = Path(tempfile.mkdtemp(prefix="gugus-dump-"))
    folder.chmod(0o711)
    installation = Installation(folder / "data")
    installation.make()
    installation.set_kind(DEMO)
    with installation.cluster as cluster:
        prepare(installation, cluster)
        _provoke_errors(cluster.url(DATABASE, APP))
        url = cluster.url(DATABASE, "postgres")
        with psycopg.connect(url) as server:
            program = tool("pg_dump", major_of(server), url)
        said = subprocess.run([program, f"--dbname={url}"], capture_output=True, text=True, check=True).stdout
        (folder / "dump.sql").write_text(said)
        back_up(Target({}, installation, cluster), folder / "demo.backup", datetime.now(UTC))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def dump(place):
    """Everything a superuser's pg_dump says about the demo, in small letters."""
    return CIPHERTEXT.sub("", (place / "dump.sql").read_text()).casefold()


def _provoke_errors(url: str) -> None:
    """Statements that fail with personal words in them, as a fault of ours would send them."""
    for statement in (
        f"select '{PROVOKED}'::uuid",
        f"insert into people_person (id, ref) values (gen_random_uuid(), '{PROVOKED}')",
        f"update access_user set username = '{PROVOKED}' where id = '{PROVOKED}'",
        f"do $$ begin raise exception '{PROVOKED}'; end $$",
    ):
        with psycopg.connect(url) as asking, pytest.raises(psycopg.Error, match=r"."):
            asking.execute(statement)


@pytest.fixture(scope="module")
def phrases():
    return planted(until=datetime.now(ZoneInfo("Asia/Jakarta")).date())


def found(dump: str, searched) -> list[str]:
    return sorted(one for one in searched if one.casefold() in dump)


def test_the_dump_holds_the_demo_and_open_words_are_found_in_it(dump):
    assert found(dump, [user.full_name for user in USERS]) == sorted(user.full_name for user in USERS)
    assert len(found(dump, [agency.name for agency in AGENCIES])) == len(AGENCIES)
    assert dump.count("\nr-") + dump.count("\tr-") > 100  # references of reports


@pytest.mark.parametrize("kind", ["names", "phones", "documents", "addresses", "narratives", "notes"])
def test_no_planted_phrase_stands_in_the_dump(dump, phrases, kind):
    searched = getattr(phrases, kind)

    assert len(searched) > 50
    assert found(dump, searched) == []


def test_no_phone_stands_in_the_dump_in_international_writing(dump, phrases):
    digits = {re.sub(r"\D", "", phone).lstrip("0") for phone in phrases.phones}

    assert found(dump, {f"+62{number}" for number in digits} | {f"62{number}" for number in digits}) == []


def test_every_kind_of_phrase_is_searched(phrases):
    kinds = {"names", "phones", "documents", "addresses", "narratives", "notes"}

    assert {field.name for field in fields(phrases)} == kinds


def writings(phrase: str) -> set[str]:
    """A phrase as it may stand somewhere: itself, escaped, in base64 at each alignment, in hex."""
    raw = phrase.encode()
    found = {phrase, phrase.encode("unicode_escape").decode(), raw.hex()}
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + raw).decode().rstrip("=")
        found.add(coded[4 if shift else 0 : -1 or None])
    return {one for one in found if len(one) >= SPAN}


def digits_of(phone: str) -> set[str]:
    """A number in national and international writing, with spaces and dashes, and backwards."""
    bare = re.sub(r"\D", "", phone).lstrip("0")
    plain = {f"0{bare}", f"+62{bare}", f"62{bare}"}
    parted = {f"{bare[:3]}{gap}{bare[3:7]}{gap}{bare[7:]}" for gap in " -."}
    return {*plain, *parted, *(f"0{one}" for one in parted), f"0{bare}"[::-1], bare[::-1]}


def met(words: set[str], files: list, folder) -> set[str]:
    """Which of these words stand in the files, byte by byte, in small or capital letters."""
    patterns = folder / "patterns"
    patterns.write_text("".join(f"{word}\n" for word in sorted(words)))
    command = ["grep", "-aiohF", "-f", str(patterns), *map(str, files)]
    ran = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env={"LC_ALL": "C"}, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr
    return set(ran.stdout.splitlines())


@pytest.fixture(scope="module")
def planted_words(phrases):
    words = {one for phrase in phrases.phrases() for one in writings(phrase)}
    return words | {one for phone in phrases.phones for one in digits_of(phone)}


@pytest.mark.skipif(not shutil.which("grep"), reason="needs grep")
def test_no_planted_word_stands_in_the_servers_own_files_its_write_ahead_log_and_its_logs(
    place, planted_words
):
    files = [path for path in (place / "data").rglob("*") if path.is_file() and "venv" not in path.parts]
    assert any("pg_wal" in path.parts for path in files) and any(path.suffix == ".log" for path in files)

    assert met({USERS[0].full_name}, files, place)  # open words are found there
    assert met(planted_words | {PROVOKED}, files, place) == set()


@pytest.mark.skipif(not shutil.which("grep"), reason="needs grep")
def test_no_planted_word_stands_in_a_backup(place, planted_words):
    with tarfile.open(place / "demo.backup") as archive:
        archive.extractall(place / "unpacked", filter="data")
    major = json.loads((place / "unpacked" / "manifest.json").read_text())["postgresql"]
    program = tool("pg_restore", major, "")
    said = subprocess.run(
        [program, "--file=-", str(place / "unpacked" / "database.dump")], capture_output=True, check=True
    ).stdout
    (place / "unpacked" / "said.sql").write_bytes(said)
    files = [path for path in (place / "unpacked").rglob("*") if path.is_file()]

    assert met({USERS[0].full_name}, files, place)
    assert met(planted_words, files, place) == set()


def test_the_search_finds_what_is_there_in_any_writing(tmp_path):
    raw = b"Nama Rekaan Panjang"
    told = [raw.hex().upper(), base64.b64encode(b"ab" + raw + b"z").decode(), "0899-1234-5678"]
    (tmp_path / "file").write_text("\n".join(told))

    assert len(met(writings(raw.decode()) | digits_of("0899 1234 5678"), [tmp_path / "file"], tmp_path)) >= 2
