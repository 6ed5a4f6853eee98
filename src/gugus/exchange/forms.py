"""What is read when an export is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Cannot
from gugus.base.widgets import LongText, Radios
from gugus.exchange.codes import Format


class ExportForm(forms.Form):
    """As what, and with names or without."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    format = forms.ChoiceField(
        label=_("As what?"), choices=Format.choices, initial=Format.XLSX, widget=Radios()
    )
    marks = "none"

    def show(self, refused: Cannot) -> None:
        """Put every reason where it belongs."""
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.words)


class NamedExportForm(ExportForm):
    """The same when the list can name people."""

    NAMES = (
        ("no", _("Without names: codes and open facts")),
        ("yes", _("With names: a second person of your agency has to agree first")),
    )
    names = forms.ChoiceField(label=_("With names?"), choices=NAMES, initial="no", widget=Radios())
    reason = forms.CharField(
        label=_("What for?"), required=False, max_length=1000, widget=LongText(rows=3),
        help_text=_("Only needed with names. Kept encrypted; the second person reads it."),
    )  # fmt: skip

    def clean(self):
        """With names there is a reason."""
        told = super().clean()
        if told.get("names") == "yes" and not told.get("reason", "").strip():
            self.add_error("reason", _("Say what the names are needed for."))
        return told
