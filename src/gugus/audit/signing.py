"""The key that signs anchors: a file outside the database, readable by its owner alone.

Only the worker and the operator's commands open it. The public halves, each signed by the key before it, lie in the
table of signing keys and can be given to everybody.
"""

import base64
import json
import os
import stat
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from gugus.audit.models import Installation, SigningKey
from gugus.kernel import anchors

FORMAT = "gugus-signing-1"


class NoSigningKey(Exception):
    """The file is missing, damaged, or others can read it."""


def key_path() -> Path:
    """Where the file lies: GUGUS_SIGNING_KEY, or beside the key file of the vault."""
    if settings.SIGNING_KEY:
        return Path(settings.SIGNING_KEY)
    if settings.KEYRING:
        return Path(settings.KEYRING).parent / "signing.json"
    raise NoSigningKey("Neither GUGUS_SIGNING_KEY nor GUGUS_KEYRING is set.")


def load() -> Ed25519PrivateKey:
    """The key of today. Raises NoSigningKey."""
    path = key_path()
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise NoSigningKey(f"Others than its owner can read {path}; make a new key.")
            content = json.load(file)
        if content["format"] != FORMAT:
            raise ValueError
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(content["private"], validate=True))
    except OSError:
        raise NoSigningKey(f"There is no signing key in {path}.") from None
    except (ValueError, KeyError, TypeError):
        raise NoSigningKey(f"The signing key in {path} is damaged.") from None


@transaction.atomic
def ensure_key(*, at: datetime) -> SigningKey:
    """The key in use; makes the file and its statement the first time."""
    try:
        private = load()
    except NoSigningKey:
        if key_path().exists() or SigningKey.objects.exists():
            raise  # never replaced in silence: a lost key is a matter for people
        private = Ed25519PrivateKey.generate()
        _write(private, key_path())
    name = anchors.key_name(anchors.public_text(private.public_key()))
    known = SigningKey.objects.filter(name=name).first()
    return known or _keep(anchors.key_statement(private, installation=_installation(), since=at), at)


@transaction.atomic
def rotate(*, at: datetime, former_until: datetime) -> SigningKey:
    """A new key, signed by the one in use, which counts until `former_until`. The old file stays beside the new."""
    former, path = load(), key_path()
    private = Ed25519PrivateKey.generate()
    statement = anchors.key_statement(
        private, installation=_installation(), since=at, former=former, former_until=former_until
    )
    fresh = path.with_name(f"signing-{statement['key']}.json")
    _write(private, fresh)
    old = path.with_name(f"signing-{anchors.key_name(anchors.public_text(former.public_key()))}.json")
    os.link(path, old) if not old.exists() else None
    # Only once the database knows the new key: cut off before, the old one goes on signing.
    transaction.on_commit(lambda: os.replace(fresh, path))
    return _keep(statement, at)


@transaction.atomic
def begin_again(*, at: datetime) -> SigningKey:
    """A first key once more, because the file was lost or read by others. Nobody vouches for it: tell the holders."""
    private, path = Ed25519PrivateKey.generate(), key_path()
    if path.exists():
        os.replace(path, path.with_name(f"signing-left-{at:%Y%m%d%H%M%S}.json"))
    _write(private, path)
    return _keep(anchors.key_statement(private, installation=_installation(), since=at), at)


def _keep(statement: anchors.Statement, at: datetime) -> SigningKey:
    return SigningKey.objects.create(
        name=statement["key"], public=statement["public"], since=at, text=statement.text
    )


def _installation() -> str:
    return str(Installation.objects.get().pk)


def _write(private: Ed25519PrivateKey, path: Path) -> None:
    content = {
        "format": FORMAT,
        "private": base64.b64encode(private.private_bytes_raw()).decode("ascii"),
        "public": anchors.public_text(private.public_key()),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
