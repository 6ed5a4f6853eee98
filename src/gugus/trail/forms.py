"""The filters of the trail; they live in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.verbs import known
from gugus.base.widgets import CodeInput, DayInput
from gugus.kernel.ids import parse_ref


class TrailFilter(forms.Form):
    """Who, what, when, about what. A wrong filter shows its error and counts as not given."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    ref = forms.CharField(label=_("Reference"), required=False, max_length=20, widget=CodeInput())

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

    def asked(self) -> dict[str, Any]:
        """The filters that are valid and given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
