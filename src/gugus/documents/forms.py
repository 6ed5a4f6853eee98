"""Forms for asking for a document, and for how the office writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Optional, Refusable, Versioned
from gugus.base.widgets import Radios
from gugus.documents import rules
from gugus.documents.codes import Form, VoidCode
from gugus.documents.kinds import DocumentKind, all_kinds
from gugus.documents.models import Letterhead, Signer


class AskForm(Optional):
    """In which form, and who signs."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("As"), choices=Form.choices, widget=Radios, initial=Form.PDF)
    signer = forms.ModelChoiceField(
        label=_("Signed by"),
        queryset=Signer.objects.none(),
        required=False,
        empty_label=_("dotted line, filled in by hand"),
    )

    def __init__(self, *args, kind: DocumentKind, signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = signers
        if not kind.docx:
            self.fields["form"].choices = [choice for choice in Form.choices if choice[0] == Form.PDF]


class VoidForm(Refusable):
    """Why a number counts no more."""

    code = forms.ChoiceField(
        label=_("Why is the number struck out?"), choices=VoidCode.choices, widget=Radios
    )


class LetterheadForm(Versioned):
    """Letterhead and numbers. `over` and `codes` are written in lines."""

    marks = "optional"

    over = forms.CharField(
        label=_("Offices above yours"),
        help_text=_("One line each, the highest first. They stand on top of every letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=500,
    )
    name = forms.CharField(label=_("Name of the office, as printed"), max_length=160, required=False)
    address = forms.CharField(label=_("Address"), max_length=240, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    place = forms.CharField(
        label=_("Place of signing"), help_text=_("The town before the date."), max_length=60, required=False
    )
    pattern = forms.CharField(
        label=_("Pattern of letter numbers"),
        help_text=_(
            "Parts: {seq}, {seq:03} with leading zeros, {code}, {unit}, {month}, {month_roman}, {year}."
        ),
        max_length=80,
    )
    unit = forms.CharField(label=_("Abbreviation of the office ({unit})"), max_length=40, required=False)
    codes = forms.CharField(
        label=_("Archive codes ({code})"),
        help_text=_(
            "One line for each kind of document: kind = code. Kinds without a line use their usual code."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=2000,
    )

    def clean_over(self) -> list[str]:
        """The lines, without empty ones."""
        return [line.strip()[:160] for line in self.cleaned_data["over"].splitlines() if line.strip()][:4]

    def clean_codes(self) -> dict[str, str]:
        """Kind → code."""
        found = {}
        for line in self.cleaned_data["codes"].splitlines():
            kind, sign, code = line.partition("=")
            if line.strip() and not (sign and code.strip()):
                raise forms.ValidationError(_("Write each line as: kind = code."))
            if line.strip():
                found[kind.strip()] = code.strip()
        if unfit := rules.unfit_codes(found, [one.code for one in all_kinds()]):
            raise forms.ValidationError(_("These codes do not fit: %(codes)s") % {"codes": ", ".join(unfit)})
        return found


def as_typed(head: Letterhead) -> dict:
    """A letterhead as the form shows it."""
    names = ("name", "address", "phone", "email", "place", "pattern", "unit", "version")
    told = {name: getattr(head, name) for name in names}
    lines = [f"{kind} = {code}" for kind, code in sorted(head.codes.items())]
    return told | {"over": "\n".join(head.over), "codes": "\n".join(lines)}


class CrestForm(Versioned):
    """The office's crest."""

    upload = forms.FileField(
        label=_("Crest"),
        help_text=_(
            "PNG, JPEG or SVG up to 1 MB. It is drawn anew, 2 cm high on the left of the letterhead."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg"}),
        required=False,
    )


class CounterForm(Refusable):
    """Numbers that were given on paper this year."""

    last = forms.IntegerField(
        label=_("Last number given this year"),
        help_text=_(
            "If letters were numbered on paper, write the last number here; counting goes on behind it."
        ),
        min_value=0,
        max_value=1_000_000,
    )


class SignerForm(Versioned):
    """An official who signs."""

    marks = "optional"

    full_name = forms.CharField(label=_("Name with titles"), max_length=120)
    position = forms.CharField(label=_("Position"), max_length=120)
    rank = forms.CharField(label=_("Rank and grade"), max_length=60, required=False)
    nip = forms.CharField(
        label=_("NIP"),
        help_text=_("18 digits; empty for who is no civil servant."),
        max_length=24,
        required=False,
    )
    is_usual = forms.BooleanField(label=_("Usually signs"), required=False)


class VerifyForm(Refusable):
    """A reference and the digest that is printed on each page."""

    ref = forms.CharField(label=_("Reference at the foot of the page (DK-…)"), max_length=20)
    digest = forms.CharField(
        label=_("Digest (SHA-256) at the foot of the page, or of the file"),
        help_text=_("The first 12 characters are enough."),
        min_length=12,
        max_length=140,
    )
