"""What is left of passes, letters and slips: that another office was asked, which, and how it answered."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, STANDS, Left

THROUGH_PASS = {"case": "guest_pass__referral__case", "person": "guest_pass__referral__person"}
OF_REFERRAL = {"case": "referral__case", "person": "referral__person"}

LEFT = (
    Left(
        "guests.GuestPass",
        hangs=OF_REFERRAL,
        stays={
            "ref": JOINS, "referral": JOINS, "case": JOINS, "agency": ANSWERS, "to_agency": ANSWERS,
            "made_by": ANSWERS, "ended_by": ANSWERS, "state": STANDS, "end_code": COUNTED, "link_by": STANDS,
            "code_by": STANDS, "asked": STANDS, "link_digest": STANDS, "days": STANDS,
        },
        coarse={"made_at": MONTH, "expires_at": MONTH, "opened_at": MONTH, "ended_at": MONTH},
    ),
    Left("guests.Sheet", hangs=THROUGH_PASS, stays={"guest_pass": JOINS, "agency": ANSWERS}),
    Left(
        "guests.Deed",
        hangs=THROUGH_PASS,
        stays={"guest_pass": JOINS, "to_state": COUNTED},
        coarse={"at": MONTH},
    ),
    Left(
        "guests.Slip",
        hangs=OF_REFERRAL,
        stays={
            "referral": JOINS, "agency": ANSWERS, "typed_by": ANSWERS, "to_state": COUNTED, "way": COUNTED,
        },
        coarse={"on": MONTH, "typed_at": MONTH},
    ),
    Left(
        "guests.Letter",
        hangs=OF_REFERRAL,
        stays={"referral": JOINS, "agency": ANSWERS, "printed_by": ANSWERS, "number": STANDS},
        coarse={"printed_at": MONTH},
    ),
)  # fmt: skip
