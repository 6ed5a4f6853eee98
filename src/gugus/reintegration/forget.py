"""What is left of a reintegration: which steps, homes, visits, support, outcomes, alarms there were, nobody named."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, REGENCY, STANDS, Left

PART = {"reintegration": JOINS, "case": JOINS, "by": ANSWERS}
OWN = {"case": "case", "person": "reintegration__person"}

LEFT = (
    Left(
        "reintegration.Reintegration",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "agency": ANSWERS, "follower": ANSWERS, "state": COUNTED,
            "risk": COUNTED, "clock": STANDS, "rules": STANDS, "started_by": ANSWERS, "code": COUNTED,
            "ended_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "area_code": REGENCY, "reunited_on": MONTH, "minimum_until": MONTH, "started_at": MONTH, "ended_at": MONTH,
        },
    ),
    Left(
        "reintegration.PreparationStep", hangs=OWN, stays={**PART, "step": COUNTED, "answer": COUNTED},
        coarse={"done_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.HomeAssessment", hangs=OWN,
        stays={**PART, "place": COUNTED, "willing": COUNTED, "safety": COUNTED, "accused": COUNTED},
        coarse={"looked_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.Placement", hangs=OWN,
        stays={**PART, "place": COUNTED, "wants": COUNTED, "overridden": COUNTED}, coarse={"at": MONTH},
    ),
    Left(
        "reintegration.MonitoringVisit", hangs=OWN,
        stays={
            "reintegration": JOINS, "case": JOINS, "number": STANDS, "state": COUNTED, "needs": COUNTED,
            "planned_by": ANSWERS, "version": STANDS,
        },
        coarse={"planned_on": MONTH, "due_at": MONTH, "visited_on": MONTH},
    ),
    Left(
        "reintegration.VisitRecord", hangs=OWN,
        stays={
            **PART, "visit": JOINS, "means": COUNTED, "alone": COUNTED, "safety": COUNTED, "counts": STANDS,
            "missed": COUNTED, "needs": COUNTED, "corrects": JOINS, "wrong": COUNTED,
        },
        coarse={"visited_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.SupportStep", hangs=OWN,
        stays={
            **PART, "kind": COUNTED, "state": COUNTED, "amount": COUNTED, "still_running": COUNTED, "result": COUNTED,
            "version": STANDS,
        },
        coarse={"begins_on": MONTH, "follow_up_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.SupportPayment", hangs={"case": "case", "person": "support__reintegration__person"},
        stays={"support": JOINS, "case": JOINS, "amount": COUNTED, "by": ANSWERS},
        coarse={"paid_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.OutcomeAnswer", hangs=OWN,
        stays={
            "reintegration": JOINS, "case": JOINS, "moment": COUNTED, "indicator": COUNTED, "level": COUNTED,
            "by": ANSWERS,
        },
        coarse={"asked_on": MONTH, "at": MONTH},
    ),
    Left(
        "reintegration.ReturnAlarm", hangs=OWN,
        stays={
            **PART, "visit": JOINS, "kind": COUNTED, "verdict": COUNTED, "ended_by": ANSWERS, "version": STANDS,
        },
        coarse={"told_at": MONTH, "ended_at": MONTH, "at": MONTH},
    ),
)  # fmt: skip
