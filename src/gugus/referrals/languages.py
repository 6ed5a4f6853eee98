"""Languages in a preview are codes: a free word could be a name."""

from functools import cache

from gugus import law

OTHER = "other"


def language_code(words: str) -> str:
    """The code of a language as people write it ("Bahasa Sasak", "sasak", "Sasak"); "other" for an unknown one."""
    said = " ".join((words or "").casefold().split()).removeprefix("bahasa ")
    return _codes().get(said, OTHER) if said else ""


@cache
def _codes() -> dict[str, str]:
    found = {}
    for one in law.codes("languages"):
        for said in (one.code, one.words.id, one.words.en):
            found[said.casefold().removeprefix("bahasa ")] = one.code
    return found
