"""What is left of a case: that there was one, what kind, when, who answered. No story, no name, no day, no street."""

from gugus.base.forgetting import AGE_GROUP, ANSWERS, COUNTED, JOINS, MONTH, REGENCY, STANDS, Left, Purge

LEFT = (
    Left(
        "cases.Case",
        hangs={"case": "self"},
        stays={
            "ref": JOINS, "agency": ANSWERS, "visible_to": ANSWERS, "manager": ANSWERS, "opened_by": ANSWERS,
            "state": COUNTED, "state_code": COUNTED, "risk": COUNTED, "crossed_border": COUNTED,
            "exploitation": COUNTED, "safety": STANDS, "contact_agreed": STANDS, "version": STANDS,
        },
        coarse={
            "opened_at": MONTH, "state_at": MONTH, "aftercare_on": MONTH, "watch_since": MONTH, "area_code": REGENCY,
        },
    ),
    Left(
        "cases.Party",
        hangs={"case": "case", "person": "person"},
        stays={"case": JOINS, "person": JOINS, "role": COUNTED},
        coarse={"age_at_act": AGE_GROUP, "since_at": MONTH, "until_at": MONTH},
    ),
    Left(
        "cases.TeamMember",
        hangs={"case": "case"},
        stays={"case": JOINS, "user": ANSWERS},
        coarse={"from_at": MONTH, "until_at": MONTH},
    ),
    Left("cases.RouteLeg", hangs={"case": "incident__case"}, whole=True),
    Left("cases.Incident", hangs={"case": "case"}, stays={"case": JOINS, "modus": COUNTED}),
    Left(
        "cases.ChronologyEntry",
        hangs={"case": "case"},
        stays={
            "case": JOINS, "corrects": JOINS, "by": ANSWERS, "agency": ANSWERS, "kind": STANDS, "section": STANDS,
        },
        coarse={"happened_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "cases.Flag",
        hangs={"case": "case"},
        stays={"case": JOINS, "raised_by": ANSWERS, "resolved_by": ANSWERS, "kind": STANDS},
        coarse={"raised_at": MONTH, "resolved_at": MONTH},
    ),
    Left("cases.EntryDraft", hangs={"case": "case"}, whole=True),
)  # fmt: skip
PURGES = (Purge("drafts", "cases.EntryDraft", "updated_at"),)
