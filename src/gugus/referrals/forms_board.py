"""What narrows the board; it lives in the address."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.directory.queries import agencies
from gugus.referrals.codes import Urgency
from gugus.referrals.wording import service_groups

ONLY = (("", _("All")), ("1", _("Only these")))


class BoardFilter(forms.Form):
    """A wrong value shows its error at its field and does not filter."""

    urgency = forms.ChoiceField(
        label=_("How soon"), required=False, choices=[("", _("All")), *Urgency.choices]
    )
    service = forms.ChoiceField(label=_("Service"), required=False)
    agency = forms.ChoiceField(label=_("Other agency"), required=False)
    late = forms.ChoiceField(label=_("Over the clock"), required=False, choices=ONLY)
    mine = forms.ChoiceField(label=_("Mine"), required=False, choices=ONLY)
    marks = "none"

    def __init__(self, data, *, viewer: Viewer, on: date):
        super().__init__(data)
        others = agencies(on).exclude(pk=viewer.agency_id).values_list("slug", "name")
        self.fields["service"].choices = [("", _("All")), *service_groups()]
        self.fields["agency"].choices = [("", _("All")), *others]

    def chosen(self) -> dict[str, str]:
        """The valid filters that narrow the board."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
