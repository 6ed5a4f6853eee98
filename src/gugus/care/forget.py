"""What is left of a service: which one, by whom, whether it was given and helped."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "care.ServiceLine",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "referral": JOINS, "agency": ANSWERS, "provider": ANSWERS,
            "written_by": ANSWERS, "service": COUNTED, "section": STANDS, "state": COUNTED, "code": COUNTED,
            "result": COUNTED, "cost": COUNTED, "version": STANDS,
        },
        coarse={
            "asked_at": MONTH, "due_at": MONTH, "appointment_at": MONTH, "done_on": MONTH, "written_at": MONTH,
        },
    ),
)  # fmt: skip
