"""What is read from the pages of conferences."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.base.forms import Versioned
from gugus.base.widgets import CheckCards, DayInput, LongText, MomentInput, Radios
from gugus.conferences import rules
from gugus.conferences.codes import (
    ITEM_SECTIONS,
    Answer,
    CancelCode,
    DecisionKind,
    DeclineCode,
    Kind,
    MoveCode,
    Question,
)
from gugus.directory.models import Agency

LONGEST = 5000
SECTIONS = [(one.value, one.label) for one in Section if one in ITEM_SECTIONS]
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")


class _Somebody(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name}, {obj.title}" if obj.title else obj.full_name


class _Office(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class PlanForm(Versioned):
    """When, where, why, and who leads."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=Kind.choices, widget=Radios())
    starts_at = forms.DateTimeField(label=_("Begins"), widget=MomentInput())
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=rules.SHORTEST,
        max_value=rules.LONGEST,
        help_text=_("How long it takes."),
    )
    chair = _Somebody(label=_("Chair of the meeting"), queryset=User.objects.none(), empty_label=_("Choose"))
    writer = _Somebody(
        label=_("Writes the minutes"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The chair"),
    )
    place = forms.CharField(
        label=_("Place or connection"),
        required=False,
        max_length=500,
        widget=LongText(rows=2),
        help_text=SEALED,
    )
    words = forms.CharField(
        label=_("Why it is called"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Only your own agency reads this."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, colleagues, initial: dict, **kwargs):
        super().__init__(*args, initial={"key": uuid4(), "minutes": 60} | initial, **kwargs)
        self.fields["chair"].queryset = self.fields["writer"].queryset = colleagues


class ItemForm(Versioned):
    """One question on the agenda."""

    question = forms.ChoiceField(label=_("Question"), choices=[CHOOSE, *Question.choices])
    section = forms.ChoiceField(
        label=_("Part of the file"), choices=[CHOOSE, *SECTIONS],
        help_text=_("Agencies to which this part is not open do not see the question, the answer or the decision."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In more words"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=3),
        help_text=SEALED,
    )
    marks = "optional"


class InviteForm(Versioned):
    """Which agencies of the case are invited."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("Agencies that work on this case"), queryset=Agency.objects.none(), widget=CheckCards(),
        help_text=_("Only who works on the case can be invited. Who is missing is referred to first."),
    )  # fmt: skip

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])


class MoveForm(Versioned):
    """Another time."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=MomentInput())
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=rules.SHORTEST, max_value=rules.LONGEST
    )
    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *MoveCode.choices])


class CancelForm(Versioned):
    """It does not take place."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *CancelCode.choices])


class AnswerForm(Versioned):
    """Does the agency come?"""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[one for one in Answer.choices if one[0] != Answer.WAITING],
        widget=Radios(),
    )
    people = forms.CharField(
        label=_("Who comes"),
        required=False,
        max_length=500,
        help_text=_("Name and position of your colleagues."),
    )
    contribution = forms.CharField(
        label=_("Written contribution"), required=False, max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("The agency that holds the conference reads it."),
    )  # fmt: skip
    code = forms.ChoiceField(
        label=_("Why not"), required=False, choices=[("", "–"), *DeclineCode.choices],
        help_text=_("If your agency does not come."),
    )  # fmt: skip
    marks = "optional"


class BeginForm(Versioned):
    """Who is there."""

    came = forms.MultipleChoiceField(label=_("Who is there"), required=False, widget=CheckCards())

    def __init__(self, *args, guests: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = guests


class SaidForm(Versioned):
    """What was said on a question."""

    said = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=6),
        help_text=SEALED,
    )


class DecisionForm(Versioned):
    """What was decided, and who does it until when."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Decision of the meeting"), choices=[CHOOSE, *DecisionKind.choices])
    words = forms.CharField(
        label=_("What was decided"), max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )
    to_agency = _Office(
        label=_("Carried out by"), queryset=Agency.objects.none(), required=False, empty_label="–",
        help_text=_("It gets a task. Only agencies that may read this part of the file are offered."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    dissent = forms.CharField(
        label=_("Who disagreed, and why"), required=False, max_length=LONGEST, widget=LongText(rows=2)
    )
    marks = "optional"

    def __init__(self, *args, agencies, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["to_agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])


class AgreeForm(Versioned):
    """Yes to the minutes, or what is wrong with them."""

    objects = forms.ChoiceField(
        label=_("Your agency"),
        choices=[("no", _("agrees to the minutes")), ("yes", _("objects"))],
        widget=Radios(),
    )
    objection = forms.CharField(
        label=_("What is wrong"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("It is kept with the minutes."),
    )  # fmt: skip
    marks = "optional"


class AddendumForm(Versioned):
    """What is added to approved minutes."""

    question = forms.ChoiceField(label=_("Question"), choices=[CHOOSE, *Question.choices])
    section = forms.ChoiceField(label=_("Part of the file"), choices=[CHOOSE, *SECTIONS])
    said = forms.CharField(
        label=_("What is added"), max_length=LONGEST, widget=LongText(rows=4), help_text=SEALED
    )


class ResultForm(Versioned):
    """How a decision was carried out."""

    result = forms.CharField(
        label=_("What was done"), max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )


class PlainForm(Versioned):
    """A step that needs no words."""
