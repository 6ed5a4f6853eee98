"""A processing record as it is written or changed."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, Checks, DayInput, LongText
from gugus.privacy.codes import GENERAL, SPECIFIC, Basis, Data, Whose


class RecordForm(Versioned):
    """One activity. No names of persons: the register may be asked for by the authority."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Activity"), max_length=160)
    purpose = forms.CharField(label=_("Purpose"), max_length=2000, widget=LongText(rows=3))
    bases = forms.MultipleChoiceField(label=_("Legal basis"), choices=Basis.choices, widget=Checks())
    basis_words = forms.CharField(label=_("Which law or decision"), required=False, max_length=300)
    persons = forms.MultipleChoiceField(
        label=_("Categories of persons"), choices=Whose.choices, widget=CheckChips()
    )
    data = forms.MultipleChoiceField(
        label=_("Categories of data"),
        choices=[
            (_("General data"), [(one.value, one.label) for one in GENERAL]),
            (_("Specific data (UU 27/2022 art. 4)"), [(one.value, one.label) for one in SPECIFIC]),
        ],
        widget=CheckChips(),
    )
    recipients = forms.CharField(label=_("Recipients"), required=False, max_length=500)
    abroad = forms.BooleanField(label=_("Data go to another country"), required=False)
    abroad_words = forms.CharField(label=_("Which country, on what basis"), required=False, max_length=300)
    retention = forms.CharField(label=_("Retention class"), max_length=160)
    measures = forms.CharField(label=_("Security measures"), max_length=2000, widget=LongText(rows=3))
    function = forms.CharField(label=_("Function in charge"), max_length=120)
    joint = forms.CharField(label=_("Joint controllers"), required=False, max_length=300)
    valid_from = forms.DateField(label=_("Processing since"), widget=DayInput())
    valid_to = forms.DateField(label=_("Processing until"), required=False, widget=DayInput())
    review_on = forms.DateField(label=_("Review on"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why it changes"), required=False, max_length=300,
        help_text=_("Stands beside the new version. Older versions stay."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, changing: bool = False, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        if changing:
            del self.fields["key"]
        else:
            del self.fields["reason"]

    def clean_data(self) -> list[str]:
        """In the order of the law, so that the order of ticking is no change."""
        return [one.value for one in Data if one in self.cleaned_data["data"]]

    def clean_bases(self) -> list[str]:
        return [one.value for one in Basis if one in self.cleaned_data["bases"]]

    def clean_persons(self) -> list[str]:
        return [one.value for one in Whose if one in self.cleaned_data["persons"]]
