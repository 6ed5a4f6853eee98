"""What is read from the pages of restitution. Amounts are typed as people write them and read exactly."""

from decimal import Decimal
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CheckCards, DayInput, LongText, Radios
from gugus.kernel.rupiah import NotRupiah, read, written
from gugus.restitution.codes import Applicant, Liability, Means, Receiver, Route, Topic, TurnCode, Way
from gugus.restitution.wording import heads

LONGEST = 5000
SEALED = _("Kept encrypted.")
CHOOSE = ("", pgettext_lazy("form", "Choose"))
HEAD = "head_"


class RupiahField(forms.CharField):
    """An amount as people write it: "1.250.000,50" or "1250000.50". Gives an exact Decimal, or None when empty."""

    default_error_messages = {
        "negative": _("An amount of money cannot be negative."),
        "two_ways": _("This can be read in two ways. Write 1.250 for thousands, or 1,25 for cents."),
        "too_large": _("This is more than the ledger can hold. Is there a zero too many?"),
        "unreadable": _("Write an amount in rupiah, such as 1.250.000,50 or 1250000.50."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read(text)
        except NotRupiah as error:
            raise forms.ValidationError(self.error_messages[error.code], code=error.code) from error

    def prepare_value(self, value):
        return written(value, get_language()) if isinstance(value, Decimal) else value

    def run_validators(self, value) -> None:
        """Length was for the text; the reader has looked at everything else."""

    def validate(self, value) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")


NOTE = _("Note")


def _note(label=NOTE) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )


def _document() -> forms.CharField:
    return forms.CharField(
        label=_("Number of the document"),
        required=False,
        max_length=200,
        help_text=_("Kept encrypted. A scan is attached to the line afterwards."),
    )


class Sheet(Versioned):
    """Every form of a claim: optional fields are marked, the same form twice is once, who owes is offered."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    marks = "optional"

    def __init__(
        self, *args, debtors: list[tuple[str, str]] = (), shares: bool = False, initial=None, **kwargs
    ):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        if "debtor" in self.fields:
            field = self.fields["debtor"]
            field.choices = [("", _("All together")) if not shares else CHOOSE, *debtors]
            field.required = shares and getattr(self, "owes_in_shares", True)
            if len(debtors) < 2 and not shares:
                del self.fields["debtor"]


def _debtor() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Convict"), required=False)


class ClaimForm(Sheet):
    """The right was explained: for whom, against whom."""

    party = forms.ChoiceField(label=_("Survivor"), widget=Radios())
    accused = forms.MultipleChoiceField(label=_("Against whom"), widget=CheckCards())
    liability = forms.ChoiceField(
        label=_("If several owe"), choices=Liability.choices, initial=Liability.JOINT, widget=Radios()
    )
    told_on = forms.DateField(label=_("Day on which the right was explained"), widget=DayInput())
    words = _note()

    def __init__(self, *args, survivors: list[tuple[str, str]], accused: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = survivors
        self.fields["accused"].choices = accused
        if len(survivors) == 1:
            self.initial.setdefault("party", survivors[0][0])
        if len(accused) == 1:
            self.initial.setdefault("accused", [accused[0][0]])
            del self.fields["liability"]


class AmountsForm(Sheet):
    """Amounts of one stage, a field for each head of loss."""

    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    debtor = _debtor()
    document = _document()
    note = _note()
    owes_in_shares = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, words, official in heads():
            self.fields[HEAD + code] = RupiahField(
                label=words, required=False, help_text=_("Art. %(article)s") % {"article": official}
            )
        own = [name for name in self.fields if name.startswith(HEAD)]
        rest = [name for name in self.fields if not name.startswith(HEAD)]
        self.order_fields(["version", "key", "stage", "on", *own, *rest])

    def clean(self):
        told = super().clean()
        told["amounts"] = {
            name.removeprefix(HEAD): told[name]
            for name in self.fields
            if name.startswith(HEAD) and told.get(name) is not None
        }
        broken = any(name.startswith(HEAD) for name in self.errors)
        if not told["amounts"] and not broken:
            raise forms.ValidationError(_("Write at least one amount."), code="no_amount")
        return told

    @property
    def words(self) -> dict:
        """The amounts as one mapping."""
        return {name: value for name, value in super().words.items() if not name.startswith(HEAD)}


class LaterAmountsForm(AmountsForm):
    """Further amounts of a stage that was reached."""

    stage = forms.ChoiceField(label=_("Stage"))

    def __init__(self, *args, stages: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages


class TurnAmountsForm(AmountsForm):
    """A turn that brings amounts: assessed, demanded, granted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class GrantForm(TurnAmountsForm):
    """The ruling."""

    owes_in_shares = True


class DebtForm(Sheet):
    """A debt the trafficker asks for."""

    asked = RupiahField(
        label=_("What the trafficker asks for"),
        help_text=_("It is void and never owed (UU 21/2007 art. 27); it is written down as evidence."),
    )
    paid = RupiahField(
        label=_("What was paid on it already"),
        help_text=_("Wage withheld, money sent by the family. It counts as a loss."),
    )
    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    note = _note()


class ApplyForm(Sheet):
    """The application is handed in."""

    on = forms.DateField(label=_("Day of the application"), widget=DayInput())
    route = forms.ChoiceField(label=_("On which way"), choices=Route.choices, widget=Radios())
    applicant = forms.ChoiceField(
        label=_("Who applies"),
        choices=Applicant.choices,
        widget=Radios(),
        help_text=_("A child applies through a parent, a guardian, a proxy or LPSK."),
    )
    applicant_name = forms.CharField(
        label=_("Name of the applicant"), required=False, max_length=200, help_text=SEALED
    )
    document = _document()
    words = _note()


class TurnForm(Sheet):
    """A turn that needs its day and its paper."""

    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    document = _document()
    words = _note()


class ReasonTurnForm(TurnForm):
    """A turn that needs a reason."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *TurnCode.choices])
    field_order = ("version", "key", "on", "code")


class SeizureForm(TurnForm):
    """Assets of whom."""

    debtor = _debtor()
    owes_in_shares = False


class DetentionForm(SeizureForm):
    """Who serves how long."""

    months = forms.IntegerField(
        label=_("Length in months"), required=False, min_value=1, max_value=60,
        help_text=_("The law says one year at most; this is still to be confirmed."),
    )  # fmt: skip


class MoneyForm(Sheet):
    """Money into the court, or given back."""

    amount = RupiahField(label=_("Amount"), help_text=_("Such as 1.250.000,50 or 1250000.50."))
    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    debtor = _debtor()
    document = _document()
    note = _note()


class ComingForm(MoneyForm):
    """Money that makes the debt smaller."""

    beyond = forms.BooleanField(label=_("More was paid than is owed: write it down as it is"), required=False)


class ReceivedForm(MoneyForm):
    """Money that reached the survivor."""

    receiver = forms.ChoiceField(label=_("Received by"), choices=Receiver.choices, widget=Radios())
    receiver_name = forms.CharField(
        label=_("Name, if somebody else received it"), required=False, max_length=200, help_text=SEALED
    )
    means = forms.ChoiceField(label=_("How it was paid"), required=False, choices=[("", "–"), *Means.choices])
    account = forms.CharField(label=_("Account"), required=False, max_length=100, help_text=SEALED)
    owes_in_shares = False
    field_order = (
        "version",
        "key",
        "amount",
        "on",
        "debtor",
        "receiver",
        "receiver_name",
        "means",
        "account",
    )


class DirectForm(ReceivedForm):
    """A convict paid the survivor without the court."""

    beyond = forms.BooleanField(label=_("More was paid than is owed: write it down as it is"), required=False)
    owes_in_shares = True


class HandedForm(ReceivedForm):
    """The court, or the fund, paid."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("debtor", None)


class TellForm(Sheet):
    """What the survivor was told."""

    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    topic = forms.ChoiceField(label=_("About what"), choices=[CHOOSE, *Topic.choices])
    way = forms.ChoiceField(label=_("In which way"), choices=Way.choices, widget=Radios())
    receiver = forms.ChoiceField(label=_("Who was told"), choices=Receiver.choices, initial=Receiver.SURVIVOR)
    words = _note(_("What was said, and what she answered"))


class DayForm(Versioned):
    """A day from which a clock runs."""

    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())


class ReleaseForm(Sheet):
    """Who was acquitted."""

    debtor = forms.ChoiceField(label=_("Acquitted person"))
    on = forms.DateField(label=pgettext_lazy("restitution", "Day"), widget=DayInput())
    owes_in_shares = True

    def __init__(self, *args, **kwargs):
        kwargs["shares"] = True
        super().__init__(*args, **kwargs)


class TakeBackForm(Versioned):
    """Why a line is taken back."""

    note = forms.CharField(
        label=_("What was wrong"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=2),
        help_text=SEALED,
    )
    marks = "optional"
