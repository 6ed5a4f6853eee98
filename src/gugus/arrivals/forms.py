"""What is read from the pages of heads-ups: numbers, codes and moments, nothing that could hold a sentence."""

from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.arrivals import rules
from gugus.arrivals.codes import CancelCode, Condition, RefuseCode, Wanted, Zone
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.rules import Told
from gugus.base.forms import Versioned
from gugus.base.refusals import Cannot
from gugus.base.widgets import CheckChips, Checks, MomentInput, RadioRow, Radios
from gugus.directory.models import Agency
from gugus.law.clocks import zone
from gugus.places.forms import AreaField
from gugus.providers.codes import Language
from gugus.providers.models import Capacity

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def in_zone(at: datetime, code: str) -> datetime:
    """A moment as it was typed, meant on the clock of a zone."""
    return at.replace(tzinfo=zone(code))


class HeadsupForm(Versioned):
    """Who comes when, in numbers and codes."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    from_at = forms.DateTimeField(label=_("They come between"), widget=MomentInput())
    to_at = forms.DateTimeField(label=_("and"), widget=MomentInput())
    zone = forms.ChoiceField(label=_("Time zone of these hours"), choices=Zone.choices, widget=RadioRow())
    persons_min = forms.IntegerField(label=_("At least (persons)"), min_value=1, max_value=rules.MOST_PERSONS)
    persons_max = forms.IntegerField(label=_("At most (persons)"), min_value=1, max_value=rules.MOST_PERSONS)
    female = forms.IntegerField(
        label=_("Of these women and girls"), required=False, min_value=0, max_value=rules.MOST_PERSONS
    )
    male = forms.IntegerField(
        label=_("Of these men and boys"), required=False, min_value=0, max_value=rules.MOST_PERSONS
    )
    minors = forms.ChoiceField(label=_("Are children among them?"), choices=YES_NO, widget=RadioRow())
    minors_count = forms.IntegerField(
        label=_("How many children"), required=False, min_value=0, max_value=rules.MOST_PERSONS
    )
    area_code = AreaField(
        label=_("City or regency"), least=2, most=2, help_text=_("Nothing smaller: no street, no village.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, choices=Language.choices, widget=CheckChips()
    )
    needs = forms.MultipleChoiceField(
        label=_("What is needed"), required=False, choices=Wanted.choices, widget=CheckChips()
    )
    marks = "none"

    def __init__(self, *args, headsup: Headsup | None = None, zone_code: str = "wib", **kwargs):
        start = {"key": uuid4(), "zone": zone_code, "needs": [Wanted.SHELTER]}
        super().__init__(*args, initial=_initial(headsup) if headsup else start, **kwargs)

    def told(self) -> Told:
        """What the action is given."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "key"}}
        for name in ("from_at", "to_at"):
            given[name] = in_zone(given[name], given["zone"])
        return Told(**given | {"minors": given["minors"] == "yes"})


def _initial(one: Headsup) -> dict:
    kept = {name: getattr(one, name) for name in Told.__dataclass_fields__}
    for name in ("from_at", "to_at"):
        kept[name] = kept[name].astimezone(zone(one.zone)).replace(tzinfo=None)
    return kept | {"minors": "yes" if one.minors else "no", "version": one.version}


class SendForm(Versioned):
    """Whom to tell."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("Whom to tell"), queryset=Agency.objects.none(), widget=Checks()
    )

    def __init__(self, *args, agencies, explain: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies
        self.fields["agencies"].widget.explain = explain


class OfferForm(forms.Form):
    """Places of one group, from when until when, under which conditions."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    capacity = forms.ChoiceField(label=_("Which places"), widget=Radios())
    places = forms.IntegerField(label=_("How many"), min_value=1, max_value=rules.MOST_PERSONS)
    from_at = forms.DateTimeField(label=_("From"), widget=MomentInput())
    until_at = forms.DateTimeField(
        label=_("Held until"), widget=MomentInput(), help_text=_("Then they are free again by themselves.")
    )
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"), required=False, choices=Condition.choices, widget=CheckChips()
    )
    marks = "none"

    def __init__(self, *args, capacities: list[tuple[Capacity, str]], headsup: Headsup, **kwargs):
        there = zone(headsup.zone)
        start = {
            "key": uuid4(),
            "from_at": headsup.from_at.astimezone(there).replace(tzinfo=None),
            "until_at": (headsup.to_at + timedelta(hours=24)).astimezone(there).replace(tzinfo=None),
        }
        if len(capacities) == 1:
            start["capacity"] = str(capacities[0][0].pk)
        super().__init__(*args, initial=start, **kwargs)
        self.zone = headsup.zone
        self.fields["capacity"].choices = [(str(one.pk), said) for one, said in capacities]
        self.by_id = {str(one.pk): one for one, _said in capacities}

    def show(self, refused: Cannot) -> None:
        """Put every reason where it belongs."""
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.words)

    def given(self) -> dict:
        """What the action is given."""
        told = dict(self.cleaned_data)
        told["capacity"] = self.by_id[told["capacity"]]
        for name in ("from_at", "until_at"):
            told[name] = in_zone(told[name], self.zone)
        return told


class RefuseForm(Versioned):
    """Nothing free."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *RefuseCode.choices])


class CancelForm(Versioned):
    """It does not happen."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *CancelCode.choices])


class ExtendForm(Versioned):
    """They come later."""

    to_at = forms.DateTimeField(label=_("They come until"), widget=MomentInput())

    def __init__(self, *args, headsup: Headsup, **kwargs):
        there = headsup.to_at.astimezone(zone(headsup.zone)).replace(tzinfo=None)
        super().__init__(*args, initial={"to_at": there, "version": headsup.version}, **kwargs)
        self.zone = headsup.zone

    def until(self) -> datetime:
        """The moment that was meant."""
        return in_zone(self.cleaned_data["to_at"], self.zone)


class ArrivedForm(Versioned):
    """How many came to each house that was taken."""

    def __init__(self, *args, offers: list[Offer], **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = offers
        for one in offers:
            self.fields[f"came_{one.pk}"] = forms.IntegerField(
                label=f"{one.agency.name} ({one.places})", min_value=0, max_value=rules.MOST_PERSONS,
                initial=one.places,
            )  # fmt: skip

    def came(self) -> dict:
        """Offer → how many."""
        return {one.pk: self.cleaned_data[f"came_{one.pk}"] for one in self.offers}
