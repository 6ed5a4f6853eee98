"""What is left of care: which services, scores and plans there were, by whom, and how they came out."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "care.ServiceLine",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "referral": JOINS, "step": JOINS, "agency": ANSWERS,
            "provider": ANSWERS, "written_by": ANSWERS, "done_by": ANSWERS, "service": COUNTED, "section": STANDS,
            "state": COUNTED, "code": COUNTED, "result": COUNTED, "cost": COUNTED, "opinion": STANDS,
            "version": STANDS,
        },
        coarse={
            "asked_at": MONTH, "due_at": MONTH, "appointment_at": MONTH, "done_on": MONTH, "written_at": MONTH,
        },
    ),
    Left(
        "care.Appointment",
        hangs={"case": "line__case", "person": "line__person"},
        stays={
            "line": JOINS, "attendance": COUNTED, "code": COUNTED, "written_by": ANSWERS, "recorded_by": ANSWERS,
        },
        coarse={"starts_at": MONTH, "written_at": MONTH, "recorded_at": MONTH},
    ),
    Left(
        "care.NeedsAssessment",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "corrects": JOINS, "agency": ANSWERS, "assessor": ANSWERS,
            "finished_by": ANSWERS, "written_by": ANSWERS, "kind": COUNTED, "instrument": STANDS,
            "instrument_version": STANDS, "state": STANDS, "profession": COUNTED, "version": STANDS,
        },
        coarse={"assessed_on": MONTH, "finished_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "care.DomainScore",
        hangs={"case": "case", "person": "assessment__person"},
        stays={
            "assessment": JOINS, "case": JOINS, "domain": COUNTED, "section": STANDS, "score": COUNTED,
            "why_not": COUNTED,
        },
    ),
    Left(
        "care.CarePlan",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "follows": JOINS, "agency": ANSWERS, "number": STANDS,
            "state": COUNTED, "code": COUNTED, "needs_approval": STANDS, "finished_by": ANSWERS,
            "approved_by": ANSWERS, "written_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "review_on": MONTH, "finished_at": MONTH, "approved_at": MONTH, "active_at": MONTH, "ended_at": MONTH,
            "written_at": MONTH,
        },
    ),
    Left(
        "care.Goal",
        hangs={"case": "case", "person": "plan__person"},
        stays={
            "plan": JOINS, "case": JOINS, "number": STANDS, "domain": COUNTED, "section": STANDS,
            "result": COUNTED,
        },
        coarse={"until_on": MONTH, "result_on": MONTH},
    ),
    Left(
        "care.PlanStep",
        hangs={"case": "case", "person": "goal__plan__person"},
        stays={
            "goal": JOINS, "case": JOINS, "came_from": JOINS, "number": STANDS, "section": STANDS, "doer": COUNTED,
            "by_agency": ANSWERS, "state": COUNTED, "done_by": ANSWERS,
        },
        coarse={"until_on": MONTH, "done_on": MONTH},
    ),
    Left(
        "care.PlanSignature",
        hangs={"case": "case", "person": "plan__person"},
        stays={
            "plan": JOINS, "case": JOINS, "signer": COUNTED, "agrees": COUNTED, "form": COUNTED,
            "child_view": COUNTED, "no_guardian": COUNTED, "recorded_by": ANSWERS,
        },
        coarse={"signed_on": MONTH, "recorded_at": MONTH},
    ),
    Left(
        "care.PlanReview",
        hangs={"case": "case", "person": "plan__person"},
        stays={"plan": JOINS, "case": JOINS, "result": COUNTED, "by": ANSWERS},
        coarse={"on": MONTH, "next_on": MONTH, "at": MONTH},
    ),
    Left("care.OpinionWords", hangs={"case": "case"}, whole=True),
)  # fmt: skip
