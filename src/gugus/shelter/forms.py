"""What is read from the pages of houses and stays."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.forms import Versioned
from gugus.base.widgets import LongText, MomentInput, RadioCards, RadioRow, Radios
from gugus.providers.codes import Group, Language
from gugus.providers.models import Offering
from gugus.referrals.wording import choices
from gugus.shelter.codes import AddressReason, Misfit, Seen, Shift
from gugus.shelter.models import Bed

LONGEST = 5000
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")


class _Somebody(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name}, {obj.title}" if obj.title else obj.full_name


class _Service(forms.ModelChoiceField):
    def label_from_instance(self, obj: Offering) -> str:
        return f"{obj.title or obj.ref} · {obj.ref}"


class Words(Versioned):
    """A step with words that only the house reads."""

    words = forms.CharField(
        label=_("Note of the house"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Kept encrypted. Only the house reads it."),
    )  # fmt: skip
    marks = "optional"


class HouseForm(Versioned):
    """A house under its code name."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Code name"), max_length=60,
        help_text=_("What everybody calls it. Nothing that tells where it is."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of house"), choices=choices("house_kinds", blank=_("Choose")))
    head = _Somebody(label=_("Head of the house"), queryset=User.objects.none(), empty_label=_("Choose"))
    deputy = _Somebody(label=_("Deputy head"), queryset=User.objects.none(), required=False, empty_label="–")
    phone = forms.CharField(
        label=_("Phone of whoever is responsible"), required=False, max_length=40,
        help_text=_("Kept encrypted. The agency of the case sees it; no line that leads to the address."),
    )  # fmt: skip
    offering = _Service(
        label=_("Service whose free places its beds count"), queryset=Offering.objects.admitted("empty").none(),
        required=False, empty_label=_("None: places are not shown in the directory"),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, colleagues, offerings, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["head"].queryset = self.fields["deputy"].queryset = colleagues
        self.fields["offering"].queryset = offerings


class AddressForm(Versioned):
    """Where it is. What is typed is never shown again on this form."""

    address = forms.CharField(label=_("Address"), max_length=500, widget=LongText(rows=3), help_text=SEALED)
    location_note = forms.CharField(
        label=_("How to find it"), required=False, max_length=1000, widget=LongText(rows=2), help_text=SEALED
    )
    marks = "optional"


class ShowAddressForm(Versioned):
    """Why somebody needs to see it."""

    reason = forms.ChoiceField(
        label=_("Why you need the address"), choices=AddressReason.choices, widget=Radios()
    )


class RoomForm(Versioned):
    """A room with its beds."""

    name = forms.CharField(label=_("Name of the room"), max_length=20)
    group = forms.ChoiceField(label=_("For whom"), choices=[CHOOSE, *Group.choices])
    beds = forms.IntegerField(label=_("Beds"), min_value=0, max_value=30, initial=2)
    cots = forms.IntegerField(label=_("Cots"), min_value=0, max_value=30, initial=0)
    accessible = forms.BooleanField(label=_("Accessible without steps"), required=False)
    marks = "optional"


class BedOutForm(Versioned):
    """A bed is out of use for a time."""

    code = forms.ChoiceField(label=_("Reason"), choices=choices("bed_out_reasons", blank=_("Choose")))
    from_at = forms.DateTimeField(label=_("Out of use from"), widget=MomentInput())
    until_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=MomentInput(), help_text=_("Empty: until somebody says so.")
    )
    marks = "optional"


class HandoverForm(Versioned):
    """What the next shift must know."""

    shift = forms.ChoiceField(label=_("Shift"), choices=Shift.choices, widget=RadioRow())
    words = forms.CharField(
        label=_("Handover note"), max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("Kept encrypted. About one person write a note on her or his stay instead."),
    )  # fmt: skip


class NightForm(Versioned):
    """Where each of those who stay is tonight. `stays`: (id, label)."""

    def __init__(self, *args, stays: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        for key, label in stays:
            self.fields[f"s_{key}"] = forms.ChoiceField(label=label, choices=Seen.choices, widget=RadioRow())

    @property
    def seen(self) -> dict[str, str]:
        """Stay → where."""
        return {
            name.removeprefix("s_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("s_")
        }


class ProposeForm(Words):
    """Somebody is to stay."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("For whom"), widget=Radios())
    house = forms.ChoiceField(label=_("House"), widget=RadioCards())
    ground = forms.ChoiceField(
        label=_("Ground of admission"), choices=choices("admission_grounds", blank=_("Choose"))
    )
    from_at = forms.DateTimeField(label=_("Expected from"), widget=MomentInput())
    until_at = forms.DateTimeField(
        label=_("Expected until"), required=False, widget=MomentInput(), help_text=_("Empty: not known yet.")
    )
    field_order = ("version", "key", "person", "house", "ground", "from_at", "until_at", "words")

    def __init__(self, *args, people, houses, explain, initial: dict | None = None, **kwargs):
        initial = {"key": uuid4()} | (initial or {})
        initial |= {
            name: rows[0][0] for name, rows in (("person", people), ("house", houses)) if len(rows) == 1
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["person"].choices = people
        self.fields["house"].widget = RadioCards(explain=explain)
        self.fields["house"].choices = houses


def bed_choices(
    suited: list[tuple[Bed, list[Misfit]]], *, with_house: bool = False
) -> list[tuple[str, list]]:
    """Free beds by room; what speaks against one stands behind it."""
    rooms: dict[str, list] = {}
    for bed, against in suited:
        room = bed.room
        title = f"{room.name} ({room.get_group_display()})"
        title = f"{room.house.name} · {title}" if with_house else title
        label = f"{bed.name} {bed.get_kind_display()}"
        label += f" – {' '.join(str(one.label) for one in against)}" if against else ""
        rooms.setdefault(title, []).append((str(bed.pk), label))
    return [("", _("Choose")), *rooms.items()]


class BedForm(Words):
    """A bed; against a rule only knowingly."""

    bed = forms.ChoiceField(label=_("Bed"))
    knowingly = forms.BooleanField(
        label=_("I decide so knowingly although a rule speaks against it"), required=False,
        help_text=_("It is recorded; write why."),
    )  # fmt: skip
    field_order = ("version", "bed", "hold", "knowingly", "words")

    def __init__(self, *args, beds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bed"].choices = beds


class ApproveForm(BedForm):
    """Yes, with a bed."""

    def __init__(self, *args, holds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        if holds:
            self.fields["hold"] = forms.ChoiceField(
                label=_("Came with a group that was announced"), required=False, choices=[("", "–"), *holds],
                help_text=_("Then the place that was held for the group is used, nobody is counted twice."),
            )  # fmt: skip
            self.order_fields(self.field_order)


class FamilyForm(Words):
    """A bed for each of a family, one decision."""

    knowingly = BedForm.base_fields["knowingly"]

    def __init__(self, *args, people: list[tuple[str, str, list]], **kwargs):
        super().__init__(*args, **kwargs)
        for key, label, beds in people:
            self.fields[f"b_{key}"] = forms.ChoiceField(label=label, choices=beds)
        self.order_fields(["version", *(f"b_{key}" for key, *_rest in people), "knowingly", "words"])


class DeclineForm(Words):
    """No."""

    code = forms.ChoiceField(label=_("Reason"), choices=choices("stay_decline_reasons", blank=_("Choose")))
    field_order = ("version", "code", "words")


class WithdrawForm(Words):
    """It will not happen."""

    code = forms.ChoiceField(label=_("Reason"), choices=choices("stay_withdrawal_reasons", blank=_("Choose")))
    field_order = ("version", "code", "words")


class AdmitForm(Versioned):
    """Came in."""

    in_at = forms.DateTimeField(label=_("Came in at"), widget=MomentInput())


class LeaveForm(Words):
    """Left."""

    code = forms.ChoiceField(label=_("Reason"), choices=choices("stay_exit_reasons", blank=_("Choose")))
    out_at = forms.DateTimeField(label=_("Left at"), widget=MomentInput())
    field_order = ("version", "code", "out_at", "words")


class LongerForm(Words):
    """A longer stay."""

    until_at = forms.DateTimeField(label=_("Expected until"), widget=MomentInput())
    code = forms.ChoiceField(label=_("Reason"), choices=choices("stay_extension_reasons", blank=_("Choose")))
    field_order = ("version", "until_at", "code", "words")


class DecideLongerForm(Words):
    """Yes or no to a longer stay."""

    yes = forms.TypedChoiceField(
        label=_("Decision on the longer stay"), choices=[("1", _("Yes, longer")), ("0", _("No, as it was"))],
        coerce=lambda value: value == "1", widget=Radios(),
    )  # fmt: skip
    field_order = ("version", "yes", "words")


class NoteForm(Versioned):
    """What the house wants to remember."""

    words = forms.CharField(
        label=_("Note of the house"), max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("Kept encrypted. Only the house reads it."),
    )  # fmt: skip


class RulesForm(Versioned):
    """The rules of the house were told."""

    language = forms.ChoiceField(label=_("In which language"), choices=[CHOOSE, *Language.choices])


class ThingForm(Versioned):
    """Something is handed in."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("What is handed in"), max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Number and kind of things. Kept encrypted."),
    )  # fmt: skip
    signed = forms.BooleanField(label=_("The list was signed on paper by both"), required=False)
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
