"""Short texts that several pages share: who is screened, which lists there are. Never a name."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.cases.codes import PartyRole
from gugus.people.codes import Sex
from gugus.screening.models import Assessment

LISTS = {
    "running": gettext_lazy("In screening"),
    "mine": gettext_lazy("Begun by me"),
    "decided": gettext_lazy("Decided"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int


def tabs_of(show: str, counts: dict[str, int]) -> list[Tab]:
    """The lists of the screening page with their counts."""
    url = reverse("screening:index")
    return [Tab(str(label), f"{url}?tampil={key}", key == show, counts[key]) for key, label in LISTS.items()]


def person_words(assessment: Assessment | None = None, *, mention=None) -> str:
    """Who it is in open facts: role, sex, age at the act. The same words for everybody, masked or not."""
    mention = mention or (assessment.mention if assessment else None)
    person = assessment.person if assessment else mention.person
    sex = person.sex if person else mention.sex if mention else ""
    age = assessment.age_at_act if assessment else None
    age = age if age is not None else mention.age if mention else None
    parts = [
        dict(PartyRole.choices).get(mention.role, mention.role) if mention else _("Survivor"),
        dict(Sex.choices)[sex] if sex and sex != Sex.UNKNOWN else _("sex not known"),
        _("%(age)d years") % {"age": age} if age is not None else _("age not known"),
    ]
    if mention is None and person is None:
        return _("Somebody who was not described yet")
    return " · ".join(str(part) for part in parts)
