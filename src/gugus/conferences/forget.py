"""What is left of a conference: that it was held, by whom, and of which kind its questions and decisions were."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "conferences.Conference",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "agency": ANSWERS, "invited": ANSWERS, "state": COUNTED, "code": COUNTED,
            "kind": COUNTED, "minutes": COUNTED, "chair": ANSWERS, "writer": ANSWERS, "approved_by": ANSWERS,
            "written_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "starts_at": MONTH, "begun_at": MONTH, "minuted_at": MONTH, "approved_at": MONTH, "written_at": MONTH,
        },
    ),
    Left(
        "conferences.Invitation",
        hangs={"case": "conference__case"},
        stays={
            "conference": JOINS, "host": ANSWERS, "agency": ANSWERS, "answer": COUNTED, "code": COUNTED,
            "answered_by": ANSWERS, "came": COUNTED, "agreed_by": ANSWERS, "objected": STANDS,
        },
        coarse={"answered_at": MONTH, "agreed_at": MONTH},
    ),
    Left(
        "conferences.Item",
        hangs={"case": "case"},
        stays={
            "conference": JOINS, "case": JOINS, "host": ANSWERS, "number": STANDS, "section": COUNTED,
            "question": COUNTED, "addendum": STANDS, "written_by": ANSWERS,
        },
        coarse={"written_at": MONTH},
    ),
    Left(
        "conferences.Decision",
        hangs={"case": "item__case"},
        stays={
            "item": JOINS, "kind": COUNTED, "to_agency": ANSWERS, "done_by": ANSWERS, "written_by": ANSWERS,
        },
        coarse={"due_on": MONTH, "done_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "conferences.Shown",
        hangs={"case": "conference__case"},
        stays={
            "conference": JOINS, "host": ANSWERS, "agency": ANSWERS, "section": COUNTED, "basis": COUNTED,
            "because_kind": STANDS,
        },
        coarse={"until_at": MONTH},
    ),
)  # fmt: skip
