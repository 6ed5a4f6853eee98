"""What is read from the pages of the directory."""

from dataclasses import fields as fields_of
from datetime import datetime
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.viewer import Viewer
from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, DayInput, Radios
from gugus.directory.models import Agency
from gugus.law.ages import ADULT_AT, years_of
from gugus.places.forms import AreaField
from gugus.providers import rules
from gugus.providers.actions import Wording
from gugus.providers.codes import ContactRole, FeeFor, Group, Language, RevealReason, Sex, When, Who
from gugus.providers.models import Offering
from gugus.providers.queries import Filter
from gugus.providers.rules import Need
from gugus.providers.wording import disability_choices, service_choices, word

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
ALL = _("All")


def age_choices() -> list[tuple[str, str]]:
    """The groups of ages, worded when the form is drawn."""
    bands = [one.code for one in law.codes("age_groups") if years_of(one.code)]
    return [("", str(_("Any age"))), *((code, word("age_groups", code)) for code in bands)]


def age_chips(who: str) -> list[tuple[str, str]]:
    """The groups of ages that belong to a quick choice: children's for a girl, grown people's for a man."""
    child = who in {Who.GIRL, Who.BOY}
    return [(code, said) for code, said in age_choices()[1:] if (years_of(code)[0] < ADULT_AT) == child]


def quick_choices(case: str = "") -> list[dict]:
    """Who and which ages, as addresses that ask at once: tonight, a shelter, near one's own office."""
    kept = {"kasus": case} if case else {}
    return [
        {
            "label": label,
            "icon": "child" if value in {Who.GIRL, Who.BOY} else "person",
            "url": f"?{urlencode({'who': value} | kept)}",
            "ages": [
                {"label": said, "url": f"?{urlencode({'who': value, 'age': code} | kept)}"}
                for code, said in age_chips(value)
            ],
        }
        for value, label in Who.choices
    ]


class AskForm(forms.Form):
    """Who can take somebody. Only codes and areas, never a word about anybody. Read from the address."""

    who = forms.ChoiceField(label=_("Who"), required=False, choices=[("", _("Anybody")), *Who.choices])
    age = forms.ChoiceField(label=_("Age"), required=False, choices=age_choices)
    when = forms.ChoiceField(label=_("When"), required=False, choices=When.choices)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    service = forms.ChoiceField(label=_("Service"), required=False, choices=service_choices(blank=None))
    area = AreaField(label=_("Near"), required=False, most=4)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any")), *Language.choices]
    )
    accessibility = forms.ChoiceField(
        label=_("Disability"),
        required=False,
        choices=lambda: [("", str(_("None known"))), *disability_choices()],
    )
    pregnant = forms.BooleanField(label=_("Pregnant"), required=False)
    children = forms.BooleanField(label=_("Brings own children"), required=False)
    marks = "none"

    def need(self, viewer: Viewer, at: datetime) -> Need:
        """What is looked for; a wrong filter is left out. Tonight and a shelter near the own office unless said."""
        self.is_valid()
        given = self.cleaned_data
        sex, first, last = rules.WHO.get(given.get("who"), ("", None, None))
        if years := years_of(given.get("age") or ""):
            first, last = years
        area = given.get("area") or viewer.user.agency.area_code
        return Need(
            service=given.get("service") or "shelter", sex=str(sex), age_from=first, age_to=last,
            at=self._moment(given, area, at), area=area, near=area, language=given.get("language", ""),
            accessibility=given.get("accessibility", ""), pregnant=given.get("pregnant", False),
            with_children=given.get("children", False),
        )  # fmt: skip

    def _moment(self, given: dict, area: str, at: datetime) -> datetime:
        when, day = given.get("when") or When.TONIGHT, given.get("day")
        if when == When.DAY and day:
            return rules.local(area, at).replace(
                year=day.year, month=day.month, day=day.day, hour=12, minute=0
            )
        return at if when == When.NOW else rules.tonight(at, area)


class ListFilter(forms.Form):
    """The list of the directory; every value is a code."""

    service = forms.ChoiceField(label=_("Service"), required=False, choices=service_choices(blank=ALL))
    sex = forms.ChoiceField(label=_("For"), required=False, choices=[("", ALL), *Sex.choices])
    area = AreaField(label=_("Area"), required=False, most=4)
    state = forms.ChoiceField(
        label=_("Which services"),
        required=False,
        choices=[
            ("", _("Given today")),
            ("ours", _("Kept by us")),
            ("unconfirmed", _("Not confirmed lately")),
            ("ended", _("No longer given")),
        ],
    )
    free = forms.BooleanField(label=_("With free places"), required=False)
    marks = "none"

    def chosen(self) -> Filter:
        """The valid filters."""
        self.is_valid()
        return Filter(**{name: value for name, value in self.cleaned_data.items() if value})


