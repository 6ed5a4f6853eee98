"""The steps of a referral as pages: address, words, form, action. What may be done now follows from the sight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.referrals import actions, forms, rules
from gugus.referrals.codes import State
from gugus.referrals.policies import Sight


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that one side can do. `then` says what follows, before anybody presses the button."""

    slug: str
    origins: frozenset[str]
    to: State | None  # None: the state stays
    label: Any
    icon: str
    run: Callable
    then: Any
    form: type = forms.PlainForm
    kind: str = ""  # "main", "danger" or ""

    def possible(self, sight: Sight) -> bool:
        """Can this viewer do this now?"""
        if self.to is None:
            return sight.may_report
        return sight.referral.state in self.origins and self.to in sight.next_states


def _step(slug: str, origins: set, to: State, label, icon: str, run, then, **more) -> Step:
    return Step(slug, frozenset(origins), to, label, icon, run, then, **more)


STEPS = (
    _step(
        "kirim", {State.DRAFT}, State.SENT, _("Send"), "send", actions.send_referral,
        _("The agency sees the preview, not your message and not who it is. Its clock starts."),
        form=forms.SendForm, kind="main",
    ),
    _step(
        "terima", {State.SENT}, State.ACCEPTED, _("Accept"), "check", actions.accept_referral,
        _(
            "Identity, the message and the opened parts of the file become visible to your agency. "
            "Every look is recorded."
        ),
        form=forms.AcceptForm, kind="main",
    ),
    _step(
        "tolak", {State.SENT}, State.DECLINED, _("Decline"), "x", actions.decline_referral,
        _("The sender is told at once and asks elsewhere. Your agency no longer sees the preview."),
        form=forms.DeclineForm,
    ),
    _step(
        "mulai", {State.ACCEPTED}, State.IN_SERVICE, _("Service has begun"), "heart", actions.start_service,
        _("The sender sees that your agency has begun."), kind="main",
    ),
    _step(
        "umpan-balik", {State.IN_SERVICE}, State.FEEDBACK, _("Report back"), "message", actions.give_feedback,
        _("The sender reads it and ends the referral, or asks you to go on."), form=forms.FeedbackForm, kind="main",
    ),
    _step(
        "selesai", {State.FEEDBACK}, State.DONE, _("Finish"), "check-circle", actions.finish_referral,
        _("The other agency's access ends 14 days from now; until then it can write its final report."), kind="main",
    ),
    _step(
        "lanjutkan", {State.FEEDBACK}, State.IN_SERVICE, _("Ask to go on"), "refresh", actions.continue_service,
        _("The other agency goes on and reports back again."),
    ),
    _step(
        "kembalikan", set(rules.RUNNING), State.RETURNED, _("Give back"), "arrow-left",
        actions.return_referral,
        _("The sender is told at once. Your access ends 14 days from now."), form=forms.ReturnForm,
    ),
    _step(
        "tarik", {State.DRAFT, State.SENT}, State.REVOKED, _("Take back"), "trash", actions.revoke_referral,
        _("The agency no longer sees the preview. The referral stays in the list as taken back."),
        form=forms.RevokeForm, kind="danger",
    ),
    _step(
        "hentikan", set(rules.RUNNING), State.REVOKED, _("End it now"), "x", actions.revoke_referral,
        _(
            "The agency is told at once that you end this. Its access closes at once when consent is gone, when it is "
            "not safe or when it was a mistake; otherwise 14 days from now, so that it can write its final report."
        ),
        form=forms.RevokeForm, kind="danger",
    ),
    _step(
        "laporan-akhir", rules.ENDED, None, _("Write the final report"), "note", actions.write_final_report,
        _("The sender reads it. It cannot be changed afterwards; you can add another one until access ends."),
        form=forms.FinalForm, kind="main",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight)]


def likeliest_step(sight: Sight) -> Step | None:
    """What a list offers at once: the way on, never a way out."""
    return next((one for one in possible_steps(sight) if one.kind == "main"), None)
