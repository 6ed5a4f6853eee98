"""Adding a person to a case: who, in which role, perhaps somebody we know already."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.widgets import CodeInput, LongText, RadioRow, Radios
from gugus.cases import wording
from gugus.cases.codes import PartyRole
from gugus.cases.forms import LONG, AddingForm
from gugus.people.codes import DocumentKind, Sex
from gugus.places.forms import AreaField, CountryField

NEW = "new"


class PartyForm(AddingForm):
    """A person with a role. Only the role is needed; what is not known is asked later."""

    role = forms.ChoiceField(label=_("Role in the case"), choices=PartyRole.choices, widget=RadioRow)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("Kept sealed; pages show a mask.")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=RadioRow)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1900, max_value=2200)
    age_at_act = forms.IntegerField(
        label=_("Age when it happened"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("Decides whether the rules for children count."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40, widget=CodeInput)
    document_kind = forms.ChoiceField(
        label=_("Document"), required=False, choices=[("", "–"), *DocumentKind.choices]
    )
    document_number = forms.CharField(
        label=_("Document number"), required=False, max_length=60, widget=CodeInput
    )
    nationality = CountryField(label=_("Nationality"), required=False)
    home_area = AreaField(label=_("Home area"), required=False, most=4)
    relation = forms.ChoiceField(
        label=_("Relation to the survivor"), required=False, choices=wording.choices("relations")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONG, widget=LongText(rows=2))
    choice = forms.ChoiceField(label=_("Is it one of these persons?"), required=False, widget=Radios)
    marks = "required"

    def __init__(self, *args, candidates: Sequence[tuple[str, Any]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [*candidates, (NEW, _("No, this is somebody new"))]

    @property
    def who(self) -> dict:
        """The terms by which a person is recognised, from a valid form."""
        told = self.cleaned_data
        kind, number = told["document_kind"] or "other", told["document_number"].strip()
        return {
            "name": told["name"].strip(),
            "birth_year": told["birth_year"],
            "phones": [told["phone"].strip()] if told["phone"].strip() else [],
            "documents": [{"kind": kind, "number": number}] if number else [],
        }

    @property
    def facts(self) -> Mapping:
        """What a new person is registered with, from a valid form."""
        told, who = self.cleaned_data, self.who
        return {
            "sex": told["sex"],
            "birth_year": who["birth_year"],
            "birth_certainty": "stated" if who["birth_year"] else "unknown",
            "nationality": told["nationality"],
            "home_area": told["home_area"],
            "names": {"full": who["name"], "aliases": []} if who["name"] else None,
            "phones": who["phones"],
            "documents": who["documents"],
        }

    @property
    def role_facts(self) -> Mapping:
        """What the role itself holds, from a valid form."""
        told = self.cleaned_data
        return {name: told[name] for name in ("role", "age_at_act", "relation", "note", "key")}
