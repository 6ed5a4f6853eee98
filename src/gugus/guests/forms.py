"""What is read from the guest's pages, and from the sender's about guests and paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CodeInput, DayInput, LongText, RadioCards, Radios
from gugus.guests import rules
from gugus.guests.codes import Carrier
from gugus.referrals.codes import State, Way
from gugus.referrals.forms import LONGEST, DeclineForm, ReturnForm

SHORT = 120
WAYS = {Way.PAPER: _("On paper (tear-off slip, letter)"), Way.PHONE: _("By phone")}
CODE_WAYS = {
    Carrier.PHONE: _("Call the office on the number that the directory shows, and read the code out."),
    Carrier.HANDED: _("In another envelope than the link, or by somebody else."),
}
TOLD = {
    "name": (
        _("Name to call"),
        _("How the person wants to be called. It appears after the office has accepted."),
    ),
    "meeting": (_("Where and when they meet"), _("As agreed with the person. No home address.")),
    "companion": (
        _("Who comes along"),
        _("For example the companion of your agency, with a number to call."),
    ),
}


class EntryForm(forms.Form):
    """Link and code. The link's part is filled in by the page; without a script it is pasted."""

    marks = "none"
    key = forms.CharField(
        label=_("Link"),
        required=False,
        max_length=400,
        help_text=_("Paste the whole link that you received."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        widget=CodeInput,
        help_text=_("Eight letters and digits. You received it on another way than the link."),
    )


class WhoForm(forms.Form):
    """Who gives this answer."""

    name = forms.CharField(label=_("Your name"), max_length=SHORT)
    position = forms.CharField(label=_("Your position"), max_length=SHORT)


class InviteForm(Versioned):
    """How link and code travel, and what the guest reads after acceptance."""

    link_by = forms.ChoiceField(label=_("How the link goes to the office"), widget=Radios())
    code_by = forms.ChoiceField(
        label=_("How the code goes to the office"),
        widget=RadioCards(explain=CODE_WAYS),
        help_text=_("Never the same way as the link."),
    )
    asked = forms.BooleanField(label=_("The office has accounts and asked for a guest link"), required=False)
    marks = "optional"

    def __init__(self, *args, service: str, has_accounts: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link_by"].choices = [(one, one.label) for one in rules.LINK_CARRIERS]
        self.fields["code_by"].choices = [(one, one.label) for one in rules.CODE_CARRIERS]
        if not has_accounts:
            del self.fields["asked"]
        wanted = rules.fields_for(service)
        for name in rules.TYPED:
            if name in wanted:
                label, help_text = TOLD[name]
                long = {"widget": LongText(rows=3)} if name == "meeting" else {}
                self.fields[name] = forms.CharField(
                    label=label, help_text=help_text, required=False, max_length=400, **long
                )

    @property
    def told(self) -> dict[str, str]:
        """What was written for the time after acceptance."""
        return {name: self.cleaned_data.get(name, "") for name in rules.TYPED}


class SlipForm(DeclineForm):
    """What the other office said: the answer, when, how, by whom."""

    to = forms.ChoiceField(label=_("What did they answer?"), widget=Radios())
    way = forms.ChoiceField(label=_("How did the answer come?"), choices=list(WAYS.items()), widget=Radios())
    on = forms.DateField(label=_("On which day did they answer?"), widget=DayInput())
    name = forms.CharField(label=_("Who answered"), max_length=SHORT)
    position = forms.CharField(label=_("Position"), required=False, max_length=SHORT)
    return_code = forms.ChoiceField(
        label=_("Reason for giving back"), required=False, choices=ReturnForm.base_fields["code"].choices
    )
    feedback = forms.CharField(
        label=_("What was done"), required=False, max_length=LONGEST, widget=LongText(rows=5)
    )
    scan = forms.FileField(
        label=_("Scan or photo of the answer"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
    )
    field_order = (
        "to",
        "way",
        "on",
        "name",
        "position",
        "code",
        "proposed",
        "return_code",
        "answer",
        "feedback",
        "scan",
    )
    marks = "optional"

    def __init__(self, *args, state: str, agencies, **kwargs):
        super().__init__(*args, agencies=agencies, **kwargs)
        sayable = rules.SAYABLE.get(State(state), ())
        self.fields["to"].choices = [(one, one.label) for one in sayable]
        self.fields["code"].required = False
        for name, state_needed in {
            "code": State.DECLINED, "proposed": State.DECLINED, "return_code": State.RETURNED,
            "feedback": State.FEEDBACK,
        }.items():  # fmt: skip
            if state_needed not in sayable:
                del self.fields[name]
        self.fields["answer"].label = _("Words of the answer")

    def clean(self) -> dict:
        """Each answer with what belongs to it."""
        given = forms.Form.clean(self)
        needed = {State.DECLINED: "code", State.RETURNED: "return_code", State.FEEDBACK: "feedback"}
        name = needed.get(given.get("to"))
        if name and not str(given.get(name) or "").strip():
            self.add_error(name, _("This is needed for this answer."))
        return given

    @property
    def for_step(self) -> dict:
        """The words of the step that this answer is."""
        given, to = self.cleaned_data, self.cleaned_data["to"]
        words = {
            State.ACCEPTED: {"answer": given["answer"]},
            State.DECLINED: {
                "code": given.get("code"), "answer": given["answer"], "proposed": given.get("proposed"),
            },
            State.IN_SERVICE: {},
            State.FEEDBACK: {"feedback": given.get("feedback")},
            State.RETURNED: {"code": given.get("return_code"), "answer": given["answer"]},
        }  # fmt: skip
        return words[State(to)]


class LetterForm(forms.Form):
    """Yes, with the name."""

    confirmed = forms.BooleanField(
        label=_(
            "The person knows that this letter carries the name; it travels in a closed envelope or by hand."
        )
    )
