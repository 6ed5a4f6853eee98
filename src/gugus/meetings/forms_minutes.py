"""What is read from the page of the minutes, from the list of who was there, and from the room's public page."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base.forms import Refusable, Versioned
from gugus.base.widgets import CodeInput, DayInput, LongText, RadioRow
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency
from gugus.meetings import rules
from gugus.meetings.actions.minuting import Written
from gugus.meetings.codes import PointKind, Sex, StrikeCode
from gugus.meetings.forms import CHOOSE, SHORT, Office
from gugus.meetings.models import Item

SHEETS = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PointForm(Refusable):
    """One paragraph. It is saved while one types; the button saves it without a script."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    pen = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    item = forms.ModelChoiceField(label=_("Line of the agenda"), queryset=Item.objects.none(), required=False)
    kind = forms.ChoiceField(label=_("Kind of paragraph"), choices=PointKind.choices)
    text = forms.CharField(
        label=_("Text"), required=False, strip=False, max_length=rules.MOST_WORDS, widget=LongText(rows=3)
    )
    said_by = forms.CharField(label=_("Said by"), required=False, max_length=SHORT)
    owner = Office(label=_("Carried out by"), queryset=Agency.objects.none(), required=False)
    due_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    field = forms.ChoiceField(label=_("Field of work"), choices=[CHOOSE, *WorkField.choices], required=False)
    target = forms.CharField(
        label=_("Target"), required=False, max_length=500, help_text=_("What is to be different then.")
    )
    marks = "none"

    def __init__(self, *args, agenda, members, url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = Item.objects.unscoped(
            because="the agenda came through the gate"
        ).filter(pk__in=[one.pk for one in agenda])
        self.fields["item"].choices = [
            ("", _("No line")),
            *((one.pk, f"{one.number}. {one.title}") for one in agenda),
        ]
        self.fields["owner"].queryset = Agency.objects.filter(pk__in=[one.pk for one in members])
        self.fields["owner"].choices = [("", _("Choose")), *((one.pk, one.name) for one in members)]
        if url:
            attrs = self.fields["text"].widget.attrs
            attrs["data-autosave-url"], attrs["data-autosave-form"] = url, ""

    @property
    def written(self) -> Written:
        """What the action is given."""
        return Written(**self.cleaned_data)


def blank_point(pen: UUID, **more) -> dict:
    """What an empty paragraph begins with: its future id, so that it is one however often it is sent."""
    return {"key": uuid4(), "pen": pen, "seen": 0, "kind": PointKind.DISCUSSION} | more


def point_facts(point, pen: UUID) -> dict:
    """What a paragraph's form begins with."""
    names = ("item", "kind", "text", "said_by", "owner", "due_on", "field", "target")
    return {name: getattr(point, name) for name in names} | {
        "key": point.pk,
        "pen": pen,
        "seen": point.version,
    }


class MergeForm(Versioned):
    """Several texts become one."""

    text = forms.CharField(
        label=_("What stands from now on"), max_length=rules.MOST_WORDS, strip=False, widget=LongText(rows=8)
    )
    rivals = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args, rivals, **kwargs):
        super().__init__(*args, **kwargs)
        # Texts that came later than the page are not among the choices; those that were settled meanwhile may be.
        self.fields["rivals"].choices = [(str(one.pk), "") for one in rivals]


class PresentForm(Refusable):
    """One line of the list."""

    name = forms.CharField(label=_("Name"), max_length=160)
    agency = Office(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("Another office")
    )
    office = forms.CharField(label=_("Another office"), required=False, max_length=200)
    position = forms.CharField(label=_("Position"), required=False, max_length=160)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=RadioRow(), initial=Sex.UNKNOWN)
    marks = "optional"

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])


class ImportForm(Refusable):
    """A list from a spreadsheet."""

    upload = forms.FileField(
        label=_("File"), allow_empty_file=True,
        help_text=_("XLSX or CSV: name, position, office, sex (L/P). The first row holds the headings."),
        widget=forms.ClearableFileInput(attrs={"accept": SHEETS}),
    )  # fmt: skip


class StrikeForm(Versioned):
    """Why a line does not count."""

    code = forms.ChoiceField(label=_("Reason"), choices=StrikeCode.choices)


class RoomForm(forms.Form):
    """The code that the room shows."""

    marks = "none"
    code = forms.CharField(
        label=_("Code of the room"), max_length=40, widget=CodeInput,
        help_text=_("Eight letters and digits, shown beside the square."),
    )  # fmt: skip


class HereForm(Refusable):
    """Who is here, without an account."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=160)
    office = forms.CharField(label=_("Your office"), max_length=200)
    position = forms.CharField(label=_("Your position"), max_length=160, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Sex.choices, widget=RadioRow(), initial=Sex.UNKNOWN,
        help_text=_("For the count of women and men in the report."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)


class ConfirmForm(Refusable):
    """A colleague who is signed in is here."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=RadioRow(), initial=Sex.UNKNOWN)


class KeyForm(forms.Form):
    """The answer link. The page fills it in; without a script it is pasted."""

    marks = "none"
    key = forms.CharField(
        label=pgettext_lazy("invitation", "Link"), max_length=400,
        help_text=_("Paste the whole link of the invitation letter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip
