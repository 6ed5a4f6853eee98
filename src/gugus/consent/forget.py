"""What is left of the ledger: which kind of basis there was, towards whom, and how it ended."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "consent.Ground",
        hangs={"person": "person"},
        stays={
            "ref": JOINS, "person": JOINS, "agency": ANSWERS, "purpose": COUNTED, "recipient_kind": COUNTED,
            "recipient": ANSWERS, "basis": COUNTED, "answer": COUNTED, "duty": COUNTED, "depth": STANDS,
            "sections": STANDS, "text": STANDS, "recorded_by": ANSWERS, "withdrawal": JOINS, "version": STANDS,
            "carried_over": STANDS,
        },
        coarse={
            "asked_at": MONTH, "until_at": MONTH, "recorded_at": MONTH, "replaced_at": MONTH, "lapsed_at": MONTH,
            "withdrawn_at": MONTH,
        },
    ),
    Left(
        "consent.Withdrawal",
        hangs={"person": "person"},
        stays={
            "ref": JOINS, "person": JOINS, "agency": ANSWERS, "asker": COUNTED, "channel": COUNTED, "code": COUNTED,
            "by": ANSWERS, "request_ref": JOINS, "kept": STANDS,
        },
        coarse={"asked_at": MONTH, "at": MONTH},
    ),
    Left(
        "consent.Recall",
        hangs={"person": "person"},
        stays={
            "ref": JOINS, "withdrawal": JOINS, "person": JOINS, "agency": ANSWERS, "to_agency": ANSWERS,
            "for_agency": ANSWERS, "about_kind": STANDS, "about_id": JOINS, "about_ref": JOINS, "receipt": COUNTED,
            "duty": COUNTED, "answered_by": ANSWERS, "typed_in": STANDS, "version": STANDS,
        },
        coarse={"at": MONTH, "due_at": MONTH, "answered_at": MONTH, "late_at": MONTH},
    ),
    Left(
        "consent.Override",
        hangs={"person": "person"},
        stays={
            "ref": JOINS, "person": JOINS, "agency": ANSWERS, "purpose": COUNTED, "recipient": ANSWERS,
            "about_kind": STANDS, "about_id": JOINS, "about_ref": JOINS, "why_none": COUNTED, "by": ANSWERS,
            "verdict": COUNTED, "reviewed_by": ANSWERS, "version": STANDS,
        },
        coarse={"at": MONTH, "reviewed_at": MONTH},
    ),
)  # fmt: skip
