"""What is left of a claim: which loss was claimed and granted, what was paid, in which months. Nobody, no paper."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

HANGS = {"case": "claim__case", "person": "claim__person"}

LEFT = (
    Left(
        "restitution.Claim",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "state": COUNTED, "liability": COUNTED, "route": COUNTED,
            "applicant": COUNTED, "written_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "told_on": MONTH, "knew_on": MONTH, "applied_on": MONTH, "granted_on": MONTH, "notice_on": MONTH,
            "copy_on": MONTH, "warned_on": MONTH, "written_at": MONTH,
        },
    ),
    Left(
        "restitution.Debtor",
        hangs={**HANGS, "person": "party__person"},
        stays={"claim": JOINS, "party": JOINS, "proceeding": JOINS},
        coarse={"released_on": MONTH},
    ),
    Left(
        "restitution.LedgerLine",
        hangs=HANGS,
        stays={
            "ref": JOINS, "claim": JOINS, "debtor": JOINS, "reverses": JOINS, "number": STANDS, "kind": COUNTED,
            "head": COUNTED, "amount": COUNTED, "reduces": COUNTED, "beyond": COUNTED, "receiver": COUNTED,
            "means": COUNTED, "agency": ANSWERS, "written_by": ANSWERS,
        },
        coarse={"on": MONTH, "written_at": MONTH},
    ),
    Left(
        "restitution.Turn",
        hangs=HANGS,
        stays={
            "claim": JOINS, "debtor": JOINS, "from_state": COUNTED, "to_state": COUNTED, "code": COUNTED,
            "months": COUNTED, "agency": ANSWERS, "by": ANSWERS,
        },
        coarse={"on": MONTH, "at": MONTH},
    ),
    Left(
        "restitution.Deadline",
        hangs=HANGS,
        stays={"claim": JOINS, "clock": COUNTED, "kind": COUNTED},
        coarse={"started_on": MONTH, "started_at": MONTH, "due_at": MONTH, "ended_at": MONTH},
    ),
    Left(
        "restitution.Told",
        hangs=HANGS,
        stays={
            "claim": JOINS, "topic": COUNTED, "way": COUNTED, "receiver": COUNTED, "agency": ANSWERS, "by": ANSWERS,
        },
        coarse={"on": MONTH, "at": MONTH},
    ),
)  # fmt: skip
