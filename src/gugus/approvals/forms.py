"""What the second person writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Cannot
from gugus.base.widgets import LongText


class RefusableForm(forms.Form):
    """A form that shows an action's refusals at the right fields."""

    def show(self, refused: Cannot) -> None:
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, str(reason.words))


class ApproveForm(RefusableForm):
    """Yes to exactly what was shown."""

    digest = forms.CharField(max_length=32, widget=forms.HiddenInput)


class RefuseForm(RefusableForm):
    """No, and why."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("The person who asked reads this. No names of survivors."),
    )
