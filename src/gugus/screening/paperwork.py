"""The smaller forms: retract, convert, decide, another body's decision, open or join a case."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.widgets import CodeInput, DayInput, LongText, RadioCards, Radios
from gugus.directory.models import Agency
from gugus.intake.codes import Risk
from gugus.kernel.ids import parse_ref
from gugus.people.queries import Hints
from gugus.screening.codes import Track
from gugus.screening.forms import choices
from gugus.screening.models import Assessment

NEW = "new"


class Refusable(forms.Form):
    """A form that can show why an action refused."""

    def show(self, reasons: Sequence[Reason]) -> None:
        """Put each reason at its field, or above all fields."""
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, str(reason.words))


class RetractForm(Refusable):
    reason = forms.CharField(
        max_length=1000, label=_("Why does this no longer count?"), widget=LongText(rows=3),
        help_text=_("The item stays readable, struck through, with your reason."),
    )  # fmt: skip


class ConvertForm(Refusable):
    to = forms.ChoiceField(label=_("What is it now taken for?"), widget=RadioCards)
    reason = forms.CharField(max_length=2000, label=_("Why?"), widget=LongText(rows=4))

    def __init__(self, *args, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [pair for pair in Track.choices if pair[0] != assessment.track]


class DecideForm(Refusable):
    """The decision of the officer who is signed in."""

    result = forms.ChoiceField(label=_("Your decision"), widget=RadioCards)
    on = forms.DateField(label=_("Decided on"), widget=DayInput)
    words = forms.CharField(
        required=False, max_length=4000, label=_("Reasons"), widget=LongText(rows=5),
        help_text=_("Needed when you decide otherwise than proposed. Stored encrypted."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    marks = "none"

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["result"].choices = choices("identification_results")

    def clean_on(self) -> date:
        return not_later(self.cleaned_data["on"], self.today)


class DecisionForm(Refusable):
    """What another body decided: kept beside all other decisions, replacing none."""

    body = forms.ModelChoiceField(
        queryset=Agency.objects.none(), required=False, label=_("Body"), empty_label=_("Another body …"),
    )  # fmt: skip
    outside_body = forms.CharField(
        required=False, max_length=120, label=_("Name of the other body"),
        help_text=_("A mission, a ministry, an organisation that is not in the list."),
    )  # fmt: skip
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    result = forms.ChoiceField(label=_("Result"), widget=Radios)
    instrument = forms.CharField(
        required=False, max_length=120, label=_("Instrument"),
        help_text=_("The form or standard used, for instance “SOP KBRI”, “formulir IOM”."),
    )  # fmt: skip
    instrument_version = forms.CharField(required=False, max_length=40, label=_("Version of the instrument"))
    signer = forms.CharField(required=False, max_length=120, label=_("Signed by"))
    note = forms.CharField(required=False, max_length=4000, label=_("Note"), widget=LongText(rows=4))

    marks = "optional"

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["body"].queryset = Agency.objects.valid_on(today).order_by("name")
        self.fields["result"].choices = choices("identification_results")

    def clean_decided_on(self) -> date:
        return not_later(self.cleaned_data["decided_on"], self.today)

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("body") and not data.get("outside_body"):
            self.add_error("outside_body", _("Choose the body or write its name."))
        if data.get("body"):
            data["outside_body"] = ""
        return data


class OpenCaseForm(Refusable):
    """Who answers for the case, how urgent it is, what it is about, and who everybody is."""

    manager = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Case manager"))
    risk = forms.ChoiceField(choices=Risk.choices, label=_("Risk"), widget=RadioCards)
    summary = forms.CharField(
        required=False, max_length=4000, label=_("Short summary"), widget=LongText(rows=4),
        help_text=_("Two or three sentences without names."),
    )  # fmt: skip

    marks = "optional"

    def __init__(self, *args, managers, people: Sequence["Known"], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = managers
        add_people(self, people)


class JoinForm(Refusable):
    """The same people, brought into a case that exists."""

    def __init__(self, *args, people: Sequence["Known"], **kwargs):
        super().__init__(*args, **kwargs)
        add_people(self, people)


class FindCaseForm(Refusable):
    ref = forms.CharField(label=_("Case code"), widget=CodeInput({"placeholder": "K-7F3Q-9M2X"}))

    def clean_ref(self) -> str:
        ref = parse_ref(self.cleaned_data["ref"])
        if ref is None or not ref.startswith("K-"):
            raise forms.ValidationError(_("This is not a case code. It looks like K-7F3Q-9M2X."))
        return ref


class Known:
    """Somebody mentioned in the report, and whom of the register it may be."""

    def __init__(self, mention, label: str, hints: Hints):
        self.mention, self.label, self.hints = mention, label, hints
        self.name = f"who-{mention.pk}"


def add_people(form: forms.Form, people: Sequence[Known]) -> None:
    """A question for each mention that is not yet a registered person: new, or one of these?"""
    for one in people:
        if one.mention.person_id is None:
            options = [(NEW, _("New person"))] + [
                (str(hit.person.pk), f"{hit.shown_name} · {hit.person.ref}") for hit in one.hints.inside
            ]
            form.fields[one.name] = forms.ChoiceField(
                choices=options, initial=NEW, label=one.label, widget=Radios
            )


def not_later(day: date, today: date) -> date:
    """A decision cannot lie in the future."""
    if day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day
