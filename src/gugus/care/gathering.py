"""What stands in the assessment report and in the intervention plan that `documents` makes: as far as the reader's
agency may read, names masked as on the page.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.care import assessment_views, plan_views
from gugus.care.codes import AssessmentState, PlanState
from gugus.care.gate import assessment_for, plan_for


class NotWritten(Cannot):
    """There is nothing to make a paper of yet."""


def gather_assessment(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The report (laporan asesmen) of a finished assessment. Raises NotWritten for a draft."""
    found, sight = assessment_for(viewer, ref, at=at)
    told = assessment_views.facts(found, sight, at)
    if found.state != AssessmentState.FINISHED:
        raise NotWritten([Reason("draft", _("This assessment is not finished yet."))])
    lines = [
        [one.words, f"{one.score or '–'}" + (f" (sebelumnya {one.before})" if one.before else ""), one.said]
        for one in told["lines"]
    ]
    return {
        "subject": "Laporan asesmen",
        "ref": found.ref,
        "case": found.case.ref,
        "person": told["shown_name"],
        "kind": found.get_kind_display(),
        "assessed_on": found.assessed_on,
        "assessor": found.assessor.full_name if found.assessor else "",
        "profession": told["profession_words"],
        "agency": found.agency.name,
        "summary": found.summary or "",
        "lines": lines,
        "notes": [[one.words, one.note] for one in told["lines"] if one.note],
        "partial": told["hidden_parts"],
        "_within": ("case", found.case_id),
    }


def gather_plan(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The plan (rencana intervensi) with room for signatures. Raises NotWritten for a draft."""
    plan, sight = plan_for(viewer, ref, at=at)
    told = plan_views.facts(plan, sight, at)
    if plan.state == PlanState.DRAFT:
        raise NotWritten([Reason("draft", _("This plan is a draft. Hand it in first."))])
    goals = [
        {
            "number": goal.number,
            "words": goal.words or "",
            "domain": str(goal.domain_words),
            "measure": goal.measure or "",
            "until_on": goal.until_on,
            "steps": [
                [f"{goal.number}.{step.number}", step.words or "",
                 step.by_agency.name if step.by_agency else str(step.get_doer_display()), step.until_on,
                 str(step.get_state_display())]
                for step in goal.open_steps
            ],
        }
        for goal in told["told"].goals
    ]  # fmt: skip
    return {
        "subject": "Rencana intervensi",
        "ref": plan.ref,
        "version": plan.number,
        "case": plan.case.ref,
        "person": told["shown_name"],
        "state": str(plan.get_state_display()),
        "review_on": plan.review_on,
        "wishes": (plan.words or "") if sight.is_ours else "",
        "child": told["child"],
        "goals": goals,
        "officer": plan.finished_by.full_name if plan.finished_by else "",
        "approver": plan.approved_by.full_name if plan.approved_by else "",
        "needs_approval": plan.needs_approval,
        "_within": ("case", plan.case_id),
    }
