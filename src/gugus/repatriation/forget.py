"""What is left of a return: that it was, of which kind, between which regencies, what it cost and who paid."""

from gugus.base.forgetting import ANSWERS, COUNTED, JOINS, MONTH, REGENCY, STANDS, Left

LEFT = (
    Left(
        "repatriation.Repatriation",
        hangs={"case": "case", "person": "person"},
        stays={
            "ref": JOINS, "case": JOINS, "person": JOINS, "person_ref": JOINS, "agency": ANSWERS,
            "holder": ANSWERS, "visible_to": ANSWERS,
            "kind": COUNTED, "state": COUNTED, "code": COUNTED, "paused_from": STANDS, "child": COUNTED,
            "from_point": COUNTED, "to_point": COUNTED, "to_agency": ANSWERS, "mission": ANSWERS, "tracing": COUNTED,
            "risk": COUNTED, "risk_by": ANSWERS, "overridden_by": ANSWERS, "written_by": ANSWERS, "version": STANDS,
            "overridden_at": STANDS, "departed_at": STANDS, "arrived_at": STANDS,
        },
        coarse={
            "from_area": REGENCY, "to_area": REGENCY, "traced_at": MONTH, "consented_at": MONTH, "risk_at": MONTH,
            "scheduled_at": MONTH, "written_at": MONTH,
        },
    ),
    Left(
        "repatriation.Leg",
        hangs={"case": "repatriation__case", "person": "repatriation__person"},
        stays={
            "ref": JOINS, "repatriation": JOINS, "agency": ANSWERS, "number": STANDS, "state": COUNTED,
            "transport": COUNTED, "from_point": COUNTED, "to_point": COUNTED, "from_zone": STANDS, "to_zone": STANDS,
            "departs_at": STANDS, "arrives_at": STANDS, "departed_at": STANDS, "arrived_at": STANDS,
            "begun_by": ANSWERS, "escort_agency": ANSWERS, "to_agency": ANSWERS, "alarmed_at": STANDS,
            "confirmed": COUNTED, "confirmed_by": ANSWERS, "confirmed_at": STANDS, "written_by": ANSWERS,
            "version": STANDS,
        },
        coarse={"from_area": REGENCY, "to_area": REGENCY, "written_at": MONTH},
    ),
    Left(
        "repatriation.TravelPaper",
        hangs={"case": "repatriation__case", "person": "repatriation__person"},
        stays={
            "repatriation": JOINS, "agency": ANSWERS, "kind": COUNTED, "state": COUNTED, "written_by": ANSWERS,
        },
        coarse={"asked_on": MONTH, "answered_on": MONTH, "written_at": MONTH},
    ),
    Left(
        "repatriation.Cost",
        hangs={"case": "leg__repatriation__case", "person": "leg__repatriation__person"},
        stays={
            "leg": JOINS, "agency": ANSWERS, "amount": COUNTED, "currency": COUNTED, "rate": COUNTED,
            "rupiah": COUNTED, "payer": COUNTED, "payer_agency": ANSWERS, "written_by": ANSWERS,
            "taken_back_by": ANSWERS,
        },
        coarse={"written_at": MONTH, "taken_back_at": MONTH},
    ),
    Left(
        "repatriation.HandedPerson",
        hangs={"case": "repatriation__case", "person": "repatriation__person"},
        stays={
            "handover": JOINS, "repatriation": JOINS, "leg": JOINS, "person_ref": JOINS, "sex": COUNTED,
            "child": COUNTED,
        },
    ),
    # Minutes may tell of several people: their words go when the first of them is forgotten, the signatures with them.
    Left(
        "repatriation.Handover",
        hangs={"case": "persons__repatriation__case", "person": "persons__repatriation__person"},
        stays={
            "ref": JOINS, "agency": ANSWERS, "receiver": COUNTED, "to_agency": ANSWERS, "parties": ANSWERS,
            "size": COUNTED, "state": COUNTED, "code": COUNTED, "point": COUNTED, "zone": STANDS, "corrects": JOINS,
            "digest": STANDS, "accepted_by": ANSWERS, "written_by": ANSWERS, "version": STANDS, "signed_at": STANDS,
            "happened_at": STANDS,
        },
        coarse={"area": REGENCY, "offered_at": MONTH, "accepted_at": MONTH, "carried_at": MONTH, "written_at": MONTH},
    ),
    Left(
        "repatriation.Signature",
        hangs={
            "case": "handover__persons__repatriation__case", "person": "handover__persons__repatriation__person",
        },
        whole=True,
    ),
)  # fmt: skip
