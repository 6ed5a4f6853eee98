"""What the second person writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Refusable
from gugus.base.widgets import LongText


class ApproveForm(Refusable):
    """Yes to exactly what was shown."""

    digest = forms.CharField(max_length=32, widget=forms.HiddenInput)


class RefuseForm(Refusable):
    """No, and why."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("The person who asked reads this. No names of survivors."),
    )
