"""What the workbench shows: columns of elements with their evidence, exploitation, prompts. No decisions here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.law.facts import KINDS
from gugus.law.indicators import indicator, indicators
from gugus.screening.codes import Answer
from gugus.screening.facts import COLUMN
from gugus.screening.forms import ASKED, EvidenceForm, FactsForm, said
from gugus.screening.models import Assessment, EvidenceItem
from gugus.screening.rules import strongest
from gugus.screening.telling import ELEMENT_NAMES

LEADS = {
    "act": _("What was done with the person?"),
    "means": _("How was it done? Not needed for a child by the international standard."),
    "purpose": _("What was it for, or what came of it?"),
    "exploitation": _("Which form was meant or happened? Sub-forms say it more precisely."),
}
# Short names for chips; the law's list says each at length.
STRENGTHS = {"claimed": _("Told"), "supported": _("Supported"), "documented": _("By document")}
STRENGTH_MARKS = {"claimed": "draft", "supported": "info", "documented": "done"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence in words."""

    item: EvidenceItem
    source: str
    strength: str
    mark: str


@dataclass(slots=True)
class Choice:
    """One code of an element, with what speaks for it and the prompts that hint at it."""

    code: str
    words: str
    ticked: bool
    is_child: bool = False
    evidence: list[Shown] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    strength: str = ""

    @property
    def kept(self) -> bool:
        """Living evidence keeps the code told until it is retracted."""
        return any(shown.item.retracted_at is None for shown in self.evidence)


@dataclass(frozen=True, slots=True)
class Column:
    """One element (or the form of exploitation): its codes, its gap, its place for new evidence."""

    kind: str
    name: str
    title: str
    lead: str
    choices: list[Choice]
    ruled_out: bool
    may_rule_out: bool
    adder: EvidenceForm

    @property
    def ticked(self) -> int:
        return sum(choice.ticked for choice in self.choices)

    @property
    def evidence(self) -> int:
        return sum(shown.item.retracted_at is None for choice in self.choices for shown in choice.evidence)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One indicator to ask about: the field, and the codes a yes hints at."""

    field: BoundField
    points_to: str


@dataclass(frozen=True, slots=True)
class Group:
    """The prompts of one dimension."""

    code: str
    title: str
    prompts: list[Prompt]
    present: int
    asked: int


def columns(assessment: Assessment, form: FactsForm, adders: dict[str, EvidenceForm]) -> dict[str, Column]:
    """The four lists of the workbench by kind, as typed (or as saved, when nothing was typed)."""
    ruled_out = form["ruled_out"].value() or []
    hinted = _hints(form)
    return {
        kind: Column(
            kind=kind, name=name, title=ELEMENT_NAMES[kind], lead=LEADS[kind],
            choices=_choices(assessment, kind, set(form[name].value() or []), hinted),
            ruled_out=kind in ruled_out, may_rule_out=kind in ("act", "means", "purpose"), adder=adders[kind],
        )
        for kind, name in COLUMN.items()
    }  # fmt: skip


def groups(form: FactsForm) -> list[Group]:
    """The prompts by dimension with how many were asked and found."""
    return [
        Group(one.code, capfirst(said(one.words)), prompts, *_counted(prompts))
        for one in law.codes("indicator_dimensions")
        for prompts in [[_prompt(form, each) for each in indicators(one.code)]]
    ]


def _prompt(form: FactsForm, one) -> Prompt:
    points_to = ", ".join(said(law.code(KINDS[one.element], code).words) for code in one.points_to)
    return Prompt(form[ASKED + one.code], f"{ELEMENT_NAMES[one.element]}: {points_to}")


def _counted(prompts: Iterable[Prompt]) -> tuple[int, int]:
    answers = [prompt.field.value() for prompt in prompts]
    return answers.count(Answer.PRESENT), sum(bool(answer) for answer in answers)


def _hints(form: FactsForm) -> dict[tuple[str, str], list[str]]:
    """Which prompts answered with "present" hint at which code."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in form.fields:
        if name.startswith(ASKED) and form[name].value() == Answer.PRESENT:
            one = indicator(name.removeprefix(ASKED))
            for code in one.points_to:
                found.setdefault((one.element, code), []).append(said(one.words))
    return found


def _choices(assessment: Assessment, kind: str, ticked: set[str], hinted: dict) -> list[Choice]:
    by_code: dict[str, list[Shown]] = {}
    for item in assessment.evidence.all():
        if item.element_kind == kind:
            by_code.setdefault(item.element_code, []).append(_shown(item))
    made = []
    for one in _in_order(KINDS[kind]):
        evidence = by_code.get(one.code, [])
        live = [shown.item.strength for shown in evidence if shown.item.retracted_at is None]
        made.append(
            Choice(
                one.code, said(one.words), one.code in ticked or bool(live), bool(one.parent), evidence,
                hinted.get((kind, one.code), []), strongest(live),
            )
        )  # fmt: skip
    return made


def _in_order(list_name: str) -> list[law.Code]:
    """Each form of the law followed by its sub-forms."""
    every = law.codes(list_name)
    tops = [one for one in every if not one.parent]
    return [each for top in tops for each in [top, *(one for one in every if one.parent == top.code)]]


def _shown(item: EvidenceItem) -> Shown:
    return Shown(
        item,
        said(law.code("evidence_sources", item.source).words),
        STRENGTHS[item.strength],
        STRENGTH_MARKS[item.strength],
    )
