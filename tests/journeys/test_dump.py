"""Whoever carries off the database alone carries off no name, phone, document, address or telling of anybody."""

import re
import subprocess
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from gugus.demo.cast import AGENCIES, USERS
from gugus.demo.planted import planted
from gugus.operate.backup import major_of, tool
from gugus.operate.installation import DATABASE, DEMO, Installation
from gugus.operate.launch import prepare

CIPHERTEXT = re.compile(
    r"\\\\x[0-9a-f]{40,}"
)  # cannot hold words; without it the dump is searched in seconds


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """The demo as `bin/demo` loads it, and everything a superuser's pg_dump says about it, in small letters."""
    folder = tmp_path_factory.mktemp("dump")
    for way in (folder, *folder.parents[:3]):
        way.chmod(way.stat().st_mode | 0o711)
    installation = Installation(folder / "data")
    installation.make()
    installation.set_kind(DEMO)
    with installation.cluster as cluster:
        prepare(installation, cluster)
        url = cluster.url(DATABASE, "postgres")
        with psycopg.connect(url) as server:
            program = tool("pg_dump", major_of(server), url)
        said = subprocess.run([program, f"--dbname={url}"], capture_output=True, text=True, check=True).stdout
    return CIPHERTEXT.sub("", said).casefold()


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
