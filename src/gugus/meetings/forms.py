"""What is read from the pages of meetings. The minutes' and the public forms are in `forms_minutes`, `forms_public`."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.models import User
from gugus.base.forms import Versioned
from gugus.base.refusals import Cannot
from gugus.base.widgets import CheckCards, Checks, LongText, MomentInput, Radios
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.files.forms import ACCEPTED
from gugus.meetings import rules
from gugus.meetings.codes import Answer, Kind, PaperKind, WhyNot
from gugus.meetings.models import Meeting
from gugus.meetings.openings import Opening

SHORT, LONG = 200, 5000
CHOOSE = ("", _("Choose"))
NOBODY = _("No name, number or file of anybody who is helped or suspected.")


def label_of(user: User) -> str:
    """A colleague as a form names one."""
    return f"{user.full_name}, {user.title}" if user.title else f"{user.full_name} ({user.agency.name})"


class Somebody(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return label_of(obj)


class Office(forms.ModelChoiceField):
    def label_from_instance(self, obj) -> str:
        return obj.name


class Earlier(forms.ModelChoiceField):
    def label_from_instance(self, obj: Meeting) -> str:
        return f"{obj.number} · {obj.title}"


class PlanForm(Versioned):
    """What, when, where, who leads, who signs."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=Kind.choices, widget=Radios())
    title = forms.CharField(label=_("Subject of the meeting"), max_length=SHORT, help_text=NOBODY)
    starts_at = forms.DateTimeField(label=pgettext_lazy("meeting", "Begins"), widget=MomentInput())
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=rules.SHORTEST, max_value=rules.LONGEST, initial=180
    )
    room = forms.CharField(label=_("Room or connection"), required=False, max_length=SHORT)
    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields of work"), choices=WorkField.choices, required=False, widget=Checks(),
        help_text=_("A meeting between fields of work names at least two."),
    )  # fmt: skip
    chaired_by = forms.CharField(
        label=_("Chair of the meeting"), required=False, max_length=SHORT, help_text=_("Name and office.")
    )
    opened_by = forms.CharField(
        label=_("Opened by"), required=False, max_length=SHORT, help_text=_("Name and office.")
    )
    approver = Somebody(
        label=_("Approves the minutes"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Not named yet"),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis that is cited"), required=False, max_length=LONG, widget=LongText(rows=2)
    )
    letter_number = forms.CharField(
        label=_("Number of the invitation letter"), required=False, max_length=SHORT,
        help_text=_("Only if the letter was written elsewhere. A letter that is made here has its own number."),
    )  # fmt: skip
    follows = Earlier(
        label=_("Goes on from"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("No earlier meeting"),
    )
    words = forms.CharField(
        label=_("Why it is called"),
        required=False,
        max_length=LONG,
        widget=LongText(rows=3),
        help_text=NOBODY,
    )
    marks = "optional"

    def __init__(self, *args, signers, earlier, forces=None, initial: dict, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | initial, **kwargs)
        self.fields["approver"].queryset = signers
        self.fields["follows"].queryset = earlier
        if forces is not None and len(forces) > 1:
            rows = TaskForce.objects.filter(pk__in=[one.pk for one in forces])
            chosen = Office(label=_("Task force"), queryset=rows, empty_label=None)
            self.fields = {"task_force": chosen} | self.fields

    def show(self, refused: Cannot) -> None:
        """Beside its field; a form has `fields` of its own, so those of work have another name here."""
        for reason in refused.reasons:
            name = "fields_of_work" if reason.field == "fields" else reason.field
            self.add_error(name if name in self.fields else None, reason.words)

    @property
    def plan(self) -> dict:
        """What a plan is made of."""
        given = {
            name: value
            for name, value in self.words.items()
            if name not in {"key", "task_force", "fields_of_work"}
        }
        return given | {"fields": tuple(self.cleaned_data["fields_of_work"])}


class ItemForm(Versioned):
    """One line of the agenda, and what is picked from open items."""

    picked = forms.MultipleChoiceField(label=_("Open items"), required=False, widget=Checks())
    title = forms.CharField(label=_("Another line"), required=False, max_length=SHORT, help_text=NOBODY)
    words = forms.CharField(
        label=_("In more words"), required=False, max_length=LONG, widget=LongText(rows=2)
    )
    minutes = forms.IntegerField(label=_("Minutes for it"), required=False, min_value=1, max_value=600)
    marks = "none"

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (str(offer.title), [(one.key, _counted(one)) for one in rows]) for offer, rows in offered if rows
        ]
        self.fields["picked"].choices = choices
        if not choices:
            del self.fields["picked"]

    def clean(self):
        """Something must be picked or written."""
        given = super().clean()
        if not given.get("picked") and not (given.get("title") or "").strip():
            self.add_error("title", _("Pick an open item, or write a line."))
        return given


