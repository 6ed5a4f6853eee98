"""What is left of a person of a group: that a line was there, how far it came, where it went to by province."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "groups.Member",
        hangs={"person": "person", "case": "case"},
        stays={
            "group": JOINS, "agency": ANSWERS, "person": JOINS, "number": STANDS, "load": JOINS, "row": STANDS,
            "is_new": STANDS, "absent": COUNTED, "assessment": JOINS, "destination": JOINS, "case": JOINS,
            "repatriation": JOINS, "handover": JOINS, "aside_by": ANSWERS, "touched_by": ANSWERS, "version": STANDS,
        },
        coarse={"handed_at": MONTH, "aside_at": MONTH, "touched_at": MONTH},
    ),
)  # fmt: skip
