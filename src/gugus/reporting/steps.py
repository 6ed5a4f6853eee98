"""What can be done with a report or a chapter: address, action, form, words. Pages and buttons read these lists."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gugus.base import steps as base
from gugus.reporting import forms
from gugus.reporting.actions import merging, planning, sending, writing
from gugus.reporting.codes import ENDED, WRITABLE, ChapterState, State
from gugus.reporting.gate import Sight
from gugus.reporting.models import Chapter


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step. `side`: the secretariat plans, the chair approves, both may give a merged report back."""

    side: str = "plan"
    versioned: bool = True

    def possible(self, sight: Sight) -> bool:
        """May this viewer make it now?"""
        if sight.report.state not in self.states:
            return False
        chair = sight.may_approve
        return {"plan": sight.may_plan, "chair": chair, "either": sight.may_plan or chair}[self.side]


STEPS = (
    Step(
        "buka", {State.DRAFT}, planning.open_for_writing, forms.PlainForm, _("Ask the agencies to write"), "send",
        _("Each agency gets a task for its chapter, with the day until which it is written."), kind="main",
    ),
    Step(
        "satukan", {State.WRITING}, merging.merge_report, forms.PlainForm, _("Merge the chapters"), "check",
        _("The approved chapters are put together in order and figures are numbered. The text stands from then on; "
          "the chair approves exactly this text."), kind="main",
    ),
    Step(
        "setujui", {State.REVIEW}, merging.approve_report, forms.ApproveForm, _("Approve the report"), "check-circle",
        _("You approve exactly the text that you read. Nobody changes it afterwards."), side="chair", kind="main",
    ),
    Step(
        "buka-lagi", {State.REVIEW}, merging.write_on, forms.ReturnForm, _("Send back to be changed"), "edit",
        _("The chapters open again. What was merged is merged anew afterwards."), side="either",
    ),
    Step(
        "tetapkan", {State.APPROVED}, merging.finalise_report, forms.PlainForm, _("Make it final"), "lock",
        _("From then on it is the report. A correction is a new edition that names this one."), kind="main",
    ),
    Step(
        "kirim", ENDED, sending.send_up, forms.PlainForm, _("Send to the higher task force"), "send",
        _("The higher task force gets a copy with its digest and confirms it, acknowledges it or sends it back."),
        kind="main",
    ),
    Step(
        "berkas", ENDED, sending.ask_parcel, forms.PlainForm, _("Make a signed file"), "download",
        _("For a higher task force on another installation: content and PDF in one file, signed with the key of this "
          "installation."), versioned=False,
    ),
    Step(
        "koreksi", ENDED, planning.correct_report, forms.CorrectForm, _("Correct by a new edition"), "edit",
        _("A new edition begins with the same chapters. This one stays as it is."), versioned=False,
    ),
    Step(
        "bab-baru", WRITABLE, planning.add_chapter, forms.ChapterForm, _("Add a chapter"), "plus",
        _("Chapters stand before annexes."), versioned=False,
    ),
    Step(
        "ubah", WRITABLE, planning.change_report, forms.ChangeForm, _("Title and deadline"), "edit",
        _("The title stands on the cover."),
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


@dataclass(frozen=True, slots=True)
class ChapterStep(base.Step):
    """One step of a chapter, made by the secretariat."""

    def possible(self, sight: Sight, chapter: Chapter) -> bool:
        """May this viewer make it now?"""
        return sight.may_plan and sight.report.state in WRITABLE and chapter.state in self.states


THERE = frozenset(ChapterState.values) - {ChapterState.LEFT_OUT}
CHAPTER_STEPS = (
    ChapterStep(
        "setujui", {ChapterState.SUBMITTED}, writing.approve_chapter, forms.PlainForm,
        _("Approve the chapter"), "check-circle", _("It becomes part of the report."), kind="main",
    ),
    ChapterStep(
        "kembalikan", {ChapterState.SUBMITTED, ChapterState.APPROVED}, writing.return_chapter,
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
        "masukkan", {ChapterState.LEFT_OUT}, planning.leave_out, forms.PlainForm,
        _("Take the chapter back in"), "plus", _("Its words are there as they were."),
    ),
)  # fmt: skip
CHAPTER_BY_SLUG = {one.slug: one for one in CHAPTER_STEPS}
