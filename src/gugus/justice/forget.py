"""What is left of a criminal track: stages by month, provisions, outcomes and sentences. No number, nobody."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "justice.Proceeding",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "accused": JOINS, "child_accused": COUNTED, "agency": ANSWERS,
            "office": ANSWERS, "stage": COUNTED, "written_by": ANSWERS, "version": STANDS,
        },
        coarse={"stage_on": MONTH, "stage_due_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "justice.Move",
        hangs={"case": "proceeding__case"},
        stays={
            "proceeding": JOINS, "number": STANDS, "before": COUNTED, "stage": COUNTED, "code": COUNTED,
            "office": ANSWERS, "written_by": ANSWERS, "undone_by": ANSWERS,
        },
        coarse={"on": MONTH, "due_at": MONTH, "written_at": MONTH, "undone_at": MONTH},
    ),
    Left(
        "justice.CustodySpan",
        hangs={"case": "proceeding__case"},
        stays={"proceeding": JOINS, "kind": COUNTED, "code": COUNTED, "written_by": ANSWERS},
        coarse={"from_on": MONTH, "until_on": MONTH, "ended_on": MONTH, "written_at": MONTH},
    ),
    Left(
        "justice.Charge",
        hangs={"case": "proceeding__case"},
        stays={
            "proceeding": JOINS, "provision": COUNTED, "level": COUNTED, "aggravations": COUNTED,
            "written_by": ANSWERS, "dropped_by": ANSWERS,
        },
        coarse={"acted_on": MONTH, "written_at": MONTH, "dropped_on": MONTH},
    ),
    Left(
        "justice.Verdict",
        hangs={"case": "proceeding__case"},
        stays={
            "proceeding": JOINS, "instance": COUNTED, "court": ANSWERS, "corrects": JOINS, "written_by": ANSWERS,
        },
        coarse={"ruled_on": MONTH, "final_on": MONTH, "written_at": MONTH, "void_at": MONTH},
    ),
    Left(
        "justice.Ruling",
        hangs={"case": "verdict__proceeding__case"},
        stays={
            "verdict": JOINS, "charge": JOINS, "outcome": COUNTED, "months": COUNTED, "life": COUNTED,
            "substitute_months": COUNTED,
        },
    ),
    Left(
        "justice.Hearing",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "proceeding": JOINS, "follows": JOINS, "minutes": COUNTED, "zone": COUNTED,
            "court": ANSWERS, "agenda": COUNTED, "state": COUNTED, "code": COUNTED, "written_by": ANSWERS,
            "version": STANDS,
        },
        coarse={"starts_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "justice.Seat",
        hangs={"case": "hearing__case"},
        stays={
            "hearing": JOINS, "party": JOINS, "presence": COUNTED, "child": COUNTED, "beside": COUNTED, "came": COUNTED,
        },
    ),
    Left(
        "justice.TellingWish",
        hangs={"case": "case"},
        stays={"case": JOINS, "party": JOINS, "wish": COUNTED, "written_by": ANSWERS},
        coarse={"said_on": MONTH, "written_at": MONTH},
    ),
    Left(
        "justice.Informing",
        hangs={"case": "case"},
        stays={
            "case": JOINS, "proceeding": JOINS, "move": JOINS, "party": JOINS, "state": COUNTED, "told_by": ANSWERS,
            "way": COUNTED, "correction": COUNTED,
        },
        coarse={"due_at": MONTH, "told_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "justice.Protection",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "party": JOINS, "kinds": COUNTED, "state": COUNTED, "code": COUNTED,
            "written_by": ANSWERS, "version": STANDS,
        },
        coarse={
            "asked_on": MONTH, "due_at": MONTH, "complete_on": MONTH, "decided_on": MONTH, "from_on": MONTH,
            "until_on": MONTH, "ended_on": MONTH, "written_at": MONTH,
        },
    ),
    Left(
        "justice.Shield",
        hangs={"case": "case"},
        stays={
            "ref": JOINS, "case": JOINS, "party": JOINS, "origin": COUNTED, "because_ref": JOINS, "state": COUNTED,
            "raised_by": ANSWERS, "decided_by": ANSWERS, "version": STANDS,
        },
        coarse={"raised_at": MONTH, "decided_on": MONTH, "decided_at": MONTH},
    ),
    Left("justice.FeedLink", hangs={"user": "user"}, whole=True),
)  # fmt: skip
