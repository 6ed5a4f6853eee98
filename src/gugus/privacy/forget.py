"""What is left at the desk when a person is forgotten: that something was asked, decided and answered."""

from gugus.base.forgetting import ANSWERS, JOINS, MONTH, STANDS, Left

LETTER = {
    **dict.fromkeys(("breach", "affected", "request", "number", "year"), JOINS),
    **dict.fromkeys(("agency", "made_by", "sent_by"), ANSWERS),
    **dict.fromkeys(("kind", "delivery", "version"), STANDS),
}
LETTER_DAYS = {"made_at": MONTH, "sent_at": MONTH, "received_on": MONTH}

LEFT = (
    Left(
        "privacy.Affected",
        hangs={"person": "person"},
        stays={
            "breach": JOINS, "person": JOINS, "tell": STANDS, "guardian": STANDS, "reach": STANDS,
            "added_by": ANSWERS, "version": STANDS,
        },
        coarse={"added_at": MONTH, "decided_at": MONTH},
    ),
    Left(
        "privacy.SubjectRequest",
        hangs={"person": "person"},
        stays={
            "ref": JOINS, "person": JOINS, "agency": ANSWERS, "channel": STANDS, "asker": STANDS, "capacity": STANDS,
            "state": STANDS, "checks": STANDS, "verified_by": ANSWERS, "opened_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "received_at": MONTH, "due_at": MONTH, "verified_at": MONTH, "answered_at": MONTH, "closed_at": MONTH,
            "opened_at": MONTH,
        },
    ),
    Left(
        "privacy.Letter",
        hangs={"person": "affected__person"},
        stays=LETTER,
        coarse=LETTER_DAYS,
    ),
    Left(
        "privacy.RequestItem",
        hangs={"person": "request__person"},
        stays={
            "request": JOINS, "kind": STANDS, "verdict": STANDS, "exemptions": STANDS, "decided_by": ANSWERS,
            "done_ref": JOINS,
        },
        coarse={"due_at": MONTH, "decided_at": MONTH, "done_at": MONTH},
    ),
    Left(
        "privacy.RequestFile",
        hangs={"person": "request__person"},
        stays={
            "request": JOINS, "file_kind": JOINS, "file_id": JOINS, "file_ref": JOINS, "included": STANDS,
            "exemption": STANDS, "decided_by": ANSWERS,
        },
        coarse={"decided_at": MONTH},
    ),
)  # fmt: skip
