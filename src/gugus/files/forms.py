"""What is read when a file is attached or taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Cannot
from gugus.base.widgets import Radios
from gugus.files.codes import RemovalCode

CHOSEN = [one for one in RemovalCode.choices if one[0] != RemovalCode.FORGOTTEN]
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.txt,application/pdf,image/jpeg,image/png,text/plain"


class UploadForm(forms.Form):
    """A file and how it is called here."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, JPEG, PNG or text, up to 10 MB. Kept encrypted. Pictures lose place and camera; PDFs lose "
            "signature, form and links: keep a signed original outside as well."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # the rules say it better
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200)

    def show(self, refused: Cannot) -> None:
        """Put every reason where it belongs."""
        for reason in refused.reasons:
            self.add_error(reason.field or None, reason.words)


class UnscannedForm(forms.Form):
    """Open a file that no scanner has seen."""

    sure = forms.BooleanField(
        label=_("I know where this file comes from and open it though nobody scanned it.")
    )


class RemoveForm(forms.Form):
    """Why a file is taken back."""

    code = forms.ChoiceField(label=_("Why is it taken back?"), choices=CHOSEN, widget=Radios())
