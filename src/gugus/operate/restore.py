"""Put a backup back, into an empty place only, and prove that it is all there.

Everything is checked before anything is changed: the archive's digests, the key file, the target. The
attachments go first, the database last and in one transaction, so a cut-off restore can simply be repeated.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from gugus.kernel.keyservices import kek_ids_in
from gugus.operate import processes, provision, sentences
from gugus.operate import shredded as lists
from gugus.operate.backup import (
    FORMAT,
    TABLES,
    Digesting,
    count_rows,
    major_of,
    rights_of,
    tool,
    without_password,
)
from gugus.operate.installation import DATABASE, write_private
from gugus.operate.roles import SEARCH
from gugus.operate.sentences import Stop
from gugus.operate.target import Target

BLOCK = 1 << 20
MARK = ".restoring"  # in the files' folder while they are ours and the database is not yet there


def restore(target: Target, file: Path, *, keyring: Path | None = None, shredded: Path | None = None) -> dict:
    """Restore into the target and return the backup's manifest. Raises Stop; then nothing was changed.

    Data keys that were destroyed after the backup come back with it: those named in `shredded`, or in a list that
    lies in the files' folder already, are destroyed again.
    """
    destroyed = lists.read(shredded) if shredded else b""
    try:
        with tarfile.open(file, "r:") as archive:
            manifest = verified(archive, file)
            if target.installation:
                superuser = target.cluster.url("postgres", "postgres")
                provision.provision(superuser, DATABASE)
            _refuse_unfit(target, manifest)
            _settle_keys(target, archive, manifest, keyring)
            _extract_files(archive, target.files)
            lists.add(target.files, destroyed)
            with tempfile.TemporaryDirectory(prefix="gugus-restore-", dir=target.files.parent) as folder:
                dump = Path(folder) / "database.dump"
                _copy(archive, "database.dump", dump)
                _restore_database(target.url("owner"), dump)
    except (tarfile.TarError, EOFError) as broken:
        raise Stop(sentences.NOT_A_BACKUP, file=file, reason=broken) from None
    _compare(target.url("owner"), manifest)
    again = lists.destroy_again(target.url("owner"), target.files)
    (target.files / MARK).unlink(missing_ok=True)
    return {**manifest, "destroyed_again": again}


def verified(archive: tarfile.TarFile, file: Path) -> dict:
    """The manifest, after every member was read and agreed with it. Raises Stop."""

    def refuse(reason: str) -> Stop:
        return Stop(sentences.NOT_A_BACKUP, file=file, reason=reason)

    members = {member.name: member for member in archive.getmembers()}
    if "manifest.json" not in members:
        raise refuse("manifest.json")
    manifest = json.loads(archive.extractfile("manifest.json").read())
    if manifest.get("format") != FORMAT:
        raise refuse(str(manifest.get("format")))
    if members.keys() - {"manifest.json"} != manifest["sha256"].keys():
        raise refuse(", ".join(sorted(members.keys() ^ manifest["sha256"].keys())))
    for name, wanted in manifest["sha256"].items():
        if not members[name].isfile() or ".." in Path(name).parts or _digest(archive, name) != wanted:
            raise refuse(f"SHA-256 {name}")
    return manifest


def _refuse_unfit(target: Target, manifest: dict) -> None:
    with psycopg.connect(target.url("owner")) as connection:
        if connection.execute(TABLES).fetchone():
            raise Stop(sentences.NOT_EMPTY, what=connection.info.dbname)
        ours = major_of(connection)
    if ours < manifest["postgresql"]:
        raise Stop(sentences.NEWER_BACKUP, theirs=manifest["postgresql"], ours=ours)
    files = target.files
    strangers = {path.name for path in files.iterdir()} - {lists.NAME} if files.is_dir() else set()
    if strangers and MARK not in strangers:
        raise Stop(sentences.NOT_EMPTY, what=files)


def _settle_keys(target: Target, archive: tarfile.TarFile, manifest: dict, keyring: Path | None) -> None:
    """The key file must be the one this backup was sealed with; a data folder gets its own copy."""
    place = target.keyring
    inside = "keyring.json" in manifest["sha256"]
    if keyring is None and not place.exists() and not inside:
        raise Stop(sentences.KEY_NEEDED)
    if keyring is not None or (inside and not place.exists()):
        text = keyring.read_text() if keyring else archive.extractfile("keyring.json").read().decode()
        if place.exists() and place.read_text() != text:
            raise Stop(sentences.FILE_EXISTS, file=place)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_other_keys(text, manifest, keyring or place)
        write_private(place, text)
    _refuse_other_keys(place.read_text(), manifest, place)


def _refuse_other_keys(text: str, manifest: dict, file: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as probe:  # 0600, gone afterwards
        probe.write(text)
        probe.flush()
        if not set(manifest["keys"]) <= kek_ids_in(probe.name):
            raise Stop(sentences.OTHER_KEYS, file=file)


def _extract_files(archive: tarfile.TarFile, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch()
    for name in archive.getnames():
        if name == f"files/{lists.NAME}":  # one that lies there already may know more
            lists.add(folder, archive.extractfile(name).read())
        elif name.startswith("files/"):
            path = folder / name.removeprefix("files/")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(archive, name, path)


def _copy(archive: tarfile.TarFile, name: str, path: Path) -> None:
    with archive.extractfile(name) as source, open(path, "wb", opener=_private) as made:
        shutil.copyfileobj(source, made, BLOCK)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _restore_database(url: str, dump: Path) -> None:
    """One transaction. Default rights stand aside meanwhile: they would add to what the backup grants."""
    with psycopg.connect(url) as connection:
        major = major_of(connection)
        for statement in provision.default_rights(aside=True):
            connection.execute(statement)
    try:
        address, environment = without_password(url)
        command = [tool("pg_restore", major, url), "--single-transaction", "--exit-on-error", "--no-comments"]
        command += [f"--dbname={address}", str(dump)]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode:
            errors = [line for line in ran.stderr.splitlines() if "error:" in line.lower()]
            raise Stop(sentences.RESTORE_FAILED, reason=(errors or [processes.last_line(ran.stderr)])[0])
    finally:
        with psycopg.connect(url) as connection:
            for statement in provision.default_rights():
                connection.execute(statement)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _compare(url: str, manifest: dict) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(SEARCH)))
        counted, rights = count_rows(connection), rights_of(connection)
    rows = manifest["rows"]
    if wrong := sorted(name for name in rows.keys() | counted.keys() if rows.get(name) != counted.get(name)):
        raise Stop(sentences.COUNTS_DIFFER, tables=", ".join(wrong))
    if wrong := sorted(set(rights) ^ set(manifest["rights"])):
        raise Stop(sentences.RIGHTS_DIFFER, rights="; ".join(wrong[:5]))


def _digest(archive: tarfile.TarFile, name: str) -> str:
    with archive.extractfile(name) as content:
        reader = Digesting(content)
        while reader.read(BLOCK):
            pass
        return reader.digest.hexdigest()
