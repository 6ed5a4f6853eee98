"""What is typed about persons: a search, a reason, open facts, an identity. Forms read; actions decide."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Reason
from gugus.base.widgets import Checks, CodeInput, LongText, RadioRow, Radios
from gugus.law import codes as law_codes
from gugus.people.codes import Certainty, DocumentKind, SealReason, Sex, UnmaskReason
from gugus.people.rules import birth_year_from_age
from gugus.people.terms import LONGEST_TEXT
from gugus.places.forms import AreaField, CountryField
from gugus.places.queries import area_label

DOCUMENT_FIELDS = {
    "nik": DocumentKind.NIK, "passport": DocumentKind.PASSPORT, "splp": DocumentKind.SPLP, "other": DocumentKind.OTHER,
}  # fmt: skip


def _of_law(list_name: str) -> Callable[[], list[tuple[str, str]]]:
    """The choices of a list of the legal pack in the reader's language, read at every rendering."""

    def choices() -> list[tuple[str, str]]:
        language = "en" if get_language() == "en" else "id"
        words = [(one.code, getattr(one.words, language)) for one in law_codes(list_name)]
        return [("", "—"), *((code, said[:1].upper() + said[1:]) for code, said in words)]

    return choices


class PersonForm(forms.Form):
    """A form that can show, beside its fields, what an action refused."""

    def show(self, reasons: Iterable[Reason]) -> None:
        """Put the reasons of a refusal where they belong."""
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, str(reason.words))


class SearchForm(PersonForm):
    """One box for everything. Posted, because what is typed here must not stand in an address."""

    text = forms.CharField(
        label=_("Who are you looking for?"),
        help_text=_("Code, name with or without birth year, phone number, NIK or passport number."),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )


class SealForm(PersonForm):
    """Why somebody needs a seal, and who goes on seeing the mask."""

    reason = forms.ChoiceField(
        label=_("Why must colleagues not see who it is?"), choices=SealReason.choices, widget=Radios
    )
    named = forms.MultipleChoiceField(
        label=_("Who goes on seeing the mask besides you"), required=False, widget=Checks,
        help_text=_("Four colleagues at most."),
    )  # fmt: skip
    note = forms.CharField(label=_("Explanation"), required=False, max_length=1000, widget=LongText(rows=2))
    marks = "required"

    def __init__(self, *args, colleagues: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = colleagues


class AskLiftForm(PersonForm):
    """Why the seal is no longer needed; a second person reads it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.CharField(
        label=_("Reason for the second person"),
        help_text=_("In a sentence, without the name."),
        max_length=1000,
        widget=LongText(rows=3),
    )


class AskUnsealForm(AskLiftForm):
    """Why somebody under seal must be seen."""

    why = forms.ChoiceField(
        label=_("Why do you need to see the identity?"), choices=UnmaskReason.choices, widget=Radios
    )
    field_order = ["key", "why", "reason"]


class UnmaskForm(PersonForm):
    """Why an identity must be seen."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see the identity?"), choices=UnmaskReason.choices, widget=Radios
    )
    note = forms.CharField(
        label=_("Explanation"),
        help_text=_("For example: which letter, which call, which agency asked. Do not repeat the name."),
        required=False,
        max_length=500,
        widget=LongText(rows=2),
    )
    to = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    marks = "required"


