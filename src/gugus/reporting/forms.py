"""What is read from the pages of reports."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, Radios
from gugus.directory.models import Agency
from gugus.places.forms import AreaField
from gugus.reporting import markup
from gugus.reporting.codes import CorrectionCode, Kind, ReturnCode
from gugus.reporting.parcels import LARGEST

CHOOSE = _("Choose")
NO_NAMES = _("No names, no numbers of papers or files: every member agency reads this.")


class _Office(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class BeginForm(Versioned):
    """What a report is about. Both days are included."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Which report"), choices=Kind.choices, widget=Radios())
    first_on = forms.DateField(label=_("First day"), widget=DayInput())
    last_on = forms.DateField(label=_("Last day"), widget=DayInput())
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200,
        help_text=_("Left empty, it is named after kind, task force and period."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=DayInput(),
        help_text=_("Left empty, it is counted from the end of the period by the table of duties."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4(), "kind": Kind.ANNUAL} | (initial or {}), **kwargs)


class ChangeForm(Versioned):
    """Another title or day."""

    title = forms.CharField(label=_("Title"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput())
    marks = "optional"


class ChapterForm(Versioned):
    """One more chapter."""

    title = forms.CharField(label=_("Title"), max_length=160)
    hint = forms.CharField(
        label=_("What belongs into it"), required=False, max_length=400, widget=LongText(rows=3)
    )
    annex = forms.BooleanField(label=_("It is an annex"), required=False)
    marks = "optional"


class AssignForm(Versioned):
    """Who writes a chapter until when."""

    title = forms.CharField(label=_("Title"), max_length=160)
    agency = _Office(
        label=_("Written by"), queryset=Agency.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    marks = "optional"

    def __init__(self, *args, agencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        ids = [one.pk for one in agencies]
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=ids).order_by("name")


class WriteForm(Versioned):
    """The words of a chapter."""

    text = forms.CharField(label=_("Text"), required=False, help_text=NO_NAMES)

    def __init__(self, *args, autosave_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = LongText(rows=22, autosave_url=autosave_url)
        self.fields["text"].max_length = markup.LONGEST

    marks = "none"


class FigureForm(Versioned):
    """A frozen figure to show."""

    figure = forms.ChoiceField(label=_("Frozen figure"))
    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Left empty, title and period of the figure."),
    )
    table = forms.BooleanField(label=_("As a table"), required=False, initial=True)
    picture = forms.BooleanField(label=_("As a picture"), required=False, initial=True)
    marks = "optional"

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(one.ref, f"{one.title}, {one.period} ({one.ref})") for one in offered]
        self.fields["figure"].choices = [("", CHOOSE), *choices]


class ReturnForm(Versioned):
    """Why something comes back."""

    code = forms.ChoiceField(label=_("Reason"), choices=ReturnCode.choices, widget=Radios())
    words = forms.CharField(
        label=_("What is to be changed"), max_length=2000, widget=LongText(rows=4), help_text=NO_NAMES
    )
    marks = "none"


class CorrectForm(Versioned):
    """Why there is a new edition."""

    code = forms.ChoiceField(label=_("Reason"), choices=CorrectionCode.choices, widget=Radios())
    words = forms.CharField(
        label=_("What is corrected"), max_length=2000, widget=LongText(rows=4), help_text=NO_NAMES
    )
    marks = "none"


class ApproveForm(Versioned):
    """Which text was read."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(label=_("I read the merged report"))
    marks = "none"


class AnswerForm(Versioned):
    """A word with the acknowledgement."""

    words = forms.CharField(
        label=_("Words to the lower task force"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=NO_NAMES,
    )
    marks = "optional"


class PlainForm(Versioned):
    """Nothing to add."""


class FileForm(Versioned):
    """A signed file of another installation."""

    file = forms.FileField(label=_("Signed file"), help_text=_("Ends in .gugus-report."))
    marks = "none"

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than a report can be."))
        return upload


class SenderForm(Versioned):
    """A public key that was compared by people."""

    name = forms.CharField(label=_("Whose key it is"), max_length=160)
    public = forms.CharField(
        label=_("Public key"), max_length=80,
        help_text=_("Compare it by telephone or in person, never by the same way as the file."),
    )  # fmt: skip
    area = AreaField(
        label=_("Area"), required=False, most=2,
        help_text=_("Province, or city or regency, that it reports for. Empty: any."),
    )  # fmt: skip
    marks = "optional"
