"""What is left of a referral: which service was asked of whom, and whether it came in time."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, REGENCY, STANDS, Left

LEFT = (
    Left(
        "referrals.Referral",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "agency": ANSWERS, "to_agency": ANSWERS,
            "written_by": ANSWERS, "answered_by": ANSWERS, "state": COUNTED, "code": COUNTED, "service": COUNTED,
            "way": STANDS,
            "batch": JOINS, "follows": JOINS, "urgency": STANDS, "basis": STANDS, "sections": STANDS, "version": STANDS,
            "ground": JOINS, "override": JOINS,
        },
        coarse={
            "written_at": MONTH, "sent_at": MONTH, "answer_due_at": MONTH, "answered_at": MONTH, "ended_at": MONTH,
            "state_at": MONTH, "area_code": REGENCY,
        },
    ),
    Left(
        "referrals.Move",
        hangs={"case": "referral__case", "person": "referral__person"},
        stays={
            "referral": JOINS, "by": ANSWERS, "to_agency": ANSWERS, "from_state": STANDS, "to_state": STANDS,
            "code": STANDS, "way": STANDS,
        },
        coarse={"at": MONTH},
    ),
    Left(
        "referrals.Batch",
        hangs={"case": "case"},
        stays={"ref": JOINS, "case": JOINS, "agency": ANSWERS, "written_by": ANSWERS, "kind": STANDS},
        coarse={"written_at": MONTH},
    ),
    Left(
        "referrals.Words",
        hangs={"case": "referral__case", "person": "referral__person"},
        stays={"referral": JOINS, "kind": STANDS, "agency": ANSWERS, "by": ANSWERS},
        coarse={"at": MONTH},
    ),
)  # fmt: skip
