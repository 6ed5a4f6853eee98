"""The steps of an agreement as pages: address, words, form, action. What may be done now follows from the sight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Verb
from gugus.agreements import actions, forms
from gugus.agreements.policies import Sight


@dataclass(frozen=True, slots=True)
class StepPage:
    """One thing that a party can do. `then` says what follows, before anybody presses the button."""

    slug: str
    to: str
    allowed: str
    label: Any
    icon: str
    run: Callable
    then: Any
    form: type = forms.PlainForm
    kind: str = ""  # "main", "danger" or ""
    counts: bool = False  # is what would open shown beside it?
    verb: Verb = Verb.DECIDE

    def possible(self, sight: Sight) -> bool:
        """Can this viewer do this now?"""
        return getattr(sight, self.allowed)

    def form_for(self, sight: Sight) -> type:
        """The form; a reason is asked only where a second person reads it."""
        return forms.PlainForm if self.slug == "usulkan" and not sight.needs_second else self.form


STEPS = (
    StepPage(
        "usulkan", "proposed", "may_propose", _("Propose"), "send", actions.propose,
        _("Your agency signs with this. The other agencies are asked to sign; nothing opens before all have."),
        form=forms.ProposeForm, kind="main", counts=True, verb=Verb.WRITE,
    ),
    StepPage(
        "tanda-tangan", "signed", "may_decide", pgettext_lazy("agreement", "Sign"), "check", actions.sign,
        _("This is the one decision of your agency. When all have signed, it begins by itself on its first day."),
        kind="main", counts=True,
    ),
    StepPage(
        "tolak", "declined", "may_decide", _("Do not sign"), "x", actions.decline,
        _("The agreement ends for all agencies without having opened anything."), form=forms.DeclineForm,
    ),
    StepPage(
        "akhiri", "noticed", "may_give_notice", _("Give notice"), "lock", actions.give_notice,
        _("After the period of notice everything closes for all parties. Where data were misused or somebody is in "
          "danger, it closes at once."), form=forms.NoticeForm, kind="danger",
    ),
    StepPage(
        "tarik", "withdrawn", "may_withdraw", _("Take back"), "trash", actions.withdraw,
        _("Nobody can sign it any more. It stays in the list as withdrawn."), kind="danger", verb=Verb.WRITE,
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight) -> list[StepPage]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight)]
