"""What is left of a stay: that somebody stayed, in which house, for which reason, in which month."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left, Purge

PURGES = (Purge("house_notes", "shelter.Handover", "at"),)
HANGS = {"case": "stay__case", "person": "stay__person"}
LEFT = (
    Left(
        "shelter.Stay",
        hangs={"case": "case", "person": "person"},
        # `exact` goes: such a row is no longer asked whether it overlaps another one.
        stays={
            "ref": JOINS, "agency": ANSWERS, "sender": ANSWERS, "case": JOINS, "person": JOINS, "referral": JOINS,
            "house": ANSWERS, "state": COUNTED, "code": COUNTED, "ground": COUNTED, "who": COUNTED, "against": COUNTED,
            "asked_by": ANSWERS, "proposed_by": ANSWERS, "decided_by": ANSWERS,
        },
        coarse={
            "from_at": MONTH, "until_at": MONTH, "in_at": MONTH, "out_at": MONTH, "proposed_at": MONTH,
            "decided_at": MONTH,
        },
    ),
    Left("shelter.Placement", hangs=HANGS, whole=True),
    Left("shelter.Check", hangs=HANGS, whole=True),
    Left(
        "shelter.Note",
        hangs=HANGS,
        stays={"stay": JOINS, "agency": ANSWERS, "kind": COUNTED, "by": ANSWERS},
        coarse={"at": MONTH},
    ),
    Left(
        "shelter.Belonging",
        hangs=HANGS,
        stays={
            "stay": JOINS, "agency": ANSWERS, "taken_by": ANSWERS, "taken_signed": STANDS, "returned_by": ANSWERS,
            "returned_signed": STANDS,
        },
        coarse={"taken_at": MONTH, "returned_at": MONTH},
    ),
)  # fmt: skip
