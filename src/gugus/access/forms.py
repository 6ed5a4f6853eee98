"""Forms about rights: versions of the matrix, single rights, deputies, the question why."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access import wording
from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.models import User
from gugus.access.rules import FARTHEST_SINGLE, NEVER_LENT_VERBS, NEVER_SINGLE, grantable
from gugus.access.viewer import Viewer
from gugus.base.forms import Optional
from gugus.base.refusals import Cannot
from gugus.base.widgets import Checks, CodeInput, DayInput, LongText, Radios
from gugus.kernel.ids import parse_ref

BIGGEST = 200_000
ALL, OWN = "semua", "sendiri"


class VersionForm(Optional):
    """A file becomes a draft. The text field takes what a phone or a screen reader cannot upload."""

    reach = forms.ChoiceField(label=_("For whom"), widget=Radios)
    file = forms.FileField(label=_("File (CSV)"), required=False)
    text = forms.CharField(
        label=_("Or the lines themselves"), required=False, max_length=BIGGEST, widget=LongText(rows=6), strip=False
    )  # fmt: skip
    note = forms.CharField(
        label=_("What is changed, and why"), max_length=2000, widget=LongText(rows=2), help_text=_("No names.")
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, hosts: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(OWN, _("Only my agency (narrower than the installation)"))]
        if hosts:
            choices.insert(0, (ALL, _("The whole installation")))
        self.fields["reach"].choices = choices
        self.fields["reach"].initial = choices[0][0]

    def clean(self) -> dict:
        cleaned = super().clean()
        upload = cleaned.get("file")
        if upload is not None:
            if upload.size > BIGGEST:
                self.add_error("file", _("The file is too long for a matrix."))
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not UTF-8 text."))
        elif not cleaned.get("text", "").strip():
            self.add_error("file", _("Choose a file or paste its lines."))
        return cleaned


class BackForm(Optional):
    note = forms.CharField(
        label=_("Reason in words"), max_length=2000, widget=LongText(rows=2), help_text=_("No names.")
    )


class SingleForm(Optional):
    """One right for one person; only what the giver may give is offered."""

    section = forms.ChoiceField(
        label=_("Section"),
        choices=[(one.value, one.label) for one in Section if one not in NEVER_SINGLE],
    )
    verbs = forms.MultipleChoiceField(
        label=_("What"),
        widget=Checks,
        choices=[(one.value, one.label) for one in Verb if one not in NEVER_LENT_VERBS],
    )
    scope = forms.TypedChoiceField(
        label=_("How far"),
        coerce=lambda value: Scope(int(value)),
        choices=[(one.value, wording.SCOPES[one]) for one in Scope if Scope.NOTHING < one <= FARTHEST_SINGLE],
    )
    field_class = forms.TypedChoiceField(
        label=_("Up to which facts"),
        coerce=lambda value: FieldClass(int(value)),
        choices=[(one.value, wording.DEPTHS[one]) for one in FieldClass],
    )
    until_on = forms.DateField(label=_("Until and including"), widget=DayInput)
    reason = forms.CharField(label=_("Reason in words"), max_length=2000, widget=LongText(rows=2))

    def show(self, refused: Cannot) -> None:
        super().show(refused)
        for reason in refused.reasons:
            if reason.field == "until_at":
                self.add_error("until_on", str(reason.words))

    def until_at(self) -> datetime:
        """The end of the chosen day."""
        day = self.cleaned_data["until_on"]
        end = datetime(day.year, day.month, day.day, 23, 59, 59)
        return timezone.make_aware(end)


class RoleEndForm(Optional):
    role = forms.ChoiceField(label=_("Role"))
    until_on = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, viewer: Viewer, held: list[str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = grantable(viewer.roles)
        self.fields["role"].choices = [(role, Role(role).label) for role in held if role in allowed]


class DeputyForm(Optional):
    deputy = forms.ModelChoiceField(label=_("Who stands in for you"), queryset=User.objects.none())
    from_on = forms.DateField(label=_("First day"), widget=DayInput)
    until_on = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason in words"), max_length=2000, widget=LongText(rows=2))

    def __init__(self, viewer: Viewer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(agency_id=viewer.agency_id, is_active=True).exclude(pk=viewer.user_id)
        self.fields["deputy"].queryset = people.order_by("full_name")


class WhyForm(Optional):
    user = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), to_field_name="username"
    )
    ref = forms.CharField(label=_("Reference"), max_length=40, widget=CodeInput)

    def __init__(self, viewer: Viewer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(agency_id=viewer.agency_id)
        self.fields["user"].queryset = people.order_by("full_name")

    def clean_ref(self) -> str:
        """A reference as it is written, or the id of a file; words (which could be a name) go no further."""
        typed = self.cleaned_data["ref"].strip()
        if ref := parse_ref(typed):
            return ref
        try:
            return str(UUID(typed))
        except ValueError:
            raise forms.ValidationError(_("This is not a reference; check it once more.")) from None
