"""What is done to the keys of the vault, each with one entry in the trail: by whoever has the command line."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from gugus.audit.actions import Named, record
from gugus.base.belongings import Shredded, sealed_models, shred_record
from gugus.base.renewing import Renewed, renew
from gugus.base.rewrapping import refuse_to_retire
from gugus.base.shredding import complete_list, shred
from gugus.base.vault import change_keys, key_service, keyring
from gugus.people.models import Person

VAULT = Named("vault", None)


class ServedElsewhere(Exception):
    """A key service holds the key-encryption keys; what is asked is done there."""


class NoSuchRecord(Exception):
    """There is no record with this reference."""


@transaction.atomic
def rotate(*, since: datetime, at: datetime) -> str:
    """Write a new KEK into the key file, in use from `since` on. Gives its id."""
    if key_service() is not None:
        raise ServedElsewhere
    before = set(keyring().keks)
    fresh = (set(change_keys(lambda ring: ring.rotated(since), at).keks) - before).pop()
    record("vault.rotated", about=VAULT, by=None, at=at, changes={"kek": fresh, "since": since})
    return fresh


@transaction.atomic
def retire(*, kek: str, at: datetime) -> None:
    """Take an old KEK out of the key file. Raises StillNeeded, TooSoon, NotThere."""
    if key_service() is not None:
        raise ServedElsewhere
    refuse_to_retire(keyring(), kek, at)
    record("vault.retired", about=VAULT, by=None, at=at, changes={"kek": kek})
    change_keys(lambda ring: ring.without(kek), at)


def rewrapped(*, count: int, at: datetime) -> None:
    """Note that data keys were wrapped anew."""
    if count:
        record("vault.rewrapped", about=VAULT, by=None, at=at, changes={"keys": count})


def reindexed(*, persons: int, version: int, at: datetime) -> None:
    """Note that search tokens were made again with another key."""
    record("vault.reindexed", about=VAULT, by=None, at=at, changes={"persons": persons, "version": version})


@transaction.atomic
def renew_person(*, ref: str, at: datetime) -> Renewed:
    """New data keys for everything that belongs to one person alone."""
    # Locked first: whoever corrects the identity now reads the new key afterwards, and never writes with the old one.
    person = Person._base_manager.select_for_update().get(pk=record_of("person", ref).pk)
    done = renew("person", person.pk, at)
    record("vault.renewed", about=person, by=None, at=at, changes={"rows": done.rows, "keys": done.keys})
    return done


@transaction.atomic
def shred_of(*, kind: str, ref: str, at: datetime) -> Shredded:
    """Destroy the keys of everything that belongs to a person, case or report."""
    about = record_of(kind, ref)
    done = shred_record(kind, about.pk, at)
    record(
        "vault.shredded", about=about, by=None, at=at, changes={"keys": done.keys, "emptied": done.emptied}
    )
    return done


@transaction.atomic
def shred_keys(*, keys: Iterable[UUID], at: datetime) -> int:
    """Destroy these data keys, as after a restore; the list outside the database is completed too."""
    done = shred(keys, at)
    if done:
        record("vault.shredded", about=VAULT, by=None, at=at, changes={"keys": done})
    transaction.on_commit(complete_list)
    return done


def record_of(kind: str, ref: str) -> models.Model:
    """The record with this reference, for whoever has the command line. Raises NoSuchRecord."""
    model = Person if kind == "person" else next(m for m in sealed_models() if m._meta.model_name == kind)
    found = model._base_manager.filter(ref=ref.strip().upper()).first()
    if found is None:
        raise NoSuchRecord(ref)
    return found
