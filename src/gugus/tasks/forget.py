"""What is left of a task about a forgotten record: that it was there and done. Notes and reasons go."""

from gugus.base.forgetting import ANSWERS, JOINS, MONTH, STANDS, Left

LEFT = (
    Left(
        "tasks.Task",
        by_id=("about_id", "within_id"),
        stays={
            "ref": JOINS, "about_kind": JOINS, "about_id": JOINS, "about_ref": JOINS, "within_kind": JOINS,
            "within_id": JOINS, "within_ref": JOINS, "agency": ANSWERS, "assignee": ANSWERS, "started_by": ANSWERS,
            "done_by": ANSWERS, "kind": STANDS, "clock": STANDS, "risk": STANDS, "version": STANDS,
        },
        coarse={"started_at": MONTH, "due_at": MONTH, "done_at": MONTH},
    ),
)  # fmt: skip
