"""What is left of a person: a code, sex, a five-year band, a province. Names, numbers, tokens, looks: nothing."""

from gugus.base.forgetting import ANSWERS, BAND, COUNTED, JOINS, MONTH, PROVINCE, STANDS, Left, Purge

LEFT = (
    Left(
        "people.Person",
        hangs={"person": "self"},
        stays={
            "ref": JOINS, "agency": ANSWERS, "visible_to": ANSWERS, "registered_by": ANSWERS, "sex": COUNTED,
            "version": STANDS, "is_sealed": STANDS,
        },
        coarse={"birth_year": BAND, "home_area": PROVINCE, "created_at": MONTH},
    ),
    Left(
        "people.Identity",
        hangs={"person": "person"},
        stays={"person": JOINS, "agency": ANSWERS, "visible_to": ANSWERS, "sealed_for": ANSWERS},
        coarse={"updated_at": MONTH},
    ),
    Left("people.SearchToken", hangs={"person": "person"}, whole=True),
    Left(
        "people.Seal",
        hangs={"person": "person"},
        stays={
            "person": JOINS, "agency": ANSWERS, "by": ANSWERS, "named": ANSWERS, "lifted_by": ANSWERS,
            "lifted_because": JOINS, "reason": STANDS, "at": STANDS, "lifted_at": STANDS,
        },
    ),
    Left("people.Unmasking", hangs={"person": "person"}, whole=True),
)  # fmt: skip
PURGES = (Purge("unmaskings", "people.Unmasking", "until_at"),)
