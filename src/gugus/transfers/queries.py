"""Which transfers there are, who could take a case, what overran its time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.models import RoleAssignment, User
from gugus.access.rules import reach
from gugus.access.viewer import Viewer
from gugus.audit.models import Entry
from gugus.cases.models import Case
from gugus.cases.queries import cases_for, colleagues
from gugus.directory.models import Agency
from gugus.transfers import rules
from gugus.transfers.codes import State, Tab
from gugus.transfers.models import Letter, Piece, Preview, Step, Stub, Transfer

MOST_ENTRIES = 20


def transfers_for(viewer: Viewer) -> QuerySet[Transfer]:
    """Everything within reach: the agency's, or only what one wrote where the role says so."""
    rows = Transfer.objects.visible_to(viewer)
    scope = viewer.reach(Section.REFERRAL, Verb.SEE)
    if scope == Scope.NOTHING:
        return rows.none().admitted("no right in referrals")
    return rows if scope >= Scope.SHARED else rows.filter(written_by_id=viewer.self_id)


def _conditions(viewer: Viewer) -> dict[str, Q]:
    ours, theirs = Q(agency_id=viewer.agency_id), Q(to_agency_id=viewer.agency_id)
    return {
        Tab.WAITING: theirs & Q(state=State.OFFERED),
        Tab.OUTGOING: ours & ~Q(state=State.MOVED),
        Tab.RECEIVED: theirs & Q(state__in=[State.ACCEPTED, State.MOVED, State.RETURNED]),
        Tab.GIVEN: ours & Q(state=State.MOVED),
    }


def tray(viewer: Viewer, tab: str) -> QuerySet[Transfer]:
    """One tab; what waits by its clock, the rest the newest first."""
    rows = (
        transfers_for(viewer)
        .filter(_conditions(viewer)[Tab(tab)])
        .select_related("agency", "to_agency", "preview")
    )
    if tab == Tab.WAITING:
        return rows.order_by("answer_due_at", "pk")
    return rows.order_by("-moved_at" if tab == Tab.GIVEN else "-written_at", "pk")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many are in each tab; of the outgoing ones those still open. One query."""
    wanted = _conditions(viewer)
    wanted[Tab.OUTGOING] &= Q(state__in=rules.OPEN)
    return transfers_for(viewer).aggregate(**{str(tab): Count("pk", filter=q) for tab, q in wanted.items()})


def case_refs(viewer: Viewer, transfers: Iterable[Transfer]) -> dict[UUID, str]:
    """Case references that the viewer may know, by case id. One query."""
    ids = {one.case_id for one in transfers}
    return dict(cases_for(viewer).filter(pk__in=ids).values_list("pk", "ref")) if ids else {}


def case_of(viewer: Viewer, transfer: Transfer) -> Case | None:
    """The case if the viewer sees it now."""
    rows = cases_for(viewer).filter(pk=transfer.case_id)
    return rows.select_related("agency", "manager", "data_key").first()


def of_case(viewer: Viewer, case: Case) -> list[Transfer]:
    """Transfers of a case from its page, the newest first."""
    rows = transfers_for(viewer).filter(case=case).select_related("agency", "to_agency")
    return list(rows.order_by("-written_at"))


def preview_of(transfer: Transfer) -> dict:
    """The frozen facts; {} where the database no longer shows them."""
    rows = Preview.objects.unscoped(because="the transfer came through its gate").filter(transfer=transfer)
    return next((one.facts for one in rows), {})


def letter_of(transfer: Transfer) -> Letter | None:
    """The sender's words; None while, or since, they are closed to this side."""
    rows = Letter.objects.unscoped(because="the transfer came through its gate")
    return rows.filter(transfer=transfer).first()


def stub_of(transfer: Transfer) -> dict:
    """What the old agency keeps; {} for everybody else."""
    rows = Stub.objects.unscoped(because="the transfer came through its gate").filter(transfer=transfer)
    return next((one.facts for one in rows), {})


def pieces_of(transfer: Transfer) -> list[Piece]:
    """What was handed over, in the order of the minutes."""
    rows = Piece.objects.unscoped(because="the transfer came through its gate").filter(transfer=transfer)
    return list(rows.order_by("what_kind", "record_ref"))


def steps_of(transfer: Transfer) -> list[Step]:
    """Every step, the newest first."""
    rows = Step.objects.unscoped(because="the transfer came through its gate").filter(transfer=transfer)
    return list(rows.select_related("by", "by__agency").order_by("-at", "-pk"))


def own_trail(viewer: Viewer, transfer: Transfer) -> list[Entry]:
    """The newest entries of the viewer's agency about the case that went; the database shows no others."""
    about = Q(parent_kind="case", parent_id=transfer.case_id) | Q(
        about_kind="case", about_id=transfer.case_id
    )
    rows = Entry.objects.unscoped(because="one's own agency's entries, by row security").filter(about)
    return list(rows.filter(agency_id=viewer.agency_id).order_by("-seq")[:MOST_ENTRIES])


def able_users(on: date) -> QuerySet[User]:
    """Active users everywhere who may manage a case on a day."""
    able = [role for role in Role if reach([role], Section.CASE, Verb.WRITE) > Scope.NOTHING]
    held = RoleAssignment.objects.valid_on(on).filter(role__in=able, user=OuterRef("pk"))
    return User.objects.filter(is_active=True).filter(Exists(held))


def takers(on: date, *, but_not: UUID) -> QuerySet[Agency]:
    """Agencies that exist on a day and have somebody who may manage a case."""
    able = able_users(on).filter(agency=OuterRef("pk"))
    return Agency.objects.valid_on(on).exclude(pk=but_not).filter(Exists(able))


def managers(agency_id: UUID, on: date) -> QuerySet[User]:
    """Who of an agency may become the manager of a case."""
    return colleagues(agency_id, on).order_by("full_name")


def late(at: datetime) -> QuerySet[Transfer]:
    """Offered and past their clock. Worker only."""
    rows = Transfer.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.OFFERED, answer_due_at__lte=at)


def pointless(on: date) -> QuerySet[Transfer]:
    """Offered to an agency that no longer exists. Worker only."""
    gone = Agency.objects.filter(valid_to__lte=on)
    rows = Transfer.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.OFFERED, to_agency__in=gone)


def not_moved_yet(at: datetime) -> QuerySet[Transfer]:
    """Accepted a minute ago and still not moved: its event was lost. Worker only."""
    rows = Transfer.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.ACCEPTED, answered_at__lte=at - timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """How much a merged agency left: counts for its successor."""

    agency: Agency
    cases: int
    open_cases: int
    reports: int


def left_behind(viewer: Viewer, on: date) -> list[LeftBehind]:
    """Agencies that were merged into the viewer's and still have files."""
    gone = Agency.objects.filter(successor_id=viewer.agency_id, valid_to__lte=on)
    found = []
    for agency in gone:
        with connection.cursor() as cursor:
            cursor.execute("select cases, open_cases, reports from transfers_left_behind(%s)", [agency.pk])
            row = cursor.fetchone()
        if row and any(row):
            found.append(LeftBehind(agency, *row))
    return found
