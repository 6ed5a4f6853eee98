"""What is read from the pages of transfers."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, Radios
from gugus.directory.models import Agency
from gugus.transfers import rules
from gugus.transfers.codes import Basis, DeclineCode, Reason, WithdrawCode

LONGEST = 5000
CHOOSE = ("", _("Choose"))


class WishForm(Versioned):
    """Whom the case is offered to, why, on which basis."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    to_agency = forms.ModelChoiceField(
        label=_("Agency that shall answer for the case"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Only agencies in which somebody may manage cases."),
    )
    reason = forms.ChoiceField(label=_("Why it goes"), choices=Reason.choices, widget=Radios())
    message = forms.CharField(
        label=_("Words to the new owner"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=5),
        help_text=_("Sealed: the other agency reads them only after it has accepted."),
    )
    basis = forms.ChoiceField(label=_("On which basis it goes"), choices=Basis.choices, widget=Radios())
    basis_on = forms.DateField(
        label=_("Consent given on"), required=False, widget=DayInput(), help_text=_("With consent.")
    )
    basis_note = forms.CharField(
        label=_("Reason without consent"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("Which duty, or which danger. Only your own agency reads this."),
    )
    hand_over_days = forms.IntegerField(
        label=_("Days of hand-over"),
        min_value=0,
        max_value=rules.MOST_HAND_OVER_DAYS,
        help_text=_(
            "So long your agency still reads the core of the case, without identity. 0: nothing from the first second."
        ),
    )
    marks = "optional"

    def __init__(self, *args, agencies, days: int, **kwargs):
        initial = {"key": uuid4(), "hand_over_days": days} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["to_agency"].queryset = agencies


class PlainForm(Versioned):
    """A step that asks nothing more."""


class AcceptForm(Versioned):
    """Yes, with whoever answers for the case from now on."""

    manager = forms.ModelChoiceField(
        label=_("Manager of the case"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        help_text=_(
            "An active colleague of your agency who may manage cases. Without one the case cannot be taken."
        ),
    )
    answer = forms.CharField(
        label=_("Words to the old owner"), required=False, max_length=LONGEST, widget=LongText(rows=4)
    )

    def __init__(self, *args, managers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = managers


class DeclineForm(Versioned):
    """No, with a reason, if possible with a better address."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *DeclineCode.choices])
    answer = forms.CharField(
        label=_("Words to the giving agency"), required=False, max_length=LONGEST, widget=LongText(rows=4)
    )
    proposed = forms.ModelChoiceField(
        label=_("Whom to ask instead"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("No proposal"),
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposed"].queryset = agencies

    def clean(self) -> dict:
        """ "Another reason" needs words."""
        given = super().clean()
        if given.get("code") == DeclineCode.OTHER and not given.get("answer", "").strip():
            self.add_error("answer", _("Describe the other reason."))
        return given


class WithdrawForm(Versioned):
    """Taken back."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *WithdrawCode.choices])


class LeavingForm(Versioned):
    """All files of one colleague to another. `expected`: how many cases were seen."""

    of = forms.ModelChoiceField(label=_("From"), queryset=User.objects.none(), empty_label=_("Choose"))
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), empty_label=_("Choose"))
    reason = forms.CharField(
        label=_("Why it goes"), max_length=500, help_text=_("For example: moves to another office on 1 July.")
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, holders, managers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = holders
        self.fields["to"].queryset = managers


class SuccessionForm(Versioned):
    """A merged agency's files to us, if a second person agrees."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(
        label=_("Merged agency"), queryset=Agency.objects.none(), empty_label=_("Choose")
    )
    manager = forms.ModelChoiceField(
        label=_("Manager of the cases"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        help_text=_("At first all cases go to this colleague, who can hand them on."),
    )
    reason = forms.CharField(
        label=_("Why it goes"),
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("For example the decree by which the agencies were merged."),
    )

    def __init__(self, *args, agencies, managers, **kwargs):
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["manager"].queryset = managers
