"""What is left of a report: that there was one, its channel, how it ended. Nobody's words, nobody's number."""

from gugus.base.forgetting import (
    AGE_GROUP,
    ANSWERS,
    COUNTED,
    JOINS,
    MONTH,
    PROVINCE,
    REGENCY,
    STANDS,
    Left,
    Purge,
)

LEFT = (
    Left(
        "intake.Report",
        hangs={"report": "self"},
        stays={
            "ref": JOINS, "merged_into": JOINS, "agency": ANSWERS, "visible_to": ANSWERS, "received_by": ANSWERS,
            "triaged_by": ANSWERS, "outcome_by": ANSWERS, "sent_to": ANSWERS, "channel": COUNTED, "risk": COUNTED,
            "outcome": COUNTED, "outcome_code": COUNTED, "state": STANDS, "version": STANDS,
        },
        coarse={"received_at": MONTH, "triaged_at": MONTH, "outcome_at": MONTH, "area_code": REGENCY},
    ),
    Left(
        "intake.Mention",
        hangs={"report": "report", "person": "person"},
        stays={"report": JOINS, "person": JOINS, "came_from": JOINS, "role": COUNTED, "sex": COUNTED},
        coarse={"age": AGE_GROUP, "home_area": PROVINCE},
    ),
    Left(
        "intake.Addition",
        hangs={"report": "report"},
        stays={"report": JOINS, "by": ANSWERS, "kind": STANDS},
        coarse={"at": MONTH},
    ),
    Left(
        "intake.Passing",
        hangs={"report": "report"},
        stays={
            "report": JOINS, "from_agency": ANSWERS, "to_agency": ANSWERS, "sent_by": ANSWERS,
            "answered_by": ANSWERS, "answer": STANDS,
        },
        coarse={"sent_at": MONTH, "answered_at": MONTH},
    ),
)  # fmt: skip
PURGES = (Purge("drafts", "intake.Draft", "updated_at"),)
