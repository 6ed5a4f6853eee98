"""What is read from the pages of returns."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CheckCards, CodeInput, DayInput, LongText, MomentInput, RadioCards, Radios
from gugus.directory.models import Agency
from gugus.law.lists import codes
from gugus.places.forms import AreaField
from gugus.repatriation import money, stations
from gugus.repatriation.codes import (
    PAPERS,
    PAYERS,
    Confirmed,
    Kind,
    MinuteCode,
    PaperState,
    PauseCode,
    Receiver,
    Risk,
    StopCode,
    Tracing,
)
from gugus.repatriation.stations import Station

LONGEST = 5000
SHORT = 200
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")
CLOCK_OF_PLACE = _("As the clock at that place says.")


PERSON_PARTS = {
    "guardian": (_("Guardian who receives"), SHORT),
    "items": (_("Belongings"), LONGEST),
    "papers": (_("Papers handed over"), LONGEST),
    "health": (_("Health note"), LONGEST),
    "services": (_("Services so far"), LONGEST),
}


class Office(forms.ModelChoiceField):
    """An agency of the directory by its name."""

    def __init__(self, **more):
        super().__init__(queryset=Agency.objects.none(), required=False, empty_label="–", **more)

    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class WallMoment(forms.DateTimeField):
    """A moment as the clock on the wall says it; the place says in which zone. Gives a naive moment."""

    widget = MomentInput

    def to_python(self, value) -> datetime | None:
        moment = super().to_python(value)
        return timezone.make_naive(moment) if moment is not None and timezone.is_aware(moment) else moment


def at_place(moment: datetime | None, zone: str) -> datetime | None:
    """A wall-clock moment with the zone of its place."""
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None


def on_the_wall(moment: datetime | None, zone: str) -> datetime | None:
    """The other way round, for a form that shows a kept moment again."""
    return timezone.make_naive(moment, ZoneInfo(zone)) if moment else None


def _point(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, help_text=_("Border post, airport or another country.")
    )


def _area(label) -> AreaField:
    return AreaField(label=label, required=False, most=4)


def _offices(form: forms.Form, agencies, *names: str) -> None:
    for name in names:
        form.fields[name].queryset = agencies


def listed(list_name: str) -> list[tuple[str, str]]:
    """A list of the legal pack, to choose from."""
    return [(one.code, one.words.in_language(get_language())) for one in codes(list_name)]


class PlanForm(Versioned):
    """Where from, where to, who waits there."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Who goes home"), widget=RadioCards())
    kind = forms.ChoiceField(label=_("Kind of return"), choices=Kind.choices, widget=Radios())
    from_point = _point(_("From: border post, airport, country"))
    from_area = _area(_("From: area in Indonesia"))
    to_point = _point(_("To: border post, airport, country"))
    to_area = _area(_("To: area in Indonesia"))
    to_agency = Office(
        label=_("Receiving agency at home"),
        help_text=_("It reads nothing yet: each hand-over is offered to it with its minutes."),
    )
    mission = Office(label=_("Mission or Indonesian representation that helps"))
    mission_name = forms.CharField(label=_("Mission without an account"), required=False, max_length=SHORT)
    family = forms.CharField(
        label=_("Who waits at home"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=2),
        help_text=SEALED,
    )
    address = forms.CharField(
        label=_("Address at home"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=2),
        help_text=SEALED,
    )
    guardian = forms.CharField(
        label=_("For a child: who receives the child"), required=False, max_length=SHORT,
        help_text=_("A child never travels without an escort and somebody who receives it."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why and when"), required=False, max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )
    marks = "optional"

    def __init__(self, *args, people: list[tuple[str, str]], agencies, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        if people:
            self.fields["person"].choices = people
        else:
            del self.fields["person"]
        for name in ("from_point", "to_point"):
            self.fields[name].choices = [("", "–"), *stations.choices()]
        _offices(self, agencies, "to_agency", "mission")

    @property
    def plan_words(self) -> dict:
        """What the action's plan is made of."""
        words = self.words
        for name in ("key", "person"):
            words.pop(name, None)
        origin = Station(words.pop("from_point"), words.pop("from_area"))
        return words | {"origin": origin, "target": Station(words.pop("to_point"), words.pop("to_area"))}


class TracingForm(Versioned):
    """What looking for the family found."""

    tracing = forms.ChoiceField(label=_("Result"), choices=Tracing.choices, widget=Radios())
    note = forms.CharField(
        label=_("What the tracing found"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=4),
        help_text=SEALED,
    )
    marks = "optional"


class RiskForm(Versioned):
    """Is it safe to return?"""

    risk = forms.ChoiceField(label=_("Result"), choices=Risk.choices, widget=Radios())
    note = forms.CharField(
        label=_("What the result rests on"), max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("The recruiter's reach, debts, the family's attitude, stigma, threats. Kept encrypted."),
    )  # fmt: skip


class OverrideForm(Versioned):
    """Why she returns all the same."""

    words = forms.CharField(
        label=_("Why she returns all the same"), max_length=500, widget=LongText(rows=3),
        help_text=_("It stays in the trail with your name."),
    )  # fmt: skip


class PauseForm(Versioned):
    """Why it rests."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *PauseCode.choices])
    note = forms.CharField(
        label=_("In more words"), required=False, max_length=LONGEST, widget=LongText(rows=3)
    )
    marks = "optional"


class StopForm(Versioned):
    """Why there is no return."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *StopCode.choices])
    note = forms.CharField(
        label=_("In more words"), required=False, max_length=LONGEST, widget=LongText(rows=3)
    )
    marks = "optional"


class TogetherForm(Versioned):
    """Who travels with this person."""

    others = forms.MultipleChoiceField(label=_("Travel together with"), widget=CheckCards())

    def __init__(self, *args, others: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = others


class PlainForm(Versioned):
    """A step that needs no words."""


class LegForm(Versioned):
    """One journey."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    from_point = _point(_("From: border post, airport, country"))
    from_area = _area(_("From: area in Indonesia"))
    departs_at = WallMoment(label=_("Departs"), help_text=CLOCK_OF_PLACE)
    to_point = _point(_("To: border post, airport, country"))
    to_area = _area(_("To: area in Indonesia"))
    arrives_at = WallMoment(label=_("Arrives"), help_text=CLOCK_OF_PLACE)
    transport = forms.ChoiceField(label=_("Means of transport"))
    carrier = forms.CharField(
        label=_("Carrier and number"),
        required=False,
        max_length=SHORT,
        help_text=_("Flight, ship, number plate."),
    )
    escort = forms.CharField(
        label=_("Escort"),
        required=False,
        max_length=SHORT,
        help_text=_("Name and office. A child needs one."),
    )
    escort_phone = forms.CharField(label=_("Telephone of the escort"), required=False, max_length=40)
    escort_agency = Office(label=_("Agency of the escort"))
    to_agency = Office(label=_("Receiving agency at the end"))
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=LongText(rows=2))
    marks = "optional"

    def __init__(self, *args, agencies, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        for name in ("from_point", "to_point"):
            self.fields[name].choices = [("", "–"), *stations.choices()]
        self.fields["transport"].choices = [CHOOSE, *listed("transports")]
        _offices(self, agencies, "escort_agency", "to_agency")

    @property
    def plan_words(self) -> dict:
        """What the action's plan is made of; moments in the zone of their place (western time where none is known)."""
        words = self.words
        words.pop("key", None)
        origin = Station(words.pop("from_point"), words.pop("from_area"))
        target = Station(words.pop("to_point"), words.pop("to_area"))
        for name, station in (("departs_at", origin), ("arrives_at", target)):
            words[name] = at_place(words[name], station.zone if station.is_known else "Asia/Jakarta")
        return words | {"origin": origin, "target": target}


class MomentForm(Versioned):
    """When it happened, by the clock of the place."""

    moment = WallMoment(label=_("When"), help_text=CLOCK_OF_PLACE)


class ArrivalForm(MomentForm):
    """When she arrived, and who says so."""

    how = forms.ChoiceField(label=_("Confirmed by"), choices=Confirmed.choices, widget=Radios())


class PaperForm(Versioned):
    """One paper."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Which paper"))
    state = forms.ChoiceField(label=_("How it stands"), choices=PaperState.choices, widget=Radios())
    number = forms.CharField(
        label=_("Its number"), required=False, max_length=60, widget=CodeInput(), help_text=SEALED
    )
    asked_on = forms.DateField(label=_("Asked for on"), required=False, widget=DayInput())
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=LongText(rows=2))
    marks = "optional"

    def __init__(self, *args, fixed: bool = False, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["kind"].choices = [CHOOSE, *listed(PAPERS)]
        if fixed:
            del self.fields["kind"]


class CostForm(Versioned):
    """One amount. Digits as they are typed: never a rounded number."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=16, decimal_places=2, min_value=0, localize=True,
        help_text=_("For example 1250000 or 350,55."),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in money.CURRENCIES])
    rate = forms.DecimalField(
        label=_("Rupiah for one of it"), required=False, max_digits=16, decimal_places=6, min_value=0, localize=True,
        help_text=_("Only for another currency: the rate of the day."),
    )  # fmt: skip
    payer = forms.ChoiceField(label=_("Who pays"))
    payer_agency = Office(label=_("Which agency"))
    note = forms.CharField(label=_("For what"), required=False, max_length=SHORT, help_text=SEALED)
    marks = "optional"

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, initial={"key": uuid4(), "currency": "IDR"}, **kwargs)
        self.fields["payer"].choices = [CHOOSE, *listed(PAYERS)]
        _offices(self, agencies, "payer_agency")

    @property
    def price_words(self) -> dict:
        """What the action's price is made of."""
        words = self.words
        words.pop("key", None)
        return words | {"rate": 1 if words["rate"] is None else words["rate"]}


class MinutesForm(Versioned):
    """Who hands over to whom, where and when."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    persons = forms.MultipleChoiceField(label=_("Who is handed over"), widget=CheckCards())
    receiver = forms.ChoiceField(label=_("Who receives"), choices=Receiver.choices, widget=Radios())
    to_agency = Office(label=_("Receiving agency"))
    happened_at = WallMoment(label=_("When"), help_text=CLOCK_OF_PLACE)
    point = _point(_("Where: border post, airport, country"))
    area = _area(_("Where: area in Indonesia"))
    place = forms.CharField(label=_("Where exactly"), required=False, max_length=SHORT, help_text=SEALED)
    number = forms.CharField(label=_("Number of the minutes"), required=False, max_length=80)
    handing_name = forms.CharField(label=_("Hands over: name"), max_length=120)
    handing_nip = forms.CharField(label=_("Hands over: NIP"), required=False, max_length=30)
    handing_position = forms.CharField(label=_("Hands over: position"), required=False, max_length=120)
    receiving_name = forms.CharField(label=_("Receives: name"), required=False, max_length=120)
    receiving_nip = forms.CharField(label=_("Receives: NIP"), required=False, max_length=30)
    receiving_position = forms.CharField(
        label=_("Receives: position or relation"), required=False, max_length=120
    )
    receiving_office = forms.CharField(
        label=_("Receives: office without an account"), required=False, max_length=120
    )
    witness_1 = forms.CharField(label=_("First witness"), required=False, max_length=120)
    witness_2 = forms.CharField(label=_("Second witness"), required=False, max_length=120)
    words = forms.CharField(
        label=_("Further words"), required=False, max_length=LONGEST, widget=LongText(rows=2)
    )
    code = forms.ChoiceField(label=_("Why they are written anew"), choices=[CHOOSE, *MinuteCode.choices])
    marks = "optional"

    def __init__(
        self, *args, persons, agencies, corrects: bool = False, initial: dict | None = None, **kwargs
    ):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["persons"].choices = persons
        self.fields["point"].choices = [("", "–"), *stations.choices()]
        _offices(self, agencies, "to_agency")
        if not corrects:
            del self.fields["code"]
        for number, (_value, label) in enumerate(persons):
            for part, (words, longest) in PERSON_PARTS.items():
                self.fields[f"{part}_{number}"] = forms.CharField(
                    label=f"{words} · {label}", required=False, max_length=longest,
                    widget=LongText(rows=2) if longest == LONGEST else forms.TextInput(),
                )  # fmt: skip

    @property
    def minutes_words(self) -> dict:
        """What the action's minutes are made of."""
        words = self.cleaned_data
        station = Station(words["point"], words["area"])
        zone = station.zone if station.is_known else "Asia/Jakarta"
        parties = {
            side: {part: words.get(f"{side}_{part}", "") for part in ("name", "nip", "position", "office")}
            for side in ("handing", "receiving")
        }
        witnesses = [{"name": words[name]} for name in ("witness_1", "witness_2") if words[name]]
        plain = {name: words[name] for name in ("receiver", "to_agency", "place", "number", "words")}
        return plain | parties | {
            "station": station, "happened_at": at_place(words["happened_at"], zone), "witnesses": witnesses,
        }  # fmt: skip

    def person_words(self, value: str) -> dict:
        """What is said of one person in them."""
        number = [one for one, _label in self.fields["persons"].choices].index(value)
        return {part: self.cleaned_data[f"{part}_{number}"] for part in PERSON_PARTS}


class CodeForm(Versioned):
    """Why minutes are declined or cancelled."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *MinuteCode.choices])


class SignForm(Versioned):
    """One signature: drawn, or a scan of the paper."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen_digest = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    drawing = forms.CharField(
        label=_("Signature"), required=False, widget=forms.HiddenInput(attrs={"data-drawing": "yes"})
    )
    name = forms.CharField(label=_("Name of who signs"), max_length=120)
    nip = forms.CharField(label=_("NIP"), required=False, max_length=30)
    position = forms.CharField(label=_("Position or relation"), required=False, max_length=120)
    scan = forms.ChoiceField(
        label=_("Signed on paper"), required=False,
        help_text=_("Without a pen or a screen: attach the scan on the page before, then choose it here."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, scans: list[tuple[str, str]], initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["scan"].choices = [("", "–"), *scans]
