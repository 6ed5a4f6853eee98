"""What the ledger of consent says to sending each of these people home and telling the agency there. Few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gugus.access.codes import FieldClass, Section
from gugus.consent import queries as ledger
from gugus.consent import rules as grounds
from gugus.consent.codes import Basis
from gugus.consent.models import Ground
from gugus.directory.models import Agency
from gugus.groups.models import Member
from gugus.repatriation.codes import PURPOSE


@dataclass(frozen=True, slots=True)
class Said:
    """`will`: does the person want to return ("holds", else why not); `told`: may the agency there be told."""

    will: str
    told: str


def said_by(members: Iterable[Member], at: datetime) -> dict[UUID, Said]:
    """For each member: her will, and the basis to tell the agency of her destination. Few queries for many people."""
    people = list(members)
    lines = ledger.of_persons(one.person_id for one in people)
    counting = ledger.counting_for(PURPOSE)
    found = {}
    for one in people:
        own = [line for line in lines.get(one.person_id, []) if line.purpose in counting]
        agency = one.destination.to_agency if one.destination_id else None
        found[one.pk] = Said(_will(own, at), _told(own, one, agency, at) if agency else "")
    return found


def _will(lines: list[Ground], at: datetime) -> str:
    """Her newest word about returning, whoever it was to be told to; a duty of the law is no will (`repatriation`)."""
    seen = [
        grounds.Line(
            basis=one.basis, answer=one.answer, asked_at=one.asked_at, specific=True, until_at=one.until_at,
            withdrawn_at=one.withdrawn_at, replaced=one.replaced_at is not None, lapsed=one.lapsed_at is not None,
        )
        for one in lines
        if one.basis == Basis.CONSENT
    ]  # fmt: skip
    return grounds.choose(seen, at)[1]


def _told(lines: list[Ground], member: Member, agency: Agency, at: datetime) -> str:
    sections, depth = [Section.REPATRIATION], FieldClass.SENSITIVE
    return ledger.found_among(lines, member.person, PURPOSE, agency, at, sections=sections, depth=depth).code
