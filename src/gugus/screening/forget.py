"""What is left of a screening: that one was made, what which body decided. No answer, no words, no signer."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left, Purge

LEFT = (
    Left(
        "screening.EvidenceItem",
        hangs={"case": "assessment__case", "report": "assessment__report", "person": "assessment__person"},
        whole=True,
    ),
    Left(
        "screening.Conversion",
        hangs={"case": "assessment__case", "report": "assessment__report", "person": "assessment__person"},
        stays={"assessment": JOINS, "by": ANSWERS, "from_track": COUNTED, "to_track": COUNTED},
        coarse={"at": MONTH},
    ),
    Left(
        "screening.IdentificationDecision",
        hangs={"case": "assessment__case", "report": "assessment__report", "person": "person"},
        stays={
            "assessment": JOINS, "person": JOINS, "body": ANSWERS, "outside_body": ANSWERS, "recorded_by": ANSWERS,
            "result": COUNTED,
        },
        coarse={"decided_on": MONTH, "recorded_at": MONTH},
    ),
    Left(
        "screening.NoteDraft",
        hangs={"case": "assessment__case", "report": "assessment__report", "person": "assessment__person"},
        whole=True,
    ),
    Left(
        "screening.Assessment",
        hangs={"case": "case", "report": "report", "person": "person"},
        stays={
            "ref": JOINS, "report": JOINS, "mention": JOINS, "case": JOINS, "person": JOINS, "replaces": JOINS,
            "agency": ANSWERS, "started_by": ANSWERS, "decided_by": ANSWERS, "track": COUNTED, "result": COUNTED,
            "proposed": COUNTED, "state": STANDS, "act_precision": STANDS, "version": STANDS,
        },
        coarse={"started_at": MONTH, "decided_at": MONTH},
    ),
    Left(
        "screening.CaseReport",
        hangs={"case": "case", "report": "report"},
        stays={"case": JOINS, "report": JOINS, "linked_by": ANSWERS},
        coarse={"linked_at": MONTH},
    ),
)  # fmt: skip
PURGES = (Purge("drafts", "screening.NoteDraft", "updated_at"),)
