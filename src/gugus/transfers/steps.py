"""The steps of a transfer as pages: address, words, form, action. What may be done now follows from the sight."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.transfers import actions, forms, queries
from gugus.transfers.basis import may_go_without
from gugus.transfers.codes import State
from gugus.transfers.policies import Sight


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that one side can do. `then` says what follows, before anybody presses the button."""

    slug: str
    to: State
    label: Any
    icon: str
    run: Callable
    then: Any
    form: type = forms.PlainForm
    kind: str = ""  # "main", "danger" or ""

    def possible(self, sight: Sight) -> bool:
        """Can this viewer do this now?"""
        return self.to in sight.next_states

    def rights(self, sight: Sight) -> dict[str, bool]:
        """What the action must know of the viewer's rights beside the step itself."""
        return {"may_go_without": may_go_without(sight.viewer)} if self.to == State.OFFERED else {}


STEPS = (
    Step(
        "tawarkan",
        State.OFFERED,
        _("Offer"),
        "send",
        actions.offer_transfer,
        _("The agency sees the preview, not who it is. The case stays yours until it accepts."),
        kind="main",
    ),
    Step(
        "terima",
        State.ACCEPTED,
        _("Accept"),
        "check",
        actions.accept_transfer,
        _(
            "The whole file becomes your agency's within seconds: reports, persons, files, tasks, running referrals."
        ),
        form=forms.AcceptForm,
        kind="main",
    ),
    Step(
        "tolak",
        State.DECLINED,
        _("Decline"),
        "x",
        actions.decline_transfer,
        _("The sender is told at once and keeps the case. Your agency no longer sees the preview."),
        form=forms.DeclineForm,
    ),
    Step(
        "tarik",
        State.WITHDRAWN,
        _("Withdraw"),
        "arrow-left",
        actions.withdraw_transfer,
        _("The other agency no longer sees the preview. The case stays yours."),
        form=forms.WithdrawForm,
        kind="danger",
    ),
)
BY_SLUG = {one.slug: one for one in STEPS}
BY_STATE = {one.to: one for one in STEPS}


def possible_steps(sight: Sight) -> list[Step]:
    """What this viewer can do now, the main thing first."""
    return [one for one in STEPS if one.possible(sight)]


def form_of(step: Step, data, sight: Sight, at: datetime) -> Versioned:
    """The form of a step with the choices of this side."""
    transfer, more = sight.transfer, {}
    today = timezone.localdate(at)
    if step.form is forms.AcceptForm:
        more["managers"] = queries.managers(transfer.to_agency_id, today)
    if step.form is forms.DeclineForm:
        more["agencies"] = queries.takers(today, but_not=transfer.to_agency_id).exclude(pk=transfer.agency_id)
    return step.form(data, initial={"version": transfer.version}, **more)
