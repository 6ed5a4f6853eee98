"""Which agreements there are, and what they open of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gugus.access.codes import Section, Verb
from gugus.access.policies import live_grants
from gugus.access.viewer import Viewer
from gugus.agreements import rules
from gugus.agreements.codes import State, Tab
from gugus.agreements.matching import meant
from gugus.agreements.models import Agreement, Signatory, Step
from gugus.agreements.rules import OVER
from gugus.cases.models import Case

BECAUSE = "the worker's minute job"


def agreements_for(viewer: Viewer) -> QuerySet[Agreement]:
    """Everything of the viewer's agency, for whoever has a right in agreements."""
    rows = Agreement.objects.visible_to(viewer)
    return rows if viewer.has(Section.AGREEMENT, Verb.SEE) else rows.none().admitted("no right in agreements")


def _undecided(viewer: Viewer) -> Exists:
    rows = Signatory.objects.unscoped(because="the subquery of a scoped list")
    return Exists(rows.filter(agreement=OuterRef("pk"), agency_id=viewer.agency_id, decision=""))


def _conditions(viewer: Viewer) -> dict[str, Q]:
    waiting = Q(state=State.PROPOSED) & Q(_undecided(viewer))
    coming = Q(state__in=[State.DRAFT, State.PROPOSED, State.SIGNED])
    return {
        Tab.WAITING: waiting,
        Tab.IN_FORCE: Q(state=State.IN_FORCE),
        Tab.COMING: coming,
        Tab.PAST: Q(state__in=OVER),
    }


def tray(viewer: Viewer, tab: str) -> QuerySet[Agreement]:
    """One tab: what waits longest, what ends soonest, what begins soonest, what ended last."""
    rows = agreements_for(viewer).filter(_conditions(viewer)[Tab(tab)]).select_related("agency", "data_key")
    order = {
        Tab.WAITING: ("proposed_at",), Tab.IN_FORCE: ("ends_at",), Tab.COMING: ("valid_from",),
        Tab.PAST: ("-ended_at", "-written_at"),
    }  # fmt: skip
    return rows.order_by(*order[Tab(tab)], "pk")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many are in each tab. One query."""
    wanted = {str(name): Count("pk", filter=q) for name, q in _conditions(viewer).items()}
    return agreements_for(viewer).aggregate(**wanted)


def waiting_for_us(viewer: Viewer) -> int:
    """How many wait for the signature of the viewer's agency: for the board. One query."""
    return tray(viewer, Tab.WAITING).order_by().count()


def parties_of(agreements: Iterable[Agreement]) -> dict[UUID, list[Signatory]]:
    """The parties of agreements of a list. One query."""
    rows = Signatory.objects.unscoped(because="agreements came through their list")
    found: dict[UUID, list[Signatory]] = {}
    for one in (
        rows.filter(agreement__in=[one.pk for one in agreements]).select_related("agency").order_by("pk")
    ):
        found.setdefault(one.agreement_id, []).append(one)
    return found


def steps_of(agreement: Agreement) -> list[Step]:
    """Every step, the newest first."""
    return list(agreement.steps.select_related("by", "by__agency").order_by("-at", "-pk"))


def last_step(agreement: Agreement) -> Step | None:
    """What a late colleague is told."""
    return agreement.steps.select_related("by", "by__agency").order_by("-at", "-pk").first()


