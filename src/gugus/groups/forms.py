"""What is read from the pages of groups: the group, a file, how to read it, columns, lines, ways, journeys."""

from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.arrivals.models import Headsup
from gugus.base.forms import Refusable, Versioned
from gugus.base.widgets import CheckChips, LongText, MomentInput
from gugus.consent.codes import ChildView, Relation
from gugus.groups.codes import NONE, Ageing, Encoding, Form, Heard, Meaning, Need, Separator, Source
from gugus.groups.going import Way
from gugus.groups.handing_over import Journey
from gugus.groups.lines import Answers
from gugus.groups.writing import Told
from gugus.law.triage import dangers
from gugus.places.forms import AreaField, CountryField
from gugus.repatriation.codes import Risk, Tracing
from gugus.screening.codes import Result

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def by_key(choices, *, first: str = "–", none: bool = False) -> list[tuple[str, str]]:
    """Choices for the keyboard: each label begins with one key, so that a browser's own list jumps to it."""
    keyed = [(code, f"{key} {label}") for key, (code, label) in zip(KEYS, choices, strict=False)]
    return [("", first), *([(NONE, _("0 no"))] if none else []), *keyed]


def listed(name: str, *, tops: bool = False) -> list[tuple[str, str]]:
    """Codes of a list of the law with their words in the reader's language."""
    language = get_language()
    return [
        (one.code, one.words.in_language(language)) for one in law.codes(name) if not tops or not one.parent
    ]


class GroupForm(Versioned):
    """What is known of a group."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Code name"), max_length=80, help_text=_("A word of your own. No place, no name of a person.")
    )
    source = forms.ChoiceField(label=_("Who made the list"), choices=[("", _("Choose")), *Source.choices])
    country_code = CountryField(label=_("Country they come from"), required=False)
    area_code = AreaField(label=_("City or regency of arrival"), least=2, most=2, required=False)
    place = forms.CharField(
        label=_("Where they are met"),
        required=False,
        max_length=200,
        help_text=_("Kept sealed: terminal, hostel, port."),
    )
    arrives_at = forms.DateTimeField(label=_("They arrive"), widget=MomentInput())
    expected = forms.IntegerField(
        label=_("How many are expected"), required=False, min_value=1, max_value=5000
    )
    headsup = forms.ModelChoiceField(
        label=_("Heads-up that came before"), queryset=Headsup.objects.none(), required=False
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=LongText(rows=2))
    marks = "none"

    def __init__(self, *args, headsups, group=None, **kwargs):
        start = {"key": uuid4()}
        if group is not None:
            names = [name for name in self.base_fields if name not in {"key", "headsup"}]
            start = {name: getattr(group, name) for name in names} | {"headsup": group.headsup_id}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["headsup"].queryset = headsups

    def told(self) -> Told:
        """What the action is given."""
        return Told(**{name: self.cleaned_data.get(name) for name in Told.__slots__})


class BringForm(Refusable):
    """A file with a list."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("List (XLSX or CSV)"),
        help_text=_("At most 5 MB and 5,000 rows. It is kept sealed and destroyed a week after the import."),
    )


class ReadForm(Versioned):
    """How the file is to be read."""

    encoding = forms.ChoiceField(label=_("Letters"), choices=Encoding.choices, required=False)
    separator = forms.ChoiceField(label=_("Separator"), choices=Separator.choices, required=False)
    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int, required=False, empty_value=0)
    head = forms.IntegerField(label=_("Line with the headings"), min_value=1, max_value=5000)

    def __init__(self, *args, load, sheets: list[str], **kwargs):
        start = {name: getattr(load, name) for name in ("encoding", "separator", "sheet", "head", "version")}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["sheet"].choices = [(str(place), name) for place, name in enumerate(sheets)]
        unused = ("sheet",) if load.form == Form.CSV else ("encoding", "separator")
        for name in unused:
            del self.fields[name]

    def how(self) -> dict:
        """What the action is given; a changed sheet or letter finds the headings anew."""
        changed = set(self.changed_data)
        told = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        return told | ({"head": None} if changed & {"sheet", "encoding", "separator"} else {})


