"""The steps of a recommendation as pages: address, words, form, action. What may be done now follows from the sight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.directory.models import Agency
from gugus.followup import forms
from gugus.followup.actions import ending, progress, recording
from gugus.followup.actions.recording import Origin, Told
from gugus.followup.origins import known
from gugus.followup.policies import Sight


@dataclass(frozen=True, slots=True)
class StepPage:
    """One thing that can be done. `allowed` names the question of the sight; `then` says what follows."""

    slug: str
    allowed: str
    label: Any
    icon: str
    form: type
    run: Callable
    then: Any = ""
    kind: str = ""  # "main", "danger" or ""
    takes_version: bool = True
    names_a_record: bool = False  # by a reference that is typed: who types it must have that record

    def possible(self, sight: Sight) -> bool:
        """Can this viewer do this now?"""
        return getattr(sight, self.allowed)

    @property
    def takes_file(self) -> bool:
        return "upload" in self.form.base_fields


def _change(*, recommendation, text, target, owner, supporters, field, why, **who):
    told = Told(text, owner, recommendation.due_on, field, target, supporters)
    return recording.change_recommendation(recommendation=recommendation, told=told, why=why, **who)


def _split(*, recommendation, words, **told):
    who = {name: told.pop(name) for name in ("by", "at", "seen")}
    supporters = list(_supporters(recommendation))
    parts = [
        Told(told[f"{part}_text"], told[f"{part}_owner"], told[f"{part}_due_on"], recommendation.field,
             told[f"{part}_target"], supporters)
        for part in ("a", "b")
    ]  # fmt: skip
    return ending.split(recommendation=recommendation, parts=parts, words=words, **who)


def _supporters(recommendation):
    return Agency.objects.filter(pk__in=recommendation.supporters)


def _drop(*, recommendation, viewer, decision_kind, decision_ref, decision_words, decided_on, words, **who):
    decision = Origin(decision_kind, decided_on, decision_ref, decision_words)
    decision = known(viewer, decision, field="decision_ref", at=who["at"])
    return ending.drop(recommendation=recommendation, decision=decision, words=words, **who)


STEPS = (
    StepPage(
        "selesai", "may_report", _("Report as done"), "check", forms.ReportForm, progress.report_done,
        _("The secretariat looks at the evidence and accepts it or sends it back."), "main",
    ),
    StepPage(
        "kemajuan", "may_tell", _("Tell progress"), "plus", forms.ProgressForm, progress.add_progress,
        takes_version=False,
    ),
    StepPage(
        "perpanjangan", "may_ask", _("Ask for more time"), "clock", forms.TimeForm, progress.ask_for_time,
        _("The secretariat decides; until then the present deadline counts."), takes_version=False,
    ),
    StepPage(
        "terima", "may_accept", pgettext_lazy("recommendation", "Accept as done"), "check-circle", forms.AcceptForm,
        ending.accept, _("It ends as done. This cannot be undone."), "main",
    ),
    StepPage("kembalikan", "may_accept", _("Send back"), "arrow-left", forms.BackForm, ending.send_back),
    StepPage(
        "tenggat", "may_keep", _("Move the deadline"), "calendar", forms.MoveForm, recording.move_deadline,
        _("The earlier deadline and the reason stay in the history."),
    ),
    StepPage("ubah", "may_keep", _("Word anew"), "edit", forms.ChangeForm, _change),
    StepPage(
        "ganti", "may_keep", _("Replace"), "refresh", forms.ReplaceForm, ending.replace,
        _("It ends as replaced; the other one shows what it took the place of."),
    ),
    StepPage(
        "pecah", "may_keep", pgettext_lazy("recommendation", "Split in two"), "arrows", forms.SplitForm, _split,
        _("Both parts keep the history and where it was said."),
    ),
    StepPage(
        "hentikan", "may_keep", _("Drop by a decision"), "x", forms.DropForm, _drop,
        _("It ends without being done. The decision that is named here stays visible."), "danger",
        names_a_record=True,
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight) -> list[StepPage]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight)]
