"""Openings: the new owner stands where the old one stood; emergency access of the old agency ends at once."""

from collections.abc import Iterable

from django.db.models import Q

from gugus.access.codes import Section
from gugus.access.models import Grant
from gugus.base.along import BECAUSE, Going, Moves, Went
from gugus.kernel.ids import new_id

TRANSFER = "transfer"  # basis of what a transfer opens
PERSON_KINDS = ("person", "identity")


def move_grants(going: Going) -> Iterable[Went]:
    """Running receivers keep what they have, given by the new owner from now on."""
    live = Grant.objects.unscoped(because=BECAUSE).filter(ended_at=None)
    own = Q(record_id__in=going.records)
    # What the new owner had been shown, it now answers for; nobody of the old agency looks in an emergency any more.
    live.filter(own).filter(Q(agency=going.target) | Q(agency=going.origin)).update(ended_at=going.at)
    live.filter(own, given_by_agency=going.origin).update(given_by_agency=going.target)
    _share(going)
    _pass_on(going, live)
    return [Went("grant", "", "shared")] * len(going.shared | going.guests)


def _share(going: Going) -> None:
    Grant.objects.bulk_create(
        [
            _opening(going, kind=kind, record=person, sections=[section], giver=going.origin)
            for person in going.shared
            for kind, section in (("person", Section.CASE), ("identity", Section.IDENTITY))
        ]
    )


def _pass_on(going: Going, live) -> None:
    """What a third agency had opened to the old owner, the new one has; until the same day."""
    held = live.filter(
        record_kind__in=PERSON_KINDS, record_id__in=going.guests, agency=going.origin, user=None
    )
    Grant.objects.bulk_create(
        [
            _opening(
                going, kind=one.record_kind, record=one.record_id, sections=one.sections, giver=one.given_by_agency_id,
                from_at=one.from_at, until=one.until_at,
            )
            for one in held
        ]
    )  # fmt: skip


def _opening(going: Going, *, kind, record, sections, giver, from_at="now", until=None) -> Grant:
    return Grant(
        id=new_id(), record_kind=kind, record_id=record, agency_id=going.target, sections=sorted(sections),
        basis=TRANSFER, because_kind="transfer", because_id=going.because, given_by_agency_id=giver,
        from_at=going.at if from_at == "now" else from_at, until_at=until,
    )  # fmt: skip


MOVES = (Moves("access.Grant", move_grants),)
STAYS = {
    "access.User": "where somebody works",
    "access.Employment": "where somebody worked",
    "access.MatrixVersion": "what roles of an agency may do",
}
