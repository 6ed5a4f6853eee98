"""What is read from the pages of recommendations."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base.forms import Versioned
from gugus.base.widgets import Checks, DayInput, LongText
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency
from gugus.files.forms import ACCEPTED
from gugus.followup.codes import MoveCode, OriginKind, Standing
from gugus.followup.models import Recommendation

LONGEST = 2000
NOBODY = _("No names, numbers or codes of persons: every member agency reads this.")


def _words(label, *, required=True, text=NOBODY, rows=3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, required=required, widget=LongText(rows=rows), help_text=text
    )


class BoardForm(forms.Form):
    """The filters of the board; they stand in the address."""

    instansi = forms.ChoiceField(label=_("Agency"), required=False)
    bidang = forms.ChoiceField(
        label=_("Field of work"), required=False, choices=[("", _("All")), *WorkField.choices]
    )
    keadaan = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All that run")), *Standing.choices]
    )
    gugus = forms.ChoiceField(label=_("Task force"), required=False)
    asal = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    milik = forms.BooleanField(label=_("Only those of my agency"), required=False)

    def __init__(self, *args, agencies: Iterable[Agency], forces: Iterable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instansi"].choices = [("", _("All")), *((one.slug, one.name) for one in agencies)]
        self.fields["gugus"].choices = [("", _("All")), *((one.ref, one.name) for one in forces)]


class _OfForce(Versioned):
    """A form about a recommendation of a task force; `members` are its agencies today."""

    marks = "optional"

    def __init__(self, *args, members: Iterable[Agency] = (), others=None, day: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        ids = [one.pk for one in members]
        for name in ("owner", "supporters", "a_owner", "b_owner"):
            if name in self.fields:
                self.fields[name].queryset = Agency.objects.filter(pk__in=ids)
        for one in self.fields.values():
            if isinstance(one, forms.ModelChoiceField) and not isinstance(
                one, forms.ModelMultipleChoiceField
            ):
                one.empty_label = _("Choose")
        if "other" in self.fields and others is not None:
            self.fields["other"].queryset = others
            self.fields["other"].label_from_instance = _short


def _short(one: Recommendation) -> str:
    return f"{one.ref} · {one.owner.name} · {(one.text or '')[:60]}"


class TextForm(_OfForce):
    """What is recommended to whom."""

    text = _words(_("What is recommended"))
    target = _words(
        _("Target: how one sees that it was done"),
        required=False,
        rows=2,
        text=_("A result that can be shown."),
    )
    owner = forms.ModelChoiceField(label=_("Agency that answers for it"), queryset=Agency.objects.none())
    supporters = forms.ModelMultipleChoiceField(
        label=_("Agencies that support"), queryset=Agency.objects.none(), required=False, widget=Checks
    )
    field = forms.ChoiceField(label=_("Field of work"), choices=WorkField.choices)


class RecordForm(TextForm):
    """The same when it is new: deadline, and where it was said."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    due_on = forms.DateField(label=_("Deadline"), widget=DayInput())
    origin_kind = forms.ChoiceField(label=_("Where it was said"), choices=OriginKind.choices)
    origin_ref = forms.CharField(
        label=_("Code of that record"), max_length=12, required=False,
        help_text=_("If it is in this application, for example the code of the meeting."),
    )  # fmt: skip
    origin_words = forms.CharField(
        label=_("Meeting or letter in words"), max_length=200, required=False,
        help_text=_("Where there is no code: title or number of the meeting or letter."),
    )  # fmt: skip
    said_on = forms.DateField(label=_("On which day"), widget=DayInput())

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)


class ChangeForm(TextForm):
    """Other words, another owner."""

    why = _words(pgettext_lazy("recommendation", "Why"), rows=2)


class _WithFile(_OfForce):
    upload = forms.FileField(
        label=_("Evidence (file)"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, JPEG, PNG or text, up to 10 MB. No picture or list of survivors."),
    )  # fmt: skip


class ProgressForm(_WithFile):
    """What was done so far."""

    words = _words(_("What was done"))
    share = forms.IntegerField(
        label=_("How far, in percent"), min_value=0, max_value=100, required=False,
        help_text=_("Only the agency that answers for it says this."),
    )  # fmt: skip
    field_order = ("words", "share", "upload")


class ReportForm(_WithFile):
    """It is done."""

    words = _words(_("What was done"))
    field_order = ("words", "upload")


class TimeForm(_OfForce):
    """More time, please."""

    due_on = forms.DateField(label=_("Deadline asked for"), widget=DayInput())
    words = _words(pgettext_lazy("recommendation", "Why"))


class MoveForm(_OfForce):
    """Another deadline."""

    due_on = forms.DateField(label=_("New deadline"), widget=DayInput())
    code = forms.ChoiceField(label=_("Reason"), choices=MoveCode.choices)
    words = _words(_("In words"), required=False, rows=2)


class AcceptForm(_OfForce):
    """Done: the secretariat looked at it."""

    words = _words(_("Note"), required=False, rows=2)


class BackForm(_OfForce):
    """Not done yet."""

    words = _words(_("What is missing"))


class ReplaceForm(_OfForce):
    """Another one takes its place."""

    other = forms.ModelChoiceField(
        label=_("Replaced by"),
        queryset=Recommendation.objects.unscoped(because="narrowed by the view").none(),
    )
    words = _words(pgettext_lazy("recommendation", "Why"), required=False, rows=2)


class SplitForm(_OfForce):
    """Two take its place. Field and supporters stay; each part has its own owner, target and deadline."""

    a_text = _words(_("First part: what is recommended"))
    a_target = _words(_("First part: target"), required=False, rows=2, text="")
    a_owner = forms.ModelChoiceField(label=_("First part: agency"), queryset=Agency.objects.none())
    a_due_on = forms.DateField(label=_("First part: deadline"), widget=DayInput())
    b_text = _words(_("Second part: what is recommended"))
    b_target = _words(_("Second part: target"), required=False, rows=2, text="")
    b_owner = forms.ModelChoiceField(label=_("Second part: agency"), queryset=Agency.objects.none())
    b_due_on = forms.DateField(label=_("Second part: deadline"), widget=DayInput())
    words = _words(_("Why it is split"), required=False, rows=2)


class DropForm(_OfForce):
    """It is not done, by a named decision."""

    decision_kind = forms.ChoiceField(label=_("Who decided this"), choices=OriginKind.choices)
    decision_ref = forms.CharField(
        label=_("Code of the meeting"),
        max_length=12,
        required=False,
        help_text=_("If it is in this application."),
    )
    decision_words = forms.CharField(
        label=_("Or the decision in words"), max_length=200, required=False,
        help_text=_("Title and number of the minutes or letter."),
    )  # fmt: skip
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput())
    words = _words(_("Why it is dropped"))
