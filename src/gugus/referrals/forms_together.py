"""What is read from the pages about several persons at once."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import Checks, LongText, RadioRow, Radios
from gugus.directory.models import Agency
from gugus.referrals.batches import Ask, Decision
from gugus.referrals.codes import Together
from gugus.referrals.forms import LONGEST, WishForm, described
from gugus.referrals.policies import Sight
from gugus.referrals.wording import choices

ELSEWHERE = "to_"
EXPLAINED = {
    Together.FAMILY: _("Children stay with those they belong to where possible; the receiver is told so."),
    Together.GROUP: _("Found together, otherwise strangers to each other."),
}


class TogetherForm(WishForm):
    """The same wish for several persons. What differs per person (language, accessibility) comes from each person."""

    together = forms.ChoiceField(
        label=_("Who they are to each other"), choices=Together.choices, widget=Radios(explain=EXPLAINED)
    )
    parties = forms.MultipleChoiceField(label=_("Who is referred"), widget=Checks())
    field_order = ("key", "together", "parties", "urgency", "message")

    def __init__(
        self, *args, parties: list[tuple[str, str]], to: Agency, others: Sequence[Agency] = (), **kwargs
    ):
        super().__init__(*args, parties=parties, to=to, **kwargs)
        for name in ("party", "language", "accessibility"):
            del self.fields[name]
        self.fields["parties"].choices = parties
        options = [("", to.name), *((one.slug, one.name) for one in others if one.pk != to.pk)]
        self.by_slug = {one.slug: one for one in others}
        for key, label in parties if len(options) > 1 else ():
            self.fields[f"{ELSEWHERE}{key}"] = forms.ChoiceField(label=label, required=False, choices=options)

    @property
    def elsewhere(self) -> list:
        """The controls that send one person to another agency."""
        return [self[name] for name in self.fields if name.startswith(ELSEWHERE)]

    @property
    def common(self) -> list:
        """The controls that count for everybody."""
        return [one for one in self.visible_fields() if not one.name.startswith(ELSEWHERE)]

    def asks(self, parties: dict) -> list[Ask]:
        """Whom the form asks for, and where each goes."""
        chosen = self.cleaned_data["parties"]
        slugs = {key: self.cleaned_data.get(f"{ELSEWHERE}{key}", "") for key in chosen}
        return [Ask(parties[key], self.by_slug.get(slugs[key])) for key in chosen]

    @property
    def wish(self) -> dict:
        """What is asked for everybody."""
        own = {"key", "together", "parties"}
        return {
            name: value for name, value in self.words.items() if name not in own and name[:3] != ELSEWHERE
        }


ANSWERS = (("accept", _("Accept")), ("decline", _("Decline")), ("later", _("Later")))


class DecisionForm(Versioned):
    """The answer for one person; "later" leaves the question open."""

    decision = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=RadioRow())
    code = forms.ChoiceField(
        label=_("Reason, if declined"),
        required=False,
        choices=choices("referral_decline_reasons", blank=_("Choose")),
    )
    proposed = forms.ChoiceField(label=_("Whom to ask instead"), required=False)
    answer = forms.CharField(
        label=_("Words to the sender"), required=False, max_length=LONGEST, widget=LongText(rows=2)
    )
    marks = "none"

    def __init__(self, *args, sight: Sight, agencies: Sequence[Agency], **kwargs):
        self.sight = sight
        initial = {"decision": "later", "version": sight.referral.version}
        super().__init__(*args, prefix=sight.referral.ref, initial=initial, **kwargs)
        self.by_slug = {one.slug: one for one in agencies}
        options = [(one.slug, one.name) for one in agencies]
        self.fields["proposed"].choices = [("", _("No proposal")), *options]

    def clean(self) -> dict:
        """A no has its reason; another reason has its words."""
        given = super().clean()
        if given.get("decision") != "decline":
            return given
        if not given.get("code"):
            self.add_error("code", _("Choose a reason."))
        return described(self, given)

    @property
    def made(self) -> Decision | None:
        """The decision; None for later."""
        given = self.cleaned_data
        if given["decision"] == "later":
            return None
        yes = given["decision"] == "accept"
        return Decision(
            referral=self.sight.referral, accepted=yes, code="" if yes else given["code"], answer=given["answer"],
            proposed=None if yes else self.by_slug.get(given["proposed"]), seen=given["version"],
        )  # fmt: skip


class ApartForm(Versioned):
    """What counts for all answers together."""

    apart = forms.BooleanField(
        label=_("I know that these answers part a family with a child, and have spoken with the sender"),
        required=False,
    )
    marks = "none"
