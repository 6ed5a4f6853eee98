"""Make the search tokens of everybody again, with another key, while the product runs.

Searches ask for every token key in the ring, writes use the one in use, so nobody is lost meanwhile. Batches are
transactions of their own; killed between two, the next run goes on with whoever still has an older token.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from gugus.base.holdings import Finding
from gugus.base.vault import change_keys, keyring
from gugus.base.verifying import BROKEN, WILL_NOT_OPEN
from gugus.people.actions import keep_tokens
from gugus.people.models import Identity, Person, SearchToken
from gugus.people.rules import facts_of, tokens_of

BATCH = 200
OLDER = """
    select distinct person_id from people_searchtoken where version < %s and person_id > %s
    order by person_id limit %s
"""
FIRST = UUID(int=0)


def reindex(progress: Callable[[int], None] = lambda done: None, batch: int = BATCH) -> int:
    """Give everybody tokens of the key in use; gives how many persons were done."""
    version, done = keyring().token_key.version, 0
    for persons in _batches(version, batch):
        done += persons
        progress(done)
    return done


def older_left() -> int:
    """Tokens of older keys that are still there."""
    return SearchToken.objects.filter(version__lt=keyring().token_key.version).count()


def begin(since: datetime, at: datetime) -> bool:
    """Put successors of the token and the digest key into the key file, in use from `since` on.

    False when there is one already whose tokens are not all made: that one is finished first.
    """
    if len(keyring().token_keys) > 1:
        return False
    change_keys(lambda ring: ring.with_new_macs(since), at)
    return True


def waits_until(at: datetime) -> datetime | None:
    """The moment of a token key that is not in use yet."""
    coming = [one.since for one in keyring().token_keys if one.since > at]
    return max(coming, default=None)


def finish(at: datetime) -> bool:
    """Forget the older token keys, once no token of theirs is left."""
    version = keyring().token_key.version
    if older_left():
        return False
    change_keys(lambda one: one.without_old_tokens(version), at)
    return True


def check(tell: Callable[[int], None]) -> Iterator[Finding]:
    """Tokens are what the identity yields, no more, no fewer, and nobody who was forgotten has any."""
    found = Finding("people_searchtoken")
    rows = Identity.objects.unscoped(because="gugus vault verify").select_related("person", "data_key")
    block: list[Identity] = []
    for identity in rows.order_by("pk").iterator(chunk_size=BATCH):
        block.append(identity)
        if len(block) == BATCH:
            _compare(found, block)
            tell(len(block))
            block = []
    _compare(found, block)
    tell(len(block))
    yield found


def _batches(version: int, batch: int) -> Iterator[int]:
    last = FIRST
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(OLDER, [version, last, batch])
                ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return
            persons = Person.objects.unscoped(because="gugus vault reindex").filter(pk__in=ids)
            list(
                persons.order_by("pk").select_for_update()
            )  # whoever corrects a name now comes before or after
            for identity in _identities(ids):
                if identity.data_key.wrapped:
                    keep_tokens(identity.pk, facts_of(identity.person, identity))
                else:
                    SearchToken.objects.filter(person=identity.pk).delete()
        last = ids[-1]
        yield len(ids)


def _identities(ids: list[UUID]) -> list[Identity]:
    rows = Identity.objects.unscoped(because="gugus vault reindex").filter(pk__in=ids)
    return list(rows.select_related("person", "data_key").order_by("pk"))


def _compare(found: Finding, block: list[Identity]) -> None:
    versions = {one.version for one in keyring().token_keys}
    kept: dict[UUID, set[tuple[int, str, bytes]]] = {}
    rows = SearchToken.objects.filter(person__in=[one.pk for one in block])
    for person, version, purpose, token in rows.values_list("person_id", "version", "purpose", "token"):
        kept.setdefault(person, set()).add((version, purpose, bytes(token)))
    for identity in block:
        tokens = kept.get(identity.pk, set())
        if identity.data_key is None:
            continue  # named with the identities themselves
        if not identity.data_key.wrapped:
            found.gone += 1
            if tokens:
                found.break_at("people_searchtoken", identity.pk, "found_though_forgotten")
            continue
        if why := _difference(identity, tokens, versions):
            found.break_at("people_searchtoken", identity.pk, why)
        else:
            found.whole += 1


def _difference(identity: Identity, tokens: set[tuple[int, str, bytes]], versions: set[int]) -> str:
    made_with = {version for version, _purpose, _token in tokens}
    if not made_with <= versions:
        return "unknown_key"
    try:
        facts = facts_of(identity.person, identity)
    except BROKEN:
        return WILL_NOT_OPEN
    wanted = {
        (version, purpose, token)
        for version in made_with or {keyring().token_key.version}
        for purpose, token in tokens_of(facts, identity.pk, version)
    }
    return "" if wanted == tokens else "other_tokens"
