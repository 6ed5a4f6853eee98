"""Reasons and questions in both languages; their texts are tables that officials own."""

from collections.abc import Iterable
from dataclasses import dataclass

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode, code
from gugus.law.provisions import Provision, provision
from gugus.law.tables import many, table


@dataclass(frozen=True)
class Reason:
    """Why the engine proposes what it proposes, with the articles it leans on."""

    code: str
    words: Words
    articles: tuple[Provision, ...] = ()

    @property
    def cited(self) -> Words:
        """Return the sentence with its articles behind it; articles from memory say so."""
        if not self.articles:
            return self.words
        cites = [one.citation for one in self.articles]
        return Words(
            id=f"{self.words.id} [{'; '.join(cite.id for cite in cites)}]",
            en=f"{self.words.en} [{'; '.join(cite.en for cite in cites)}]",
        )


@dataclass(frozen=True)
class Question:
    """What the officer could ask next, and what it is about."""

    code: str
    about: str
    words: Words


def reason(wanted: str, named: Words | None = None, articles: Iterable[Provision] = ()) -> Reason:
    """Build a reason; `named` fills in what it names, `articles` adds to the articles of the table."""
    for row in table("reasons.csv"):
        if row["code"] == wanted:
            filled = Words(
                id=row["id"].format(codes=named.id if named else ""),
                en=row["en"].format(codes=named.en if named else ""),
            )
            listed = [provision(one) for one in many(row["provisions"])]
            return Reason(wanted, filled, tuple(dict.fromkeys([*listed, *articles])))
    raise UnknownCode(f"there is no reason {wanted!r}")


def questions(about: str) -> tuple[Question, ...]:
    """Return the questions about one gap, in the order of the table. Raises UnknownCode for none."""
    found = [row for row in table("questions.csv") if row["about"] == about]
    if not found:
        raise UnknownCode(f"there is no question about {about!r}")
    return tuple(Question(row["code"], about, Words(id=row["id"], en=row["en"])) for row in found)


def named_codes(list_name: str, stored: Iterable[str]) -> Words:
    """Name codes in words, in the order of the alphabet of their codes."""
    found = [code(list_name, one).words for one in sorted(stored)]
    return Words(id=", ".join(one.id for one in found), en=", ".join(one.en for one in found))


def joined(parts: Iterable[Words]) -> Words:
    """Join several texts with a comma, leaving out empty ones."""
    kept = [one for one in parts if one.id]
    return Words(id=", ".join(one.id for one in kept), en=", ".join(one.en for one in kept))
