"""What is written about somebody's way home, for an access copy."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.kernel.copies import Asked, Part, row
from gugus.repatriation.codes import MinuteState
from gugus.repatriation.models import HandedPerson, Leg, Repatriation, TravelPaper
from gugus.repatriation.stations import names_of
from gugus.repatriation.wording import paper_words, transport_words

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def returns(asked: Asked) -> list[Part]:
    """Returns of the person in chosen cases, with legs and papers. Who escorts is somebody else and stays."""
    rows = Repatriation.objects.unscoped(because=BECAUSE).filter(
        case_id__in=asked.case_ids, person_id=asked.person_id
    )
    found = list(rows.select_related("data_key").order_by("written_at"))
    legs = Leg.objects.unscoped(because=BECAUSE).filter(repatriation__in=found).order_by("number")
    papers = TravelPaper.objects.unscoped(because=BECAUSE).filter(repatriation__in=found)
    parts = [Part("repatriation", _("The way home"), [_return_row(one) for one in found])]
    parts.append(Part("legs", _("Legs of the way home"), _leg_rows(list(legs))))
    parts.append(
        Part("papers", _("Travel papers"), [_paper_row(one) for one in papers.select_related("data_key")])
    )
    return [*parts, Part("handovers", _("Hand-overs"), _minute_rows(found))]


def _return_row(one: Repatriation):
    return row(
        (_("Return"), one.ref),
        (_("Kind"), one.get_kind_display()),
        (_("State"), one.get_state_display()),
        (_("Family tracing"), one.get_tracing_display() if one.tracing else ""),
        (_("Address"), one.address),
        (_("Who waits there"), one.family),
        (_("Departed"), one.departed_at.date().isoformat() if one.departed_at else ""),
        (_("Arrived"), one.arrived_at.date().isoformat() if one.arrived_at else ""),
    )


def _leg_rows(legs: list[Leg]) -> list:
    names = names_of(
        pair for leg in legs for pair in ((leg.from_point, leg.from_area), (leg.to_point, leg.to_area))
    )
    return [
        row(
            (_("From"), names[leg.from_point, leg.from_area]),
            (_("To"), names[leg.to_point, leg.to_area]),
            (_("Means of transport"), transport_words(leg.transport)),
            (_("Departed"), leg.departed_at.isoformat() if leg.departed_at else ""),
            (_("Arrived"), leg.arrived_at.isoformat() if leg.arrived_at else ""),
        )
        for leg in legs
    ]


def _paper_row(one: TravelPaper):
    return row(
        (_("Paper"), paper_words(one.kind)),
        (_("State"), one.get_state_display()),
        (pgettext_lazy("paper", "Number"), one.number),
        (_("Issued on"), one.issued_on.isoformat() if one.issued_on else ""),
        (_("Valid until"), one.valid_until.isoformat() if one.valid_until else ""),
    )


def _minute_rows(found: list[Repatriation]) -> list:
    rows = HandedPerson.objects.unscoped(because=BECAUSE).filter(
        repatriation__in=found, handover__state=MinuteState.SIGNED
    )
    return [
        row(
            (_("Minutes"), one.handover.ref),
            (_("Handed over on"), one.handover.happened_at.date().isoformat()),
            (_("Belongings"), one.items),
            (_("Papers handed over"), one.papers),
            (_("Health note"), one.health),
            (_("Services so far"), one.services),
        )
        for one in rows.select_related("handover", "data_key").order_by("handover__happened_at")
    ]
