"""An incident and the legs of its route."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base.widgets import LongText, PartialDateField
from gugus.cases import wording
from gugus.cases.codes import LegKind, RecruitmentChannel
from gugus.cases.forms import LONG, AddingForm
from gugus.cases.records import Leg
from gugus.kernel.partials import Partial
from gugus.places.forms import AreaField, CountryField

MOST_LEGS = 20


def written(day: Partial | None) -> str:
    """A partial date as it is stored: "2026", "2026-03" or "2026-03-14"; "" when nothing is known."""
    return str(day or "")


class IncidentForm(AddingForm):
    """What happened. Nothing is needed except at least one fact."""

    description = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=LONG,
        help_text=_("In the survivor's words where you have them."),
        widget=LongText(rows=5),
    )
    modus = forms.ChoiceField(label=_("Modus"), required=False, choices=wording.choices("modus"))
    recruitment_channel = forms.ChoiceField(
        label=_("Recruited through"), required=False, choices=[("", "–"), *RecruitmentChannel.choices]
    )
    place_kind = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=wording.choices("places")
    )
    area_code = AreaField(label=_("Area"), required=False, most=4)
    country = CountryField(label=_("Country"), required=False)
    from_on = PartialDateField(
        label=pgettext_lazy("time", "From"), required=False, help_text=_("The year is enough.")
    )
    to_on = PartialDateField(
        label=pgettext_lazy("time", "Until"),
        required=False,
        help_text=_("Left empty: not known, or it goes on."),
    )
    marks = "none"

    def clean(self) -> dict:
        told = super().clean()
        if not any(value for name, value in told.items() if name != "key") and not self.errors:
            raise forms.ValidationError(_("Write at least one thing that is known."), code="empty")
        return told

    @property
    def facts(self) -> dict:
        """The fields of an incident, from a valid form."""
        told = self.cleaned_data
        texts = ("modus", "recruitment_channel", "place_kind", "area_code", "country")
        return {name: told[name] for name in texts} | {
            "description": told["description"] or None,
            "from_on": written(told["from_on"]),
            "to_on": written(told["to_on"]),
        }


class LegForm(forms.Form):
    """One step of the route; an empty one is left out."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("route", "Step"), required=False, choices=[("", "–"), *LegKind.choices]
    )
    area_code = AreaField(label=_("Place in Indonesia"), required=False, most=4)
    country = CountryField(label=_("Country"), required=False, first=("ID", "MY", "KH", "MM"))
    transport = forms.ChoiceField(label=_("Came by"), required=False, choices=wording.choices("transports"))
    on = PartialDateField(label=_("When"), required=False)
    marks = "none"

    def clean(self) -> dict:
        told = super().clean()
        if any(told.get(name) for name in ("area_code", "country", "transport", "on")) and not told.get(
            "kind"
        ):
            self.add_error("kind", _("Say which step this is."))
        return told

    @property
    def leg(self) -> Leg | None:
        """The leg, or None where nothing was written."""
        told = self.cleaned_data
        if not told.get("kind"):
            return None
        return Leg(
            kind=told["kind"], area_code=told["area_code"], country=told["country"],
            transport=told["transport"], on=written(told["on"]),
        )  # fmt: skip


LegForms = forms.formset_factory(LegForm, extra=2, max_num=MOST_LEGS, absolute_max=MOST_LEGS)
