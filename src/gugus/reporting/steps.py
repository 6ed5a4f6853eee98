"""What can be done with a report or a chapter: address, action, form, words. Pages and buttons read these lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.reporting import forms
from gugus.reporting.actions import merging, planning, sending, writing
from gugus.reporting.codes import ENDED, WRITABLE, ChapterState, State
from gugus.reporting.gate import Sight
from gugus.reporting.models import Chapter


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `side`: the secretariat plans, the chair approves, both may give a merged report back."""

    slug: str
    states: frozenset[str]
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    side: str = "plan"
    kind: str = ""
    versioned: bool = True

    def possible(self, sight: Sight) -> bool:
        """May this viewer make it now?"""
        if sight.report.state not in self.states:
            return False
        chair = sight.may_approve
        return {"plan": sight.may_plan, "chair": chair, "either": sight.may_plan or chair}[self.side]


def _step(slug: str, states, run, form, label, icon: str, text, **more) -> Step:
    return Step(slug, frozenset(states), run, form, label, icon, text, **more)


STEPS = (
    _step(
        "buka", {State.DRAFT}, planning.open_for_writing, forms.PlainForm, _("Ask the agencies to write"), "send",
        _("Each agency gets a task for its chapter, with the day until which it is written."), kind="main",
    ),
    _step(
        "satukan", {State.WRITING}, merging.merge_report, forms.PlainForm, _("Merge the chapters"), "check",
        _("The approved chapters are put together in order and figures are numbered. The text stands from then on; "
          "the chair approves exactly this text."), kind="main",
    ),
    _step(
        "setujui", {State.REVIEW}, merging.approve_report, forms.ApproveForm, _("Approve the report"), "check-circle",
        _("You approve exactly the text that you read. Nobody changes it afterwards."), side="chair", kind="main",
    ),
    _step(
        "buka-lagi", {State.REVIEW}, merging.write_on, forms.ReturnForm, _("Send back to be changed"), "edit",
        _("The chapters open again. What was merged is merged anew afterwards."), side="either",
    ),
    _step(
        "tetapkan", {State.APPROVED}, merging.finalise_report, forms.PlainForm, _("Make it final"), "lock",
        _("From then on it is the report. A correction is a new edition that names this one."), kind="main",
    ),
    _step(
        "kirim", ENDED, sending.send_up, forms.PlainForm, _("Send to the higher task force"), "send",
        _("The higher task force gets a copy with its digest and confirms it, acknowledges it or sends it back."),
        kind="main",
    ),
    _step(
        "berkas", ENDED, sending.ask_parcel, forms.PlainForm, _("Make a signed file"), "download",
        _("For a higher task force on another installation: content and PDF in one file, signed with the key of this "
          "installation."), versioned=False,
    ),
    _step(
        "koreksi", ENDED, planning.correct_report, forms.CorrectForm, _("Correct by a new edition"), "edit",
        _("A new edition begins with the same chapters. This one stays as it is."), versioned=False,
    ),
    _step(
        "bab-baru", WRITABLE, planning.add_chapter, forms.ChapterForm, _("Add a chapter"), "plus",
        _("Chapters stand before annexes."), versioned=False,
    ),
    _step(
        "ubah", WRITABLE, planning.change_report, forms.ChangeForm, _("Title and deadline"), "edit",
        _("The title stands on the cover."),
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


@dataclass(frozen=True, slots=True)
class ChapterStep:
    """One step of a chapter, made by the secretariat."""

    slug: str
    states: frozenset[str]
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    kind: str = ""

    def possible(self, sight: Sight, chapter: Chapter) -> bool:
        """May this viewer make it now?"""
        return sight.may_plan and sight.report.state in WRITABLE and chapter.state in self.states


THERE = frozenset(ChapterState.values) - {ChapterState.LEFT_OUT}
CHAPTER_STEPS = (
    ChapterStep(
        "setujui", frozenset({ChapterState.SUBMITTED}), writing.approve_chapter, forms.PlainForm,
        _("Approve the chapter"), "check-circle", _("It becomes part of the report."), kind="main",
    ),
    ChapterStep(
        "kembalikan", frozenset({ChapterState.SUBMITTED, ChapterState.APPROVED}), writing.return_chapter,
        forms.ReturnForm, _("Send the chapter back"), "arrow-left", _("The agency gets it back with your reason."),
    ),
    ChapterStep(
        "bagi", THERE, planning.assign_chapter, forms.AssignForm, _("Who writes it, until when"), "users",
        _("A new agency gets the task; the former one loses it."),
    ),
    ChapterStep(
        "tinggalkan", THERE, planning.leave_out, forms.PlainForm, _("Leave the chapter out"), "x",
        _("A chapter that is left out is no part of the report; its words are kept."),
    ),
    ChapterStep(
        "masukkan", frozenset({ChapterState.LEFT_OUT}), planning.leave_out, forms.PlainForm,
        _("Take the chapter back in"), "plus", _("Its words are there as they were."),
    ),
)  # fmt: skip
CHAPTER_BY_SLUG = {one.slug: one for one in CHAPTER_STEPS}
