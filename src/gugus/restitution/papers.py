"""On paper, in Indonesian: the statement of account for the survivor, and the application for restitution."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.law.clocks import zone
from gugus.restitution.actions.telling import print_paper
from gugus.restitution.codes import MONEY, Kind
from gugus.restitution.codes import TO_SURVIVOR as HERS
from gugus.restitution.gate import sight_for
from gugus.restitution.models import Claim, LedgerLine
from gugus.restitution.views import facts
from gugus.restitution.wording import head_words, rupiah
from gugus.tasks.rules import zone_of_area


@staff_door(Section.JUSTICE)
@require_GET
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """What was granted, what came, what is left, in plain words for the survivor. No name, no account."""
    return _paper(request, ref, "statement")


@staff_door(Section.JUSTICE)
@require_GET
def application(request: HttpRequest, ref: str) -> HttpResponse:
    """The application for restitution with the heads of loss; names are filled in by hand."""
    return _paper(request, ref, "application")


def _paper(request: HttpRequest, ref: str, paper: str) -> HttpResponse:
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    print_paper(claim=sight.claim, paper=paper, by=request.viewer.user, at=at)
    agency = request.viewer.user.agency
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    with translation.override("id"), timezone.override(zone(zone_of_area(agency.area_code))):
        context = facts(sight, at) | on_paper(sight.claim)
        context["letterhead"] = {"name": agency.name, "address": contact}
        return render(request, f"restitution/{paper}.html", context)


def on_paper(claim: Claim) -> dict[str, Any]:
    """Losses and money as plain tables; lines that were taken back are left out with their counter-lines."""
    rows = LedgerLine.objects.unscoped(because="the claim came through its gate")
    kept = list(rows.filter(claim=claim, reverses=None, reversed_by=None).order_by("on", "number"))
    return {
        "losses": [
            {"head": head_words(one.head), "amount": rupiah(one.amount), "on": one.on, "document": one.document}
            for one in kept
            if one.kind == Kind.CLAIMED
        ],
        "debts": [{"amount": rupiah(one.amount), "on": one.on} for one in kept if one.kind == Kind.DEBT],
        "payments": [
            {"on": one.on, "what": one.get_kind_display(), "amount": rupiah(one.amount), "hers": one.kind in HERS}
            for one in kept
            if one.kind in MONEY
        ],
    }  # fmt: skip