def _counted(one: Opening) -> str:
    return f"{one.title} ({one.count})" if one.count else str(one.title)


class SpeakerForm(Versioned):
    """Who speaks on what."""

    name = forms.CharField(label=_("Name"), max_length=SHORT)
    position = forms.CharField(label=_("Position and office"), required=False, max_length=SHORT)
    topic = forms.CharField(label=_("Topic"), max_length=SHORT)
    marks = "optional"


class PaperForm(Versioned):
    """A file of the meeting."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PaperKind.choices, widget=Radios())
    upload = forms.FileField(
        label=_("File"), allow_empty_file=True,
        help_text=_("PDF, JPEG, PNG or text, up to 10 MB. Pictures lose place and camera."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), required=False, max_length=SHORT, help_text=NOBODY)
    speaker = forms.ModelChoiceField(
        label=_("Material of"), queryset=None, required=False, empty_label=_("Nobody in particular")
    )
    no_person = forms.BooleanField(
        label=_("I looked at this photo: it shows participants only, nobody who is helped or suspected."),
        required=False,
    )
    marks = "optional"

    def __init__(self, *args, speakers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = speakers
        self.fields["speaker"].label_from_instance = lambda one: one.name


class FigureForm(Versioned):
    """A frozen or published figure of the task force."""

    figure = forms.ChoiceField(
        label=_("Figure"),
        help_text=_("Frozen and published figures of this task force. No number is copied."),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=SHORT, help_text=NOBODY)
    marks = "optional"

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [CHOOSE, *offered]


class InviteForm(Versioned):
    """Who is invited."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("Members of the task force"),
        queryset=Agency.objects.none(),
        required=False,
        widget=CheckCards(),
    )
    offices = forms.CharField(
        label=_("Offices outside the directory"), required=False, max_length=LONG, widget=LongText(rows=3),
        help_text=_("One a line. They answer through the link of their letter."),
    )  # fmt: skip
    links = forms.BooleanField(
        label=_("Make an answer link for each of them"), required=False, initial=True,
        help_text=_("The next page shows all of them once. With it an office answers without an account."),
    )  # fmt: skip
    marks = "none"

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = Agency.objects.filter(pk__in=[one.pk for one in members])

    @property
    def words(self) -> dict:
        """Agencies, and the lines as names of offices."""
        given = self.cleaned_data
        return {"agencies": list(given["agencies"]), "offices": given["offices"].splitlines()}


class AnswerForm(Versioned):
    """Does the office come, and who?"""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[one for one in Answer.choices if one[0] != Answer.WAITING],
        widget=Radios(),
    )
    people = forms.CharField(
        label=_("Who comes"), required=False, max_length=500, widget=LongText(rows=2),
        help_text=_("Name and position, one a line; for a substitute also for whom. Needed if somebody comes."),
    )  # fmt: skip
    persons = forms.IntegerField(label=_("How many persons"), required=False, min_value=1, max_value=50)
    words = forms.CharField(
        label=_("What else the secretariat should know"), required=False, max_length=500, widget=LongText(rows=2),
        help_text=_("Needed if nobody comes."),
    )  # fmt: skip
    marks = "optional"

    @property
    def words_given(self) -> dict:
        """What the action is given."""
        return {name: self.cleaned_data[name] for name in ("answer", "people", "persons", "words")}


class CalledOffForm(Versioned):
    """It does not take place on that day, or at all."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *WhyNot.choices])
    words = forms.CharField(
        label=_("In more words"), required=False, max_length=LONG, widget=LongText(rows=3), help_text=NOBODY
    )
    marks = "optional"


class AgainForm(Versioned):
    """A new day."""

    starts_at = forms.DateTimeField(label=pgettext_lazy("meeting", "Begins"), widget=MomentInput())
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=rules.SHORTEST, max_value=rules.LONGEST
    )


class AddendumForm(Versioned):
    """What is added beside the approved minutes."""

    text = forms.CharField(
        label=_("What is added"), max_length=LONG, widget=LongText(rows=5), help_text=NOBODY
    )


class PlainForm(Versioned):
    """A step that needs no words."""
