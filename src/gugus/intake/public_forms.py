"""The forms of the public page: few questions, plain words, nothing forced but the one sentence."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gugus.base.widgets import CodeInput, LongText, RadioRow, Radios
from gugus.intake.actions import Told
from gugus.intake.codes import ContactWay, MentionRole
from gugus.law.triage import risk_of
from gugus.places.forms import PlaceTextField

LONGEST = 10_000
YES_NO_UNKNOWN = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))]
ANSWERS = {"yes": True, "no": False}
WHO = {  # what is asked → (sex, is a child)
    "girl": ("female", True),
    "boy": ("male", True),
    "woman": ("female", False),
    "man": ("male", False),
}


class PublicReport(forms.Form):
    """What the public is asked. `stamp` and `website` are for machines."""

    marks = "required"

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    narrative = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words. One sentence is enough."),
        max_length=LONGEST,
        widget=LongText(rows=6),
        error_messages={
            "required": _("Write at least one sentence."),
            "max_length": _("Please shorten it to %(limit_value)d characters; you can add more afterwards."),
        },
    )
    danger = forms.ChoiceField(
        label=_("Is somebody in danger right now?"), choices=YES_NO_UNKNOWN, required=False, widget=RadioRow
    )
    place = PlaceTextField(
        label=_("Where, roughly?"),
        help_text=_("A village, a street or a country."),
        near=settings.HOME_AREA,
        required=False,
    )
    about = forms.ChoiceField(
        label=_("Who is it about?"),
        choices=[("me", _("Me")), ("other", _("Somebody else"))],
        required=False,
        widget=RadioRow,
    )
    who = forms.ChoiceField(
        label=_("This person is"),
        choices=[
            ("girl", _("A girl")),
            ("boy", _("A boy")),
            ("woman", _("A woman")),
            ("man", _("A man")),
            ("several", _("Several people, or I do not know")),
        ],
        required=False,
        widget=RadioRow,
    )
    age = forms.IntegerField(
        label=_("Age, roughly"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}),
    )
    way = forms.ChoiceField(
        label=_("May we contact you?"),
        choices=[
            (ContactWay.NONE, _("No, do not contact me")),
            (ContactWay.PHONE, _("Yes, by phone")),
            (ContactWay.WHATSAPP, _("Yes, by WhatsApp")),
        ],
        initial=ContactWay.NONE,
        required=False,
        widget=Radios,
    )
    number = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    times = forms.CharField(label=_("When is it safe?"), required=False, max_length=120)
    say_who = forms.ChoiceField(
        label=_("If somebody else answers, may we say who we are?"),
        choices=[("no", _("No, keep it secret")), ("yes", _("Yes"))],
        required=False,
        widget=RadioRow,
    )
    code_word = forms.CharField(
        label=_("A code word, so that you know it is us"), required=False, max_length=60
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Not needed. You may leave it empty or write another name."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict:
        """A way to reach the reporter needs a number."""
        given = super().clean()
        if given.get("way") in {ContactWay.PHONE, ContactWay.WHATSAPP} and not given.get("number"):
            self.add_error("number", _("Write the number, or choose “No, do not contact me”."))
        return given


def told_by(given: Mapping) -> Told:
    """What the public form says, as a report. The risk is what the law's table proposes."""
    sex, child = WHO.get(given["who"], ("", None))
    if given["age"] is not None:
        child = given["age"] < 18
    answers = {"in_danger_now": ANSWERS.get(given["danger"]), "is_child": child}
    own = given["about"] == "me"
    place = given["place"]
    mention = {
        "role": MentionRole.SURVIVOR,
        "sex": sex,
        "age": given["age"],
        "who": {"name": given["name"]} if own and given["name"] else None,
    }
    contacts = given["way"] in {ContactWay.PHONE, ContactWay.WHATSAPP}
    return Told(
        channel="public_page",
        risk=risk_of(answers).level,
        narrative=given["narrative"],
        danger_signs=[sign for sign, yes in answers.items() if yes],
        area_code=place.code if place else "",
        place_note=place.text if place else "",
        anonymous=not given["name"],
        reporter_role="survivor" if own else "other" if given["about"] else "anonymous",
        reporter={"name": given["name"], "phone": given["number"] if contacts else ""},
        safe_contact=_safe_contact(given),
        mentions=[mention] if sex or given["age"] is not None or own else [],
    )


def _safe_contact(given: Mapping) -> dict:
    way = given["way"] or ContactWay.NONE
    if way == ContactWay.NONE:
        return {"how": str(ContactWay.NONE)}
    return {
        "how": way,
        "number": given["number"],
        "when": given["times"],
        "say_who": given["say_who"] == "yes",
        "code_word": given["code_word"],
    }


class ReturnCode(forms.Form):
    """The code that was shown once."""

    marks = "none"
    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=CodeInput,
        error_messages={"required": _("Write the code that you received.")},
    )


class MoreFacts(forms.Form):
    """What the reporter adds later."""

    marks = "none"
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you want to add?"),
        max_length=LONGEST,
        widget=LongText(rows=5),
        error_messages={"required": _("Write at least one sentence.")},
    )
