"""How a person is found again: the keys of an identity, before they become keyed tokens."""

from collections.abc import Iterable, Mapping

from gugus.base.vault import search_token
from gugus.kernel.documents import read_nik, read_passport
from gugus.kernel.names import name_keys
from gugus.kernel.phones import read_phone

NAME, PHONE, DOCUMENT = "name", "phone", "document"


def document_key(kind: str, number: str) -> str:
    """One writing for each document number; the kind does not count, because it is often mistaken."""
    return read_nik(number).digits if kind == "nik" else read_passport(number).number


def keys_of(
    names: Mapping | None, phones: Iterable[str], documents: Iterable[Mapping]
) -> dict[str, set[str]]:
    """The keys by purpose under which this identity must be findable."""
    every_name = [names.get("full", ""), *names.get("aliases", [])] if names else []
    return {
        NAME: {key for name in every_name for key in name_keys(name)},
        PHONE: {read_phone(number).key for number in phones} - {""},
        DOCUMENT: {document_key(one.get("kind", ""), one.get("number", "")) for one in documents} - {""},
    }


def tokens_of(
    names: Mapping | None, phones: Iterable[str], documents: Iterable[Mapping]
) -> dict[str, list[bytes]]:
    """The same keys as the database may know them: keyed digests, different for each purpose."""
    keys = keys_of(names, phones, documents)
    return {purpose: [search_token(purpose, key) for key in sorted(found)] for purpose, found in keys.items()}
