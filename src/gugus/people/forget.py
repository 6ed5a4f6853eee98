"""What is left of a person: a code, sex, a five-year band, a province. Names, numbers, tokens, looks: nothing."""

from gugus.base.forgetting import ANSWERS, BAND, COUNTED, JOINS, MONTH, PROVINCE, STANDS, Left, Purge

LEFT = (
    Left(
        "people.Person",
        hangs={"person": "self"},
        stays={
            "ref": JOINS, "agency": ANSWERS, "visible_to": ANSWERS, "registered_by": ANSWERS, "sex": COUNTED,
            "version": STANDS,
        },
        coarse={"birth_year": BAND, "home_area": PROVINCE, "created_at": MONTH},
    ),
    Left(
        "people.Identity",
        hangs={"person": "person"},
        stays={"person": JOINS, "agency": ANSWERS, "visible_to": ANSWERS},
        coarse={"updated_at": MONTH},
    ),
    Left("people.SearchToken", hangs={"person": "person"}, whole=True),
    Left("people.Unmasking", hangs={"person": "person"}, whole=True),
)  # fmt: skip
PURGES = (Purge("unmaskings", "people.Unmasking", "until_at"),)
