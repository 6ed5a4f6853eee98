"""`gugus vault …` and `gugus keys`: the verbs about keys; those of the vault are management commands."""

import argparse
import os
import shlex
from importlib import import_module
from pathlib import Path

from gugus.kernel.keyring import Keyring
from gugus.kernel.keyservices import Command, KeyService, ServedRing
from gugus.kernel.words import Words
from gugus.operate import sentences
from gugus.operate.installation import write_secret_key
from gugus.operate.sentences import Stop

KEYS_MADE = Words(
    id="Dibuat: {keyring} dan {secret}. Simpan salinan berkas kunci di tempat lain yang terkunci: tanpanya data"
    " pribadi tidak terbaca lagi.",
    en="Made: {keyring} and {secret}. Keep a copy of the key file in another, locked place: without it personal"
    " data can never be read again.",
)

WHAT = {
    "status": ("kunci apa saja dan dipakai berapa baris", "which keys there are and how many rows need each"),
    "rotate": ("kunci pembungkus baru", "a new key-encryption key"),
    "rewrap": ("bungkus ulang kunci data dengan kunci baru", "wrap the data keys anew with the new key"),
    "retire": ("keluarkan kunci pembungkus lama", "take an old key-encryption key out"),
    "reindex": (
        "buat ulang penanda pencarian dengan kunci baru",
        "make the search tokens again with a new key",
    ),
    "renew": ("kunci data baru untuk satu orang", "new data keys for one person"),
    "shred": ("musnahkan kunci data selamanya", "destroy data keys for ever"),
    "verify": (
        "periksa semua yang tersegel; keluar 1 bila rusak",
        "check all that is sealed; exit 1 if broken",
    ),
}


def add_to(vault: argparse.ArgumentParser) -> None:
    """The verbs of `gugus vault`; what follows goes to the management command."""
    lines = [f"  {name:8} {indonesian} / {english}" for name, (indonesian, english) in WHAT.items()]
    vault.formatter_class = argparse.RawDescriptionHelpFormatter
    vault.epilog = "\n".join(lines)
    vault.add_argument("what", choices=list(WHAT), metavar="VERB")


def command_of(asked: argparse.Namespace, language: str) -> list[str]:
    """The management command that was asked for."""
    return [f"vault_{asked.what}", *asked.rest, "--language", language]


def make_keys(folder: Path, *, served: bool = False) -> tuple[Path, Path]:
    """The key file and the secret key of a new installation, or the file beside a key service. Never overwrites."""
    service = _service() if served else None
    keyring, secret = folder / "keyring.json", folder / "secret_key"
    for file in (keyring, secret):
        if file.exists():
            raise Stop(sentences.FILE_EXISTS, file=file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if service is None:
        Keyring.create(keyring)
    else:
        ServedRing.create(keyring, service)
    write_secret_key(secret)
    return keyring, secret


def _service() -> KeyService:
    """The one that the environment names; Django is not needed for it."""
    name = os.environ.get("GUGUS_KEY_SERVICE", "").strip()
    if name == "command":
        return Command(shlex.split(os.environ.get("GUGUS_KEY_COMMAND", "")))
    module, _dot, kind = name.rpartition(".")
    if not module:
        raise Stop(sentences.VARIABLE_MISSING, variable="GUGUS_KEY_SERVICE")
    return getattr(import_module(module), kind)()