class ChangingForm(PersonForm):
    """Changes what a colleague may be changing too: carries the version that its page showed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def based_on(self, version: int) -> "ChangingForm":
        """The same typing, now about a newer version that the writer has seen."""
        data = self.data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data
        return self

    def said(self, name: str, value: Any) -> str:
        """A value in the words of its field, for comparing what two people wrote."""
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        return str(choices.get(value, value) or "–")


class FactsForm(ChangingForm):
    """The open facts, which statistics need."""

    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=RadioRow)
    birth_year = forms.IntegerField(label=_("Birth year"), required=False, min_value=1900, max_value=2200)
    age = forms.IntegerField(
        label=_("Or age now, estimated"),
        help_text=_("Only when the birth year is not known. It is kept as an estimated birth year."),
        required=False,
        min_value=0,
        max_value=120,
    )
    birth_certainty = forms.ChoiceField(label=_("How sure is the birth year?"), choices=Certainty.choices)
    nationality = CountryField(label=_("Nationality"), required=False)
    home_area = AreaField(label=_("Home area"), required=False, most=4)
    education = forms.ChoiceField(label=_("Education"), choices=_of_law("educations"), required=False)
    disability = forms.ChoiceField(label=_("Disability"), choices=_of_law("disabilities"), required=False)
    language = forms.CharField(
        label=_("Language in which the person is best understood"), required=False, max_length=40
    )
    marks = "none"

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict:
        """An estimated age becomes a birth year; it never overrides a year that was given."""
        given = super().clean()
        age = given.pop("age", None)
        if age is not None and not given.get("birth_year"):
            given["birth_year"] = birth_year_from_age(age, self.at.year)
            given["birth_certainty"] = Certainty.ESTIMATED
        return given

    def said(self, name: str, value: Any) -> str:
        """A place by its name."""
        return super().said(name, area_label(value) if name == "home_area" and value else value)

    @property
    def facts(self) -> dict[str, Any]:
        """What `update_person` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class IdentityForm(ChangingForm):
    """Who somebody is. Nothing is required: a single name is a whole name, and many have no document."""

    full = forms.CharField(
        label=_("Full name"),
        help_text=_("As the person says it. One word is enough."),
        required=False,
        max_length=200,
    )
    aliases = forms.CharField(
        label=_("Other names"),
        help_text=_("Nicknames and other spellings, one per line."),
        required=False,
        max_length=2000,
        widget=LongText(rows=2),
    )
    birth_on = forms.CharField(
        label=_("Birth date"),
        help_text=_("2004, 2004-05 or 2004-05-17; if unsure, write it as it was told."),
        required=False,
        max_length=100,
    )
    nik = forms.CharField(label=DocumentKind.NIK.label, required=False, max_length=200, widget=CodeInput)
    passport = forms.CharField(
        label=DocumentKind.PASSPORT.label,
        help_text=_("Separate several numbers with commas."),
        required=False,
        max_length=200,
        widget=CodeInput,
    )
    splp = forms.CharField(label=DocumentKind.SPLP.label, required=False, max_length=200, widget=CodeInput)
    other = forms.CharField(label=DocumentKind.OTHER.label, required=False, max_length=200, widget=CodeInput)
    phones = forms.CharField(
        label=_("Phone numbers"),
        help_text=_("One per line, in any writing."),
        required=False,
        max_length=1000,
        widget=LongText(rows=2),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=500, widget=LongText(rows=2))
    notes = forms.CharField(
        label=_("Notes on the identity"),
        help_text=_(
            "Only what helps to recognise the person. Nothing about a case: who sees this identity through "
            "another file must not learn of yours."
        ),
        required=False,
        max_length=5000,
        widget=LongText(rows=3),
    )
    marks = "none"

    @property
    def facts(self) -> dict[str, Any]:
        """What `update_identity` takes."""
        typed = self.cleaned_data
        documents = [
            {"kind": kind.value, "number": number.strip()}
            for name, kind in DOCUMENT_FIELDS.items()
            for number in typed[name].split(",")
            if number.strip()
        ]
        return {
            "names": {"full": typed["full"], "aliases": typed["aliases"].splitlines()},
            "documents": documents,
            "phones": typed["phones"].splitlines(),
            "address": typed["address"],
            "birth_on": typed["birth_on"],
            "notes": typed["notes"],
        }


def typed_identity(shown: Any) -> dict[str, str]:
    """An opened identity as the fields of IdentityForm show it."""
    numbers = {name: [] for name in DOCUMENT_FIELDS}
    for document in shown.documents:
        numbers[document.kind if document.kind in numbers else "other"].append(document.number)
    return {
        "full": shown.name,
        "aliases": "\n".join(shown.aliases),
        "birth_on": shown.birth_on,
        "phones": "\n".join(shown.phones),
        "address": shown.address,
        "notes": shown.notes,
    } | {name: ", ".join(found) for name, found in numbers.items()}