class TimeOfDay(forms.TimeField):
    """A time as minutes since midnight; closing at midnight is 24 hours."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def clean(self, value) -> int | None:
        moment = super().clean(value)
        return None if moment is None else moment.hour * 60 + moment.minute

    def prepare_value(self, value):
        return f"{value // 60 % 24:02d}:{value % 60:02d}" if isinstance(value, int) else value


class OfferingForm(Versioned):
    """A service with its terms. Opening hours are two small fields a day."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), empty_label=_("My own agency"),
        help_text=_("For an agency in which nobody can sign in, you write on its behalf. It is marked as such."),
    )  # fmt: skip
    service = forms.ChoiceField(label=_("Service"), choices=service_choices(blank=_("Choose")))
    title = forms.CharField(
        label=_("Name of the house or desk"), required=False, max_length=80,
        help_text=_("As colleagues call it. No name of a person."),
    )  # fmt: skip
    sexes = forms.MultipleChoiceField(label=_("For whom"), choices=Sex.choices, widget=CheckChips())
    age_from = forms.IntegerField(label=_("From age"), min_value=0, max_value=120, initial=0)
    age_to = forms.IntegerField(
        label=_("Up to age"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("Empty: no upper limit."),
    )
    with_children = forms.BooleanField(label=_("Takes people with their own children"), required=False)
    pregnancy = forms.BooleanField(label=_("Takes pregnant persons"), required=False)
    accessibility = forms.MultipleChoiceField(
        label=_("Equipped for disabilities"), required=False, choices=disability_choices, widget=CheckChips()
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, choices=Language.choices, widget=CheckChips()
    )
    is_secret = forms.BooleanField(
        label=_("The place is secret (safe house)"), required=False,
        help_text=_("No address is kept. Others see the city or regency and the phone, nothing more."),
    )  # fmt: skip
    area_code = AreaField(label=_("Where it is"), required=False, most=4)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Kept encrypted. Never for a secret place."),
    )
    serves = AreaField(
        label=_("Area served"), required=False, most=3,
        help_text=_("A district, city or province with everything in it. Empty: everywhere."),
    )  # fmt: skip
    always_open = forms.BooleanField(label=_("Open 24 hours, every day"), required=False)
    rests_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    fee = forms.IntegerField(
        label=_("Fee in rupiah"),
        required=False,
        min_value=0,
        help_text=_("Empty: free of charge, as the rule is."),
    )
    fee_for = forms.ChoiceField(label=_("Fee for"), required=False, choices=[("", "–"), *FeeFor.choices])
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    duty_phone = forms.CharField(label=_("Phone at night"), required=False, max_length=40)
    private_phone = forms.CharField(
        label=_("Private number of somebody on duty"), required=False, max_length=40,
        help_text=_("Kept encrypted; shown only for a reason, and every look is recorded."),
    )  # fmt: skip
    contact_role = forms.ChoiceField(label=_("Who answers"), choices=ContactRole.choices)
    valid_from = forms.DateField(label=_("Given since"), required=False, widget=DayInput())
    valid_until = forms.DateField(
        label=_("No longer given from"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: without an end."),
    )
    marks = "none"

    def __init__(
        self, *args, agencies=None, offering: Offering | None = None, initial: dict | None = None, **kwargs
    ):
        start = {"key": uuid4(), "contact_role": ContactRole.DUTY, "valid_from": timezone.localdate()}
        super().__init__(
            *args, initial=start | (_initial(offering) if offering else {}) | (initial or {}), **kwargs
        )
        for number, name in enumerate(DAYS):
            for end, said in (("opens", _("opens at")), ("closes", _("closes at"))):
                self.fields[f"{end}_{number}"] = TimeOfDay(label=f"{name}, {said}", required=False)
        if agencies is None:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies
        if offering and len(offering.areas) > 1:
            self.fields["serves"].help_text = _("Several areas are kept; writing one here replaces them.")

    @property
    def days(self) -> list[tuple]:
        """Weekday with its two fields, for the page."""
        return [(name, self[f"opens_{number}"], self[f"closes_{number}"]) for number, name in enumerate(DAYS)]

    def wording(self, offering: Offering | None = None) -> Wording:
        """What the action is given."""
        given = self.cleaned_data
        names = {one.name for one in fields_of(Wording)} & given.keys()
        told = {name: given[name] for name in names}
        served = given.get("serves")
        kept = (
            offering.areas if offering and len(offering.areas) > 1 and served == offering.areas[0] else None
        )
        return Wording(
            **told,
            areas=kept or ([served] if served else []),
            opens=[given.get(f"opens_{number}") for number in range(7)],
            closes=[given.get(f"closes_{number}") for number in range(7)],
        )


def _initial(one: Offering) -> dict:
    names = [field.name for field in fields_of(Wording)]
    hours = {f"opens_{number}": at for number, at in enumerate(one.opens)}
    hours |= {f"closes_{number}": at for number, at in enumerate(one.closes)}
    told = {name: getattr(one, name) for name in names}
    return told | hours | {"serves": one.areas[0] if one.areas else "", "version": one.version}


class EndForm(Versioned):
    """From which day on the service is no longer given."""

    on = forms.DateField(label=_("No longer given from"), widget=DayInput())


class CountForm(Versioned):
    """All places of a group, counted anew."""

    group = forms.ChoiceField(
        label=_("For whom these places are kept"), choices=Group.choices, widget=Radios()
    )
    total = forms.IntegerField(label=_("Places altogether"), min_value=0, max_value=rules.MOST_PLACES)
    taken = forms.IntegerField(label=_("Taken now"), min_value=0, max_value=rules.MOST_PLACES, initial=0)
    marks = "none"


class NumberForm(forms.Form):
    """Why a private number is needed."""

    reason = forms.ChoiceField(
        label=_("Why the number is needed"), choices=RevealReason.choices, widget=Radios()
    )
