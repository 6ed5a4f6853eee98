"""What the vault's commands must reach beyond sealed columns: registers that contexts fill in `AppConfig.ready`.

`add_sealed_texts`: columns of others that hold `vault.sealed_text` (seeds of second factors).
`add_check`: what `gugus vault verify` looks at besides (contents on disk, search tokens).
`add_renewer`: what of a row lies elsewhere under its data key and must be made again with a new one.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.module_loading import import_string

from gugus.base.vault import parts_of_text, rewrapped_text
from gugus.kernel.sealing import CannotUnseal, kek_id_of


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """One column with sealed texts. `read` gives (row, texts); `write` replaces some of them by others."""

    table: str
    about: str
    read: Callable[[], Iterable[tuple[object, list[str]]]]
    write: Callable[[object, dict[str, str]], None]

    def kek_counts(self) -> Counter[str]:
        """How many texts need which key-encryption key."""
        return Counter(kek_of(text) for _row, texts in self.read() for text in texts)

    def rewrap(self, current: str) -> int:
        """Wrap every text anew that another KEK wrapped; gives how many."""
        done = 0
        for row, texts in self.read():
            fresh = {text: rewrapped_text(text) for text in texts if kek_of(text) != current}
            if fresh:
                self.write(row, fresh)
                done += len(fresh)
        return done


@dataclass(slots=True)
class Finding:
    """What a check saw: how many were in order, gone on purpose, and which rows are broken (table, id, why)."""

    name: str
    whole: int = 0
    gone: int = 0
    broken: list[tuple[str, str, str]] = field(default_factory=list)
    count_of_broken: int = 0

    def break_at(self, table: str, pk: object, why: str) -> None:
        """Note a broken row; the first ones by name, all in number."""
        self.count_of_broken += 1
        if len(self.broken) < 10:
            self.broken.append((table, str(pk), why))


_sealed_texts: list[str] = []
_checks: list[str] = []
_renewers: dict[str, str] = {}


def add_sealed_texts(path: str) -> None:
    """Name, by its dotted path, the `SealedTexts` of a column."""
    _sealed_texts.append(path)


def add_check(path: str) -> None:
    """Name a function that gives findings; it is given a function that counts its steps."""
    _checks.append(path)


def add_renewer(model: str, path: str) -> None:
    """Name a function (row, old key, new key) that makes again what lies elsewhere; it gives the columns it changed."""
    _renewers[model] = path


def sealed_texts() -> list[SealedTexts]:
    """Every column with sealed texts."""
    return [import_string(path) for path in _sealed_texts]


def checks() -> list[Callable[[Callable[[int], None]], Iterable[Finding]]]:
    """Everything else that is looked at."""
    return [import_string(path) for path in _checks]


def renewer_of(row: Model) -> Callable[[Model, bytes, bytes], list[str]] | None:
    """What makes again that which lies elsewhere under the row's key."""
    path = _renewers.get(row._meta.label)
    return import_string(path) if path else None


def kek_of(text: str) -> str:
    """The KEK of a sealed text, "?" when it is none."""
    try:
        return kek_id_of(parts_of_text(text)[0])
    except (CannotUnseal, ValueError):
        return "?"