def editions_of(viewer: Viewer, agreement: Agreement) -> list[Agreement]:
    """Earlier and later versions that the viewer's agency may read, the newest first."""
    rows = Agreement.objects.visible_to(viewer)
    found = {one.pk: one for one in rows.filter(follows=agreement)}
    before = agreement.follows_id
    while before and before not in found:
        earlier = rows.filter(pk=before).first()
        if earlier is None:
            break
        found[earlier.pk], before = earlier, earlier.follows_id
    return sorted(found.values(), key=lambda one: one.written_at, reverse=True)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A case as one agreement opens it to one agency: which sections, how deep, until when."""

    agreement: Any
    agency: Any
    sections: tuple[str, ...]
    depth: int
    until_at: datetime | None


def shares_of(viewer: Viewer, case: Case, at: datetime) -> list[ShareOf]:
    """By which agreements a case is open now: to all for the owner, to oneself for others. Three queries at most."""
    rows = live_grants("case", case.pk, at).filter(because_kind="agreement").select_related("agency")
    if case.agency_id != viewer.agency_id:
        rows = rows.filter(agency_id=viewer.agency_id)
    grants = list(rows.order_by("from_at", "pk"))
    if not grants:
        return []
    known = Agreement.objects.visible_to(viewer).select_related("data_key")
    known = known.in_bulk({one.because_id for one in grants})
    return [
        ShareOf(known[one.because_id], one.agency, tuple(one.sections), one.field_class or 0, one.until_at)
        for one in grants
        if one.because_id in known
    ]


def meant_of_ours(
    viewer: Viewer, agreement: Agreement, parties: Iterable[Signatory], at: datetime
) -> int | None:
    """How many cases of the viewer's own agency are meant for anybody now, at most; None where it gives nothing."""
    parties = list(parties)
    ours = next((one for one in parties if one.agency_id == viewer.agency_id and one.gives), None)
    if ours is None:
        return None
    found: set[UUID] = set()
    for receiver in parties:
        if receiver.receives and receiver.pk != ours.pk:
            rows = meant(agreement, viewer.agency_id, receiver.agency_id, at)
            found.update(rows.order_by().values_list("pk", flat=True))
    return len(found)


def beginning(at: datetime) -> QuerySet[Agreement]:
    """Signed by all, and the first day has come. Worker only."""
    rows = Agreement.objects.unscoped(because=BECAUSE)
    return rows.filter(state=State.SIGNED, valid_from__lte=rules.day_of(at)).order_by("valid_from", "pk")


def run_out(at: datetime) -> QuerySet[Agreement]:
    """The last moment has passed, whatever their state. Worker only."""
    rows = Agreement.objects.unscoped(because=BECAUSE)
    return rows.filter(state__in=[State.PROPOSED, State.SIGNED, State.IN_FORCE], ends_at__lte=at)


def running_out(at: datetime) -> QuerySet[Agreement]:
    """In force, near the end, nobody was warned yet. Worker only."""
    soon = at + timedelta(days=rules.WARN_DAYS + 1)
    rows = Agreement.objects.unscoped(because=BECAUSE)
    return rows.filter(state=State.IN_FORCE, warned_at=None, ends_at__gt=at, ends_at__lte=soon)


def unswept(at: datetime) -> QuerySet[Agreement]:
    """In force, and not everything is open yet. Worker only."""
    rows = Agreement.objects.unscoped(because=BECAUSE)
    return rows.filter(state=State.IN_FORCE, swept_at=None, ends_at__gt=at).order_by("in_force_at")


def giving(agency_id: UUID, at: datetime) -> QuerySet[Agreement]:
    """In force, and an agency gives in them. Worker only."""
    givers = Signatory.objects.unscoped(because=BECAUSE).filter(
        agreement=OuterRef("pk"), agency_id=agency_id, sections__len__gt=0
    )
    rows = Agreement.objects.unscoped(because=BECAUSE).filter(state=State.IN_FORCE, ends_at__gt=at)
    return rows.filter(Exists(givers)).order_by("pk")


def with_agencies_gone(at: datetime) -> QuerySet[Agreement]:
    """Running or waiting for signatures, and a party no longer exists. Worker only."""
    gone = Signatory.objects.unscoped(because=BECAUSE).filter(
        agreement=OuterRef("pk"), agency__valid_to__lte=rules.day_of(at)
    )
    states = [State.PROPOSED, State.SIGNED, State.IN_FORCE]
    return (
        Agreement.objects.unscoped(because=BECAUSE)
        .filter(state__in=states)
        .filter(Exists(gone))
        .order_by("pk")
    )