class ColumnsForm(Versioned):
    """What each column means."""

    def __init__(self, *args, load, headings: list[str], sample: list[list[str]], **kwargs):
        super().__init__(*args, initial={"version": load.version}, **kwargs)
        self.lines = []
        choices = [("", _("– not read –")), *Meaning.choices]
        for column, heading in enumerate(headings):
            name = f"column_{column}"
            self.fields[name] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": column + 1}, required=False, choices=choices,
                initial=load.meanings.get(str(column), ""),
            )  # fmt: skip
            seen = [line[column] for line in sample if column < len(line) and line[column]]
            self.lines.append((self[name], len(seen)))

    def meanings(self) -> dict[str, str]:
        """Number of a column → meaning."""
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith("column_")}
        return {name.removeprefix("column_"): value for name, value in found.items()}


class LineForm(forms.Form):
    """One line: everything short, each answer one key."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(label=_("Act"), required=False)
    means = forms.ChoiceField(label=_("Means"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    age_band = forms.ChoiceField(
        label=_("Years of age"), required=False, choices=lambda: by_key(Ageing.choices)
    )
    danger = forms.ChoiceField(label=_("Danger"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("Urgent"), required=False, choices=Need.choices, widget=CheckChips()
    )
    absent = forms.BooleanField(label=_("Did not arrive"), required=False)
    result = forms.ChoiceField(label=_("Decision"), required=False, choices=lambda: by_key(Result.choices))
    words = forms.CharField(label=_("Why it differs"), required=False, max_length=1000)

    def __init__(
        self, *args, member, answers: Answers, lists: dict, proposed: str = "", alone: bool = False, **kwargs
    ):
        start = {name: getattr(answers, name) for name in Answers.__slots__}
        start |= {"version": member.version, "absent": member.absent, "result": proposed}
        super().__init__(*args, initial=start, prefix=f"b{member.number}", **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = choices
        for name, one in self.fields.items():
            one.widget.attrs |= {"aria-label": f"{member.number}: {one.label}", "autocomplete": "off"}
            if alone:  # a page of lines that are forms of their own
                one.widget.attrs["form"] = f"f{member.number}"
            if name not in {"needs", "absent", "version"}:
                one.widget.attrs["class"] = "input"
            if member.assessment and member.assessment.result and name in {"act", "means", "purpose"}:
                one.disabled = True

    def answers(self) -> Answers:
        """What the action is given."""
        told = {name: self.cleaned_data.get(name, "") for name in Answers.__slots__}
        return Answers(**told | {"needs": tuple(told["needs"])})


def line_lists() -> dict[str, list[tuple[str, str]]]:
    """The choices of lines; made once for a page of many."""
    language = get_language()
    signs = [(one.code, one.words.in_language(language)) for one in dangers()]
    return {
        "act": by_key(listed("acts"), none=True),
        "means": by_key(listed("means"), none=True),
        "purpose": by_key(listed("exploitation_forms"), none=True),
        "danger": by_key(signs),
    }


class WayForm(forms.Form):
    """One person's way home."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    chosen = forms.BooleanField(required=False)
    tracing = forms.ChoiceField(label=_("Family"), required=False, choices=lambda: by_key(Tracing.choices))
    risk = forms.ChoiceField(
        label=_("Risk of the return"), required=False, choices=lambda: by_key(Risk.choices)
    )
    risk_from = forms.ChoiceField(
        label=_("On whose word"), required=False, choices=lambda: by_key(Heard.choices)
    )
    will = forms.ChoiceField(
        label=_("Wants to go home"),
        required=False,
        choices=[
            ("", "–"),
            ("written", _("1 yes, signed")),
            ("spoken", _("2 yes, before a witness")),
            ("refused", _("3 no")),
        ],
    )

    def __init__(self, *args, member, **kwargs):
        start = {name: getattr(member, name) for name in ("version", "tracing", "risk", "risk_from")}
        super().__init__(*args, initial=start, prefix=f"b{member.number}", **kwargs)
        for name, one in self.fields.items():
            if name != "version":
                one.widget.attrs |= {
                    "aria-label": f"{member.number}: {one.label or ''}",
                    "autocomplete": "off",
                }
            if isinstance(one, forms.ChoiceField):
                one.widget.attrs["class"] = "input"

    def way(self) -> Way:
        """What the action is given."""
        return Way(*(self.cleaned_data[name] for name in Way.__slots__))


