"""What was told or shown about one person, as plain values. Three answers everywhere: yes, no, not known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from gugus.law.ages import ADULT_AT, child_on
from gugus.law.lists import code

ELEMENTS = {"act": "acts", "means": "means", "purpose": "purposes"}
KINDS = {**ELEMENTS, "exploitation": "exploitation_forms"}
DIRECTIONS = ("", "into_indonesia", "out_of_indonesia")


@dataclass(frozen=True)
class Evidence:
    """One item that speaks for one element: what it says, where it comes from, how strong it is.

    `element_kind` is act, means, purpose or exploitation; `element_code` stands in that list.
    """

    element_kind: str
    element_code: str
    source: str
    strength: str = "claimed"

    def __post_init__(self) -> None:
        if self.element_kind not in KINDS:
            raise ValueError(f"no element is called {self.element_kind!r}")
        code(KINDS[self.element_kind], self.element_code)
        code("evidence_sources", self.source)
        code("evidence_strengths", self.strength)

    @property
    def is_more_than_told(self) -> bool:
        """Tell whether something beyond a bare statement stands behind it."""
        return self.strength != "claimed"


@dataclass(frozen=True)
class Facts:
    """All that is known so far about what happened to one person.

    Codes are those of the lists acts, means, purposes, exploitation_forms and aggravations (for
    `circumstances`); an unknown code raises UnknownCode. `ruled_out` names elements that an officer
    examined and did not find: silence alone never rules anything out, and what was told is not ruled
    out. Evidence for a code counts as that code being told. None means not known.
    """

    acts: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    exploitation: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    circumstances: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    date_of_act: date | None = None
    is_child: bool | None = None
    age_at_act: int | None = None
    born_on: date | None = None
    birth_year: int | None = None
    consented: bool | None = None
    crossed_border: bool | None = None
    direction: str = ""
    indonesian_citizen: bool | None = None
    smuggled: bool | None = None
    placed_without_requirements: bool | None = None
    adoption_for_gain: bool | None = None
    committed_offence: bool | None = None
    forced_to_offend: bool | None = None
    child: bool | None = field(init=False)

    def __post_init__(self) -> None:
        for name in (*ELEMENTS.values(), "exploitation", "circumstances", "ruled_out"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))
        for kind, list_name in KINDS.items():
            shown = {item.element_code for item in self.evidence if item.element_kind == kind}
            name = "exploitation" if kind == "exploitation" else list_name
            object.__setattr__(self, name, self.told(kind) | shown)
            _known(list_name, self.told(kind))
        _known("aggravations", self.circumstances)
        if not self.ruled_out <= ELEMENTS.keys() or self.direction not in DIRECTIONS:
            raise ValueError("ruled_out or direction holds an unknown word")
        object.__setattr__(self, "child", self._childhood())

    def told(self, kind: str) -> frozenset[str]:
        """Return the codes told for act, means, purpose or exploitation."""
        return self.exploitation if kind == "exploitation" else getattr(self, ELEMENTS[kind])

    def has(self, kind: str) -> bool:
        """Say whether an element was told; naming a form of exploitation tells a purpose or result."""
        return bool(self.told(kind)) or (kind == "purpose" and bool(self.exploitation))

    def supported(self, kind: str) -> bool:
        """Say whether more than a bare statement stands behind an element."""
        kinds = ("purpose", "exploitation") if kind == "purpose" else (kind,)
        return any(item.is_more_than_told and item.element_kind in kinds for item in self.evidence)

    def without(self, kind: str) -> bool:
        """Say whether an officer looked for an element and nothing tells of it."""
        return kind in self.ruled_out and not self.has(kind)

    @property
    def anything_told(self) -> bool:
        """Say whether any element at all was told."""
        return any(self.told(kind) for kind in KINDS)

    def _childhood(self) -> bool | None:
        """Join every hint about age; one hint of childhood is enough, because doubt protects the child."""
        hints = [self.is_child, "child" in self.circumstances or None]
        if self.age_at_act is not None:
            hints.append(self.age_at_act < ADULT_AT)
        if self.date_of_act is not None:
            hints.append(child_on(self.date_of_act, born_on=self.born_on, birth_year=self.birth_year))
        if True in hints:
            return True
        return False if False in hints else None


def _known(list_name: str, stored: Iterable[str]) -> None:
    for one in stored:
        code(list_name, one)
