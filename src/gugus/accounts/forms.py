"""Accounts and keys as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role, Section
from gugus.access.rules import grantable
from gugus.access.viewer import Viewer
from gugus.accounts.rules import IDLE, SHORTEST_IDLE, Strictness
from gugus.base.forms import Refusable
from gugus.base.widgets import Checks


class RolesForm(Refusable):
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=Checks, required=False)
    reason = forms.CharField(
        label=_("Why a far-reaching role?"),
        required=False,
        max_length=500,
        help_text=_(
            "Only for supervisor, administrator, data protection officer and auditor: a second person reads it "
            "and must agree."
        ),
    )

    def __init__(self, viewer: Viewer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = grantable(viewer.roles)
        self.fields["roles"].choices = [(role.value, role.label) for role in Role if role in allowed]


class ColleagueForm(RolesForm):
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label=_("User name"),
        max_length=60,
        help_text=_("Small letters, digits, dot, dash; at least three characters."),
        error_messages={"invalid": _("Use small letters, digits, dot or dash; at least three characters.")},
    )
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    field_order = ["full_name", "username", "title", "roles", "reason"]

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip()


class KeyForm(Refusable):
    name = forms.CharField(label=_("What is it for?"), max_length=80)
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        choices=Section.choices,
        widget=Checks,
        required=False,
        help_text=_("None chosen means all that your roles include."),
    )
    read_only = forms.BooleanField(label=_("Only read"), required=False, initial=True)
    days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=365, initial=90)


class StrictnessForm(Refusable):
    """Two fields a role."""

    def __init__(self, now: dict[str, Strictness], *args, **kwargs):
        super().__init__(*args, **kwargs)
        for role in Role:
            self.fields[f"factor_{role}"] = forms.BooleanField(
                label=_("Second factor"), required=False, initial=now[role].second_factor
            )
            self.fields[f"idle_{role}"] = forms.IntegerField(
                label=_("Minutes without work"), min_value=SHORTEST_IDLE, max_value=IDLE,
                initial=now[role].idle_minutes,
            )  # fmt: skip

    def rules(self) -> dict[str, Strictness]:
        """What was filled in."""
        told = self.cleaned_data
        return {role.value: Strictness(told[f"factor_{role}"], told[f"idle_{role}"]) for role in Role}
