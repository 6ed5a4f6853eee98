"""The filters of the trail, which live in the address, and the forms of the report on unusual access."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.verbs import known
from gugus.base.refusals import Cannot
from gugus.base.widgets import CodeInput, DayInput, LongText, Radios
from gugus.directory.models import Agency
from gugus.kernel.ids import parse_ref
from gugus.trail.codes import Figure, Judgement
from gugus.trail.groups import Group


class ShowsRefusals:
    """A form that shows an action's refusals at the right fields."""

    def show(self, refused: Cannot) -> None:
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, str(reason.words))


class TrailFilter(forms.Form):
    """Who, what, when, about what. A wrong filter shows its error and counts as not given."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    group = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Every kind")), *Group.choices]
    )
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    ref = forms.CharField(label=_("Reference"), required=False, max_length=20, widget=CodeInput())
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.order_by("name"), required=False,
        empty_label=_("Every agency"), help_text=_("With a reference only."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason code"), required=False, max_length=100, widget=CodeInput(),
    )  # fmt: skip
    off_hours = forms.BooleanField(label=_("Outside office hours only"), required=False)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues
        words = sorted(
            ((verb, str(said)) for verb, said in known().items()), key=lambda pair: pair[1].lower()
        )
        self.fields["verb"].choices = [("", _("Everything")), *words]

    def clean_ref(self) -> str:
        """A reference as printed, however it was typed."""
        typed = self.cleaned_data["ref"].strip()
        if typed and not (read := parse_ref(typed)):
            raise forms.ValidationError(_("This reference has a typing mistake."))
        return read if typed else ""

    def clean_reason(self) -> str:
        """Codes are lower-case."""
        return self.cleaned_data["reason"].strip().lower()

    def asked(self) -> dict[str, Any]:
        """The filters that are valid and given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def said(self) -> dict[str, Any]:
        """The same as the trail keeps it: usernames and slugs instead of rows."""
        return {
            name: getattr(value, "username", getattr(value, "slug", value))
            for name, value in self.asked().items()
        }


class JudgementForm(ShowsRefusals, forms.Form):
    """What the officer found out about a figure."""

    user = forms.ModelChoiceField(queryset=User.objects.none(), widget=forms.HiddenInput())
    week = forms.DateField(widget=forms.HiddenInput())
    figure = forms.ChoiceField(choices=Figure.choices, widget=forms.HiddenInput())
    judgement = forms.ChoiceField(label=_("What you found"), choices=Judgement.choices, widget=Radios())
    note = forms.CharField(
        label=_("Your reasons"), help_text=_("Kept sealed; your agency's data protection officers read it."),
        max_length=1000, widget=LongText(rows=2),
    )  # fmt: skip

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues


class ThresholdForm(ShowsRefusals, forms.Form):
    """From when on a figure is shown."""

    figure = forms.ChoiceField(label=_("Figure"), choices=Figure.choices)
    deviations = forms.DecimalField(
        label=_("Typical deviations above the middle"), min_value=1, max_value=20, decimal_places=1
    )
    least = forms.IntegerField(label=_("From this number on"), min_value=1, max_value=10_000)
    valid_from = forms.DateField(label=_("Counts from"), widget=DayInput())
