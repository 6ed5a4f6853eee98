"""The code of conduct: versioned words, and who accepted which of them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from django.db import transaction

from gugus.access.models import User
from gugus.accounts.models import Acceptance
from gugus.audit.actions import record

VERSION = "2026-1"  # a new version is a new pair of files; earlier ones stay for whoever accepted them
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Conduct:
    """One version; the digest covers its words in every language."""

    version: str
    digest: str

    def template(self, language: str) -> str:
        """The template with its words in a language."""
        return f"accounts/conduct/{self.version}.{language if language in LANGUAGES else 'id'}.html"


@lru_cache(maxsize=4)
def version(name: str) -> Conduct:
    """A version that ships with the product."""
    folder = files("gugus.accounts") / "templates" / "accounts" / "conduct"
    words = b"\0".join((folder / f"{name}.{language}.html").read_bytes() for language in LANGUAGES)
    return Conduct(name, hashlib.sha256(words).hexdigest())


def current() -> Conduct:
    """The words in force."""
    return version(VERSION)


def acceptances():
    """Who accepted what; the database shows those of one's own agency."""
    return Acceptance.objects.unscoped(because="row-level security shows one's own agency only")


def has_accepted(user: User) -> bool:
    """Did this person accept the words in force?"""
    return acceptances().filter(user=user, digest=current().digest).exists()


@transaction.atomic
def accept(*, user: User, language: str, at: datetime) -> None:
    """I have read it and keep to it. Twice is once."""
    conduct = current()
    made = Acceptance(user=user, version=conduct.version, digest=conduct.digest, language=language, at=at)
    if not Acceptance.objects.bulk_create([made], ignore_conflicts=True) or not acceptances().filter(
        pk=made.pk
    ):
        return
    record(
        "accounts.conduct_accepted", about=user, by=user, at=at,
        changes={"version": conduct.version, "digest": conduct.digest},
    )  # fmt: skip
