"""Forms of staff about one report, and the filter of the inbox."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.base.widgets import CheckChips, LongText, RadioCards, Radios
from gugus.directory.queries import agencies
from gugus.intake.codes import Risk
from gugus.intake.inbox import PERIODS, Wanted
from gugus.law.triage import dangers
from gugus.places.forms import AreaField
from gugus.tasks.queries import clocks_today

LONGEST_NOTE = 4000


def law_choices(list_name: str, *, empty: str | None = None) -> list[tuple[str, str]]:
    """A code list of the law in the reader's language, its first letter capital."""
    language = get_language()
    found = [(one.code, _capital(one.words.in_language(language))) for one in law.codes(list_name)]
    return found if empty is None else [("", empty), *found]


def law_word(list_name: str, code: str) -> str:
    """One code in words; the code itself where the list does not know it."""
    try:
        return _capital(law.code(list_name, code).words.in_language(get_language()))
    except law.UnknownCode:
        return code


def danger_choices() -> list[tuple[str, str]]:
    """The danger signs as questions, in the order in which to ask."""
    return [(one.code, one.words.in_language(get_language())) for one in dangers()]


def triage_clocks() -> dict[str, str]:
    """What each risk level asks of us today, in the words of the clock that officials keep."""
    rows = clocks_today(localdate()).filter(step="triage", area_code="")
    return {row.risk: row.words_in(get_language()) for row in rows}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class InboxFilter(forms.Form):
    """The filter of the inbox; unreadable values count as not given."""

    marks = "none"
    show = forms.CharField(required=False, widget=forms.HiddenInput)
    risk = forms.ChoiceField(label=_("Risk"), required=False, choices=[("", _("All")), *Risk.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    days = forms.ChoiceField(
        label=_("Received"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("1", _("Last 24 hours")),
            ("7", _("Last 7 days")),
            ("30", _("Last 30 days")),
            ("90", _("Last 90 days")),
        ],
    )
    area = AreaField(label=_("Place"), required=False, least=1, most=4)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = law_choices("report_channels", empty=_("All"))

    def wanted(self) -> Wanted:
        """What is asked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            show=given.get("show") or "open",
            risk=given.get("risk", ""),
            channel=given.get("channel", ""),
            mine=bool(given.get("mine")),
            days=given.get("days", "") if given.get("days") in PERIODS else "",
            area=given.get("area", ""),
        )


class Seen(forms.Form):
    """Any form about one report: carries the version that its writer saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TriageForm(Seen):
    marks = "none"
    danger_signs = forms.MultipleChoiceField(label=_("Danger signs"), required=False, widget=CheckChips)
    risk = forms.ChoiceField(
        label=_("Risk"),
        choices=Risk.choices,
        widget=RadioCards,
        error_messages={"required": _("Choose a risk level.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed when the risk becomes lower than before."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=LongText(rows=2),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["danger_signs"].choices = danger_choices()
        self.fields["risk"].widget.explain = triage_clocks()


class FactForm(Seen):
    marks = "none"
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is new?"),
        max_length=LONGEST_NOTE,
        widget=LongText(rows=3),
        error_messages={"required": _("Write at least one sentence.")},
    )


class AnswerForm(FactForm):
    text = forms.CharField(
        label=_("Answer to the reporter"),
        help_text=_(
            "The reporter reads it with the return code. No name, no address, nothing that betrays a plan."
        ),
        max_length=LONGEST_NOTE,
        widget=LongText(rows=3),
        error_messages={"required": _("Write at least one sentence.")},
    )


class UnmaskForm(Seen):
    marks = "none"
    reason = forms.CharField(
        label=_("Why do you need to see names and numbers?"),
        max_length=300,
        error_messages={"required": _("Say why you need to see the identity.")},
    )


class DeclineForm(Seen):
    code = forms.ChoiceField(
        label=_("Reason"), widget=Radios, error_messages={"required": _("Choose a reason.")}
    )
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=LONGEST_NOTE, widget=LongText(rows=3)
    )
    answer = forms.CharField(
        label=_("What the reporter will read"),
        help_text=_("Which other service can help? The reporter reads this with the return code."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=LongText(rows=3),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = law_choices("report_decline_reasons")


class NoCaseForm(Seen):
    code = forms.ChoiceField(
        label=_("What was it?"), widget=Radios, error_messages={"required": _("Choose a reason.")}
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=LongText(rows=2))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = law_choices("report_no_case_reasons")


class SendForm(Seen):
    to = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=None,
        help_text=_("It sees the whole report at once and takes it over or returns it."),
        error_messages={"required": _("Choose an agency.")},
    )
    note = forms.CharField(
        label=_("Why this agency?"), required=False, max_length=LONGEST_NOTE, widget=LongText(rows=3)
    )

    def __init__(self, *args, today: date, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = agencies(today).exclude(pk=own)


class ReturnForm(Seen):
    note = forms.CharField(
        label=_("Why do you return it?"),
        max_length=LONGEST_NOTE,
        widget=LongText(rows=3),
        error_messages={"required": _("Say why you return the report.")},
    )


class MergeForm(Seen):
    marks = "none"
    carry = forms.MultipleChoiceField(
        label=_("People who move along"),
        help_text=_("Leave out whoever is already named in the report that goes on."),
        required=False,
        widget=CheckChips,
    )

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carry"].choices = people
