"""What is left of emergency access to a forgotten file: that it happened, who did it, what a second person said."""

from gugus.base.forgetting import ANSWERS, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "emergency.Opening",
        by_id=("record_id",),
        stays={
            "ref": JOINS, "asked_ref": JOINS, "record_kind": JOINS, "record_id": JOINS, "user": ANSWERS,
            "agency": ANSWERS, "reviewed_in": ANSWERS, "reviewed_by": ANSWERS, "ended_by": ANSWERS, "code": STANDS,
            "verdict": STANDS, "until_at": STANDS, "ended_at": STANDS, "reviewed_at": STANDS,
        },
        coarse={"at": MONTH},
    ),
)  # fmt: skip
