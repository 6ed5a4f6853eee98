"""What somebody else saved meanwhile, beside what one typed oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gugus import law
from gugus.law.facts import KINDS
from gugus.screening.facts import COLUMN
from gugus.screening.forms import ASKED, FactsForm, initial_of, said
from gugus.screening.models import Assessment
from gugus.screening.telling import ELEMENT_NAMES


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what stands saved now, what was typed here."""

    label: str
    theirs: str
    yours: str


def differences(saved: Assessment, form: FactsForm) -> Sequence[Difference]:
    """Every field whose saved value now differs from the one typed. The form must be bound and valid."""
    theirs = initial_of(saved)
    found = []
    for name, field in form.fields.items():
        before, mine = theirs.get(name, field.initial), form.cleaned_data.get(name)
        if _plain(before) != _plain(mine):
            found.append(Difference(_label(form, name), _shown(form, name, before), _shown(form, name, mine)))
    return found


def _plain(value):
    if isinstance(value, (list, tuple)):
        return sorted(value)
    return None if value == "" else value


def _label(form: FactsForm, name: str) -> str:
    kind = next((kind for kind, column in COLUMN.items() if column == name), "")
    if name == "ruled_out":
        return _("Examined, not found")
    return str(ELEMENT_NAMES[kind]) if kind else str(form.fields[name].label)


def _shown(form: FactsForm, name: str, value) -> str:
    if value in (None, "", []):
        return "–"
    kind = next((kind for kind, column in COLUMN.items() if column == name), "")
    if kind:
        return ", ".join(said(law.code(KINDS[kind], one).words) for one in sorted(value))
    if name == "ruled_out":
        return ", ".join(str(ELEMENT_NAMES[one]) for one in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    if name.startswith(ASKED) or value in choices:
        return str(choices.get(value, value))
    return str(getattr(value, "earliest", value))
