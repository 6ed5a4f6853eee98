"""The way home of one person: what the family said, the risk, whether she wants to go. Asked of each one alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Section
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.consent.codes import Answer, Form, Giver, Minority
from gugus.consent.models import Ground
from gugus.consent.recording import Told, record_ground
from gugus.groups.codes import CHILDREN, Heard
from gugus.groups.lines import open_line, touch_line
from gugus.groups.models import Member
from gugus.groups.writing import CannotGroup
from gugus.repatriation.codes import PURPOSE, Risk, Tracing


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of one person's way home. Codes only; what needs words is written in the return itself."""

    tracing: str = ""
    risk: str = ""
    risk_from: str = ""


def way_of(member: Member) -> Way:
    """As it stands."""
    return Way(member.tracing, member.risk, member.risk_from)


@transaction.atomic
def write_way(*, member: Member, way: Way, by: User, at: datetime, seen: int | None = None) -> Member:
    """Keep what was found about the family and the risk; only what changed is written."""
    member = open_line(member, seen=seen)
    if reasons := _doubts_about(member, way):
        raise CannotGroup(reasons)
    if way == way_of(member):
        return member
    member.tracing, member.risk, member.risk_from = way.tracing, way.risk, way.risk_from
    touch_line(member, by, at, "tracing", "risk", "risk_from")
    record("group.way_written", about=member, within=member.person, by=by, at=at)
    return member


@transaction.atomic
def note_will(
    *, member: Member, wants: bool, form: str, language: str, witness: str, by: User, at: datetime,
    seen: int | None = None,
) -> Ground:  # fmt: skip
    """What one grown person said about going home and about telling the agency there: a line of the ledger.

    For a child somebody else speaks, and the child too: that is written in the ledger itself.
    """
    member = open_line(member, seen=seen)
    agency = member.destination.to_agency if member.destination_id else None
    if agency is None:
        words = _("Say first where the person goes and which agency receives people there.")
        raise CannotGroup([Reason("no_receiver", words)])
    if member.age_band in CHILDREN:
        words = _("A child: the guardian answers, and the child is heard. Write it in the ledger of consent.")
        raise CannotGroup([Reason("child", words)])
    told = Told(
        purpose=PURPOSE, recipient=agency, answer=Answer.GIVEN if wants else Answer.REFUSED, giver=Giver.SELF,
        form=form or Form.SPOKEN, language=language or "Indonesia", witness_name=witness,
        sections=[Section.REPATRIATION] if wants else [], depth=FieldClass.SENSITIVE,
        minority=Minority.ADULT if member.age_band else "", asked_at=at,
    )  # fmt: skip
    ground = record_ground(person=member.person, told=told, by=by, at=at)
    touch_line(member, by, at)
    return ground


def _doubts_about(member: Member, way: Way) -> list[Reason]:
    found = []
    for name, choices in (("tracing", Tracing), ("risk", Risk), ("risk_from", Heard)):
        if getattr(way, name) and getattr(way, name) not in choices.values:
            found.append(Reason("unknown_code", _("Choose from the list."), name))
    if way.risk and not way.risk_from:
        found.append(Reason("no_source", _("Say on whose word the risk rests."), "risk_from"))
    if way.tracing == Tracing.NOT_NEEDED and member.age_band in CHILDREN:
        found.append(Reason("child", _("A child returns to somebody: trace the family."), "tracing"))
    return found
