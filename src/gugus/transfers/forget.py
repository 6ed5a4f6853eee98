"""What is left of a transfer: that a case changed hands, from whom to whom, why, and whether it was answered."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "transfers.Transfer",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "agency": ANSWERS, "to_agency": ANSWERS, "proposed_agency": ANSWERS,
            "written_by": ANSWERS, "answered_by": ANSWERS, "manager": ANSWERS, "kind": COUNTED, "state": COUNTED,
            "code": COUNTED, "reason": COUNTED, "basis": STANDS, "risk": COUNTED, "hand_over_days": STANDS,
            "case_version": STANDS, "request_ref": STANDS, "version": STANDS, "keep_until": STANDS,
            "access_until": STANDS,
        },
        coarse={
            "written_at": MONTH, "offered_at": MONTH, "answer_due_at": MONTH, "expires_at": MONTH, "answered_at": MONTH,
            "moved_at": MONTH, "ended_at": MONTH,
        },
    ),
    Left("transfers.Preview", hangs={"case": "transfer__case"}, whole=True),
    Left("transfers.Letter", hangs={"case": "transfer__case"}, whole=True),
    Left("transfers.Piece", hangs={"case": "transfer__case"}, whole=True),
    Left("transfers.Stub", hangs={"case": "transfer__case"}, whole=True),
    Left(
        "transfers.Step",
        hangs={"case": "transfer__case"},
        stays={"transfer": JOINS, "by": ANSWERS, "from_state": STANDS, "to_state": STANDS, "code": STANDS},
        coarse={"at": MONTH},
    ),
)  # fmt: skip
