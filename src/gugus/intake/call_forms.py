"""The form for noting a call while it runs: five facts save it, everything else may stay unknown."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from gugus.base.widgets import CheckChips, LongText, PartialDateField, RadioCards, RadioRow
from gugus.intake.actions import Told
from gugus.intake.codes import ContactWay, MentionRole, Risk, SafeRule
from gugus.intake.forms import LONGEST_NOTE, danger_choices, law_choices
from gugus.kernel.phones import read_phones
from gugus.law.triage import Triage, hurdles_to_level, risk_of
from gugus.people.codes import Sex
from gugus.places.forms import AreaField, CountryField

LONGEST = 20_000
PROPOSED = "proposed"


class CallForm(forms.Form):
    """What is noted of a call."""

    marks = "required"

    channel = forms.ChoiceField(label=_("Channel"), initial="phone")
    narrative = forms.CharField(
        label=_("What is told"),
        help_text=_("In the words of the person who tells it. One fact is enough to save."),
        max_length=LONGEST,
        error_messages={"required": _("Write at least one fact.")},
    )
    danger_signs = forms.MultipleChoiceField(label=_("Danger signs"), required=False, widget=CheckChips)
    risk = forms.ChoiceField(
        label=_("Risk"),
        choices=[(PROPOSED, _("As proposed")), *Risk.choices],
        initial=PROPOSED,
        widget=RadioCards,
    )
    risk_reason = forms.CharField(
        label=_("Why lower than proposed?"), required=False, max_length=LONGEST_NOTE, widget=LongText(rows=2)
    )
    area_code = AreaField(
        label=_("Where is the person, or where did it happen?"), least=2, most=4, required=False
    )
    place_note = forms.CharField(label=_("Place in their words"), required=False, max_length=200)
    country = CountryField(label=_("Country, if abroad"), required=False)
    happened_on = PartialDateField(label=_("When did it happen?"), required=False)
    reporter_role = forms.ChoiceField(label=_("Who is calling?"), required=False)
    reporter_name = forms.CharField(label=_("Name of the caller"), required=False, max_length=120)
    reporter_phone = forms.CharField(
        label=_("Number of the caller"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    anonymous = forms.BooleanField(label=_("Wants to stay anonymous"), required=False)
    how = forms.ChoiceField(
        label=_("May we contact the caller?"),
        choices=[*ContactWay.choices, ("", _("Not asked yet"))],
        required=False,
        widget=RadioRow,
    )
    rules = forms.MultipleChoiceField(
        label=_("It is safe only"), choices=SafeRule.choices, required=False, widget=CheckChips
    )
    when = forms.CharField(label=_("Safe times"), required=False, max_length=120)
    code_word = forms.CharField(label=_("Code word"), required=False, max_length=60)

    def __init__(self, *args, autosave_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["narrative"].widget = LongText(rows=8, autosave_url=autosave_url)
        self.fields["channel"].choices = law_choices("report_channels")
        self.fields["reporter_role"].choices = law_choices("reporter_roles", empty=_("Not asked yet"))
        self.fields["danger_signs"].choices = danger_choices()
        if not self.is_bound:
            self.initial.setdefault("area_code", settings.HOME_AREA)
            self.initial.setdefault("how", "")

    def clean(self) -> dict:
        """A lower risk than proposed needs a reason."""
        given = super().clean()
        chosen, proposed = given.get("risk"), self.proposal().level
        lowered = chosen in Risk.values and hurdles_to_level(
            proposed=proposed, chosen=chosen, reason=given.get("risk_reason", "")
        )
        if lowered:
            self.add_error(
                "risk_reason", _("Say in at least ten characters why the risk is lower than proposed.")
            )
        return given

    def proposal(self) -> Triage:
        """What the law's table proposes for the ticked signs; the others count as not asked."""
        ticked = self.data.getlist("danger_signs") if self.is_bound else []
        known = {code for code, _words in self.fields["danger_signs"].choices}
        return risk_of({sign: True for sign in ticked if sign in known})


class PersonForm(forms.Form):
    """Somebody mentioned. No identity number is asked for; a name is not forced."""

    marks = "none"

    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *MentionRole.choices], required=False)
    name = forms.CharField(label=_("Name or nickname"), required=False, max_length=120)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    age = forms.IntegerField(
        label=_("Age, roughly"), required=False, min_value=0, max_value=120,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 3}),
    )  # fmt: skip
    phones = forms.CharField(
        label=_("Phone"), required=False, max_length=80, widget=forms.TextInput({"inputmode": "tel"})
    )
    note = forms.CharField(label=_("How to recognise, relation"), required=False, max_length=300)

    def clean(self) -> dict:
        """Whoever is described needs a role."""
        given = super().clean()
        described = any(given.get(name) for name in ("name", "sex", "phones", "note"))
        if (described or given.get("age") is not None) and not given.get("role"):
            self.add_error("role", _("Choose the role of this person."))
        return given

    def facts(self) -> dict | None:
        """As a mention; None for an empty block."""
        given = self.cleaned_data
        if not given.get("role"):
            return None
        who = {"name": given["name"], "phones": [one.typed for one in read_phones(given["phones"])]}
        return {
            "role": given["role"],
            "sex": given["sex"],
            "age": given["age"],
            "who": who if any(who.values()) else None,
            "note": given["note"] or None,
        }


class PeopleBlocks(forms.BaseFormSet):
    """Repeatable blocks of people."""


PeopleForms = forms.formset_factory(PersonForm, formset=PeopleBlocks, extra=0, max_num=30)


def quiet(form: Any) -> Any:
    """Show what a draft holds without its errors: nobody was asked to finish it yet."""
    if isinstance(form, forms.BaseFormSet):
        for one in form.forms:
            quiet(one)
        form._errors, form._non_form_errors = [{} for _one in form.forms], form.error_class()
    else:
        form._errors, form.cleaned_data = ErrorDict(), {}
    return form


def told_by(given: Mapping, people: list[dict], proposal: Triage) -> Told:
    """What the form says, as a report."""
    contact = {
        "how": given["how"],
        "rules": given["rules"],
        "when": given["when"],
        "code_word": given["code_word"],
    }
    return Told(
        channel=given["channel"],
        risk=proposal.level if given["risk"] == PROPOSED else given["risk"],
        narrative=given["narrative"],
        danger_signs=given["danger_signs"],
        risk_reason=given["risk_reason"],
        area_code=given["area_code"],
        country=given["country"],
        happened_on=str(given["happened_on"] or ""),
        anonymous=given["anonymous"],
        reporter_role=given["reporter_role"],
        reporter={"name": given["reporter_name"], "phone": given["reporter_phone"]},
        safe_contact=contact if any(contact.values()) else None,
        place_note=given["place_note"],
        mentions=people,
    )