class PlaceForm(Refusable):
    """Where the chosen ones go; how and before whom they were asked."""

    area_code = AreaField(label=_("The chosen ones go to"), least=1, most=2, required=False)
    language = forms.CharField(
        label=_("Language in which they were asked"), max_length=40, initial="Indonesia"
    )
    witness = forms.CharField(label=_("Witness of what was spoken"), max_length=120, required=False)
    guardian = forms.CharField(
        label=_("For a child: who answers"), max_length=120, required=False,
        help_text=_("Save children of one guardian together, other children after them."),
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=_("How they stand to each other"), choices=[("", "–"), *Relation.choices], required=False
    )
    view = forms.ChoiceField(
        label=_("What the child says"), choices=[("", "–"), *ChildView.choices], required=False
    )
    marks = "none"


class ReceiverForm(Versioned):
    """Who receives people at a destination."""

    agency = forms.ChoiceField(label=_("Who receives there"), required=False)

    def __init__(self, *args, destination, agencies, **kwargs):
        start = {"version": destination.version, "agency": str(destination.to_agency_id or "")}
        super().__init__(*args, initial=start, prefix=str(destination.pk), **kwargs)
        here = destination.area_code == destination.group.area_code
        nobody = _("– our own agency goes on with the cases –") if here else _("– nobody known –")
        self.fields["agency"].choices = [("", nobody), *((str(one.pk), one.name) for one in agencies)]


class JourneyForm(Refusable):
    """How the people of one destination travel."""

    go = forms.BooleanField(label=_("Hand over now"), required=False, initial=True)
    transport = forms.ChoiceField(
        label=_("By"), choices=lambda: [("", _("Choose")), *listed("transports")], required=False
    )
    departed_at = forms.DateTimeField(label=_("They left"), widget=MomentInput(), required=False)
    arrives_at = forms.DateTimeField(label=_("They arrive there"), widget=MomentInput(), required=False)
    carrier = forms.CharField(label=_("Flight, ship, bus"), required=False, max_length=80)
    escort = forms.CharField(label=_("Escort"), required=False, max_length=120)
    escort_phone = forms.CharField(label=_("Phone of the escort"), required=False, max_length=40)
    marks = "none"

    def __init__(self, *args, stays: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.stays = stays
        if stays:
            for name in [name for name in self.fields if name != "go"]:
                del self.fields[name]
            self.fields["go"].label = _("Open the cases here now")

    def clean(self) -> dict:
        """A destination that goes needs its journey."""
        given = super().clean()
        if given.get("go") and not self.stays:
            for name in ("transport", "departed_at", "arrives_at"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Write this down for the minutes."))
        return given

    def journey(self, place: str) -> Journey:
        """What the action is given."""
        if self.stays:
            return Journey()
        names = ("transport", "departed_at", "arrives_at", "carrier", "escort", "escort_phone")
        return Journey(**{name: self.cleaned_data[name] for name in names}, place=place)


class ManagerForm(Refusable):
    """Who answers for the cases that are opened."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    manager = forms.ModelChoiceField(label=_("Who manages the cases"), queryset=None)
    place = forms.CharField(label=_("Where they are handed over"), required=False, max_length=200)

    def __init__(self, *args, managers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = managers


class WordsForm(Versioned):
    """A step that needs a reason in words."""

    words = forms.CharField(label=_("What speaks for it"), max_length=2000, widget=LongText(rows=3))


class AddForm(Refusable):
    """Somebody on no list."""

    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    birth = forms.CharField(label=_("Birth date"), max_length=40, required=False)
    age = forms.CharField(label=_("Age"), max_length=10, required=False)
    sex = forms.CharField(label=_("Sex (P or L)"), max_length=20, required=False)
    nationality = forms.CharField(label=_("Nationality"), max_length=60, required=False)
    nik = forms.CharField(label=_("NIK"), max_length=40, required=False)
    passport = forms.CharField(label=_("Passport"), max_length=40, required=False)
    splp = forms.CharField(label=_("SPLP"), max_length=40, required=False)
    province = forms.CharField(label=_("Home province"), max_length=80, required=False)
    regency = forms.CharField(label=_("Home city or regency"), max_length=80, required=False)
    marks = "none"
