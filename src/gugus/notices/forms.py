"""How one wants to be told, as forms."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Refusable
from gugus.base.widgets import CheckChips, CodeInput, RadioRow
from gugus.notices.codes import Channel, Family, Mode, Zone
from gugus.notices.models import HouseRules, Manner

DAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip
HOURS = [(hour, f"{hour:02}.00") for hour in range(24)]


class Clock(forms.TimeInput):
    """A local time of day."""

    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class QuietForm(Refusable):
    """Hours in which nothing leaves, and the hour of the digest."""

    quiet_from = forms.TimeField(label=_("Quiet from"), widget=Clock())
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=Clock(), help_text=_("Twice the same time: no quiet hours.")
    )
    digest_hour = forms.TypedChoiceField(label=_("Digest at"), choices=HOURS, coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HoursForm(QuietForm):
    """The same for oneself, with zone and days off."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=Zone.choices, widget=RadioRow())
    days_off = forms.TypedMultipleChoiceField(
        label=_("Weekdays off"), choices=DAYS, coerce=int, required=False, widget=CheckChips(),
        help_text=_("Nothing leaves on these days, except high risk."),
    )  # fmt: skip
    holidays_off = forms.BooleanField(label=_("Public holidays are days off too"), required=False)
    field_order = ["zone", "quiet_from", "quiet_until", "digest_hour", "days_off", "holidays_off", "version"]

    @staticmethod
    def starting(manner: Manner) -> dict:
        """What counts now."""
        names = ("zone", "quiet_from", "quiet_until", "digest_hour", "days_off", "holidays_off", "version")
        return {name: getattr(manner, name) for name in names}


class HouseForm(QuietForm):
    """What holds for everybody who chose nothing."""

    most_an_hour = forms.IntegerField(
        label=_("Messages an hour at most"), min_value=1, max_value=100,
        help_text=_("For each person and channel; what is more goes into the digest."),
    )  # fmt: skip
    tries = forms.IntegerField(
        label=_("Tries before giving up"), min_value=1, max_value=50,
        help_text=_("After 1, 2, 4 … minutes, at last hourly."),
    )  # fmt: skip
    field_order = ["quiet_from", "quiet_until", "digest_hour", "most_an_hour", "tries", "version"]

    @staticmethod
    def starting(rules: HouseRules) -> dict:
        """What counts now."""
        names = ("quiet_from", "quiet_until", "digest_hour", "most_an_hour", "tries", "version")
        return {name: getattr(rules, name) for name in names}


class ModesForm(forms.Form):
    """One choice for each family and channel."""

    def __init__(self, channels: Sequence[Channel], chosen: Mapping[tuple[str, str], str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.channels = channels
        for family in Family:
            for channel in channels:
                self.fields[f"{channel}_{family}"] = forms.ChoiceField(
                    label=f"{family.label}: {channel.label}", choices=Mode.choices,
                    initial=chosen[channel, family],
                )  # fmt: skip

    def rows(self) -> list[tuple[Family, list]]:
        """A family with its fields, for the table."""
        return [(family, [(one, self[f"{one}_{family}"]) for one in self.channels]) for family in Family]

    def modes(self) -> dict[tuple[str, str], str]:
        """(channel, family) → mode."""
        return {
            (channel, family): self.cleaned_data[f"{channel}_{family}"]
            for family in Family
            for channel in self.channels
        }


class NumberForm(Refusable):
    """A number that shall be used."""

    number = forms.CharField(
        label=_("Your number"), max_length=40, help_text=_("A code is sent to it. Use a number that only you read."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


class CodeForm(Refusable):
    """The code that came."""

    code = forms.CharField(label=_("Code"), max_length=12, widget=CodeInput())


class Filter(forms.Form):
    """The filters of the list; they live in the address, wrong ones count as not given."""

    family = forms.ChoiceField(
        label=_("About"), choices=[("", _("Everything")), *Family.choices], required=False
    )
    unread = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict:
        """The valid filters."""
        self.is_valid()
        given = self.cleaned_data
        return {"family": given.get("family", ""), "unread": given.get("unread") == "1"}
