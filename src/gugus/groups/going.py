"""The way home of one person: what the family said, the risk, whether she wants to go. Asked of each one alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Section
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.consent import queries as ledger
from gugus.consent import rules as grounds
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


@dataclass(frozen=True, slots=True)
class ForChild:
    """Who answers for a child, how they stand to each other, and what the child itself says. The name is sealed."""

    guardian: str = ""
    relation: str = ""
    view: str = ""


@transaction.atomic
def note_will(
    *, member: Member, wants: bool, form: str, language: str, witness: str, by: User, at: datetime,
    seen: int | None = None, child: ForChild | None = None,
) -> Ground:  # fmt: skip
    """What one person said about going home and about telling the agency there: a line of the ledger.

    A grown person speaks for herself. For a child the guardian answers and the child is heard (`child`); where no
    guardian can, the agency decides, and that is written in the ledger itself. Raises CannotGroup, CannotRecord.
    """
    member = open_line(member, seen=seen)
    agency = member.destination.to_agency if member.destination_id else None
    if agency is None:
        words = _("Say first where the person goes and which agency receives people there.")
        raise CannotGroup([Reason("no_receiver", words)])
    said = _giver(member, child or ForChild(), at)
    told = Told(
        purpose=PURPOSE, recipient=agency, answer=Answer.GIVEN if wants else Answer.REFUSED, **said,
        form=form or Form.SPOKEN, language=language or "Indonesia", witness_name=witness,
        sections=[Section.REPATRIATION] if wants else [], depth=FieldClass.SENSITIVE,
        asked_at=at,
    )  # fmt: skip
    ground = record_ground(person=member.person, told=told, by=by, at=at)
    touch_line(member, by, at)
    return ground


def _giver(member: Member, child: ForChild, at: datetime) -> dict:
    """Who answers. Raises CannotGroup for a child for whom nobody was named or who was not heard."""
    if not is_child(member, at):
        return {"giver": Giver.SELF, "minority": Minority.ADULT if member.age_band else ""}
    if not (child.guardian.strip() and child.relation and child.view):
        words = _(
            "A child: say who answers, how they stand to each other and what the child says. Where no guardian can, "
            "write it in the ledger of consent."
        )
        raise CannotGroup([Reason("child", words, "guardian")])
    return {
        "giver": Giver.GUARDIAN, "giver_name": child.guardian.strip(), "relation": child.relation,
        "child_view": child.view, "minority": Minority.CHILD,
    }  # fmt: skip


def is_child(member: Member, at: datetime) -> bool:
    """Is she under 18, as the line or the register says?"""
    if member.age_band:
        return member.age_band in CHILDREN
    born = ledger.born_of(member.person)
    return bool(grounds.is_child(born, member.person.birth_year, timezone.localdate(at)))


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
