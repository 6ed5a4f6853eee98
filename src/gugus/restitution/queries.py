"""Which claims there are, their ledgers, their deadlines, and what is not settled about a case."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for
from gugus.files.models import Attachment
from gugus.justice.models import Proceeding
from gugus.justice.queries import verdicts_of
from gugus.people.models import Person
from gugus.restitution import rules
from gugus.restitution.codes import Tab
from gugus.restitution.models import Claim, Deadline, Debtor, LedgerLine, Told, Turn

BECAUSE = "the claim came through its gate"
NOT_SETTLED = sorted(one.value for one in set(rules.MOVES) - rules.ENDED)


def claims_for(viewer: Viewer) -> QuerySet[Claim]:
    """Claims within reach: of cases that are open to the viewer, where the role reads justice."""
    rows = Claim.objects.visible_to(viewer)
    if viewer.reach(Section.JUSTICE, Verb.SEE, FieldClass.SENSITIVE) == Scope.NOTHING:
        return rows.none().admitted("no right in justice")
    return rows.filter(case__in=cases_for(viewer).values("pk"))


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Claim]:
    """One tab; what is due first stands first."""
    rows = claims_for(viewer).select_related("case", "data_key")
    running = _running_deadlines()
    if tab == Tab.ENDED:
        return rows.exclude(state__in=NOT_SETTLED).order_by("-written_at", "pk")
    rows = rows.filter(state__in=NOT_SETTLED)
    if tab == Tab.RUNNING:
        return rows.order_by("-written_at", "pk")
    if tab == Tab.UNPAID:
        return rows.filter(state__in=rules.OWED).order_by("notice_on", "pk")
    late = running.filter(due_at__lt=at)
    rows = rows.filter(Exists(late if tab == Tab.LATE else running))
    first = Min("deadlines__due_at", filter=Q(deadlines__ended_at=None))
    return rows.annotate(first_due_at=first).order_by("first_due_at", "pk")


def _running_deadlines() -> QuerySet[Deadline]:
    rows = Deadline.objects.unscoped(because="the subquery of a scoped list")
    return rows.filter(claim=OuterRef("pk"), ended_at=None)


def of_case(viewer: Viewer, case: Case) -> list[Claim]:
    """The claims about a case that came through its gate, the newest first."""
    rows = Claim.objects.visible_to(viewer).filter(case=case).select_related("data_key")
    return list(rows.order_by("-written_at"))


def lines_of(claim: Claim) -> list[LedgerLine]:
    """The whole ledger, in its order. One query."""
    rows = LedgerLine.objects.unscoped(because=BECAUSE).filter(claim=claim)
    rows = rows.select_related("data_key", "written_by", "agency", "reversed_by")
    return list(rows.order_by("number"))


def evidence_of(lines: Iterable[LedgerLine]) -> dict[UUID, list[Attachment]]:
    """Line → its files, the first first. One query."""
    rows = Attachment.objects.unscoped(because=BECAUSE).present().filter(about_kind="ledgerline")
    rows = rows.filter(about_id__in=[one.pk for one in lines], section=Section.JUSTICE).select_related(
        "data_key"
    )
    found: dict[UUID, list[Attachment]] = {}
    for one in rows.order_by("uploaded_at", "pk"):
        found.setdefault(one.about_id, []).append(one)
    return found


def balance_of(claim: Claim, lines: Iterable[LedgerLine] | None = None) -> rules.Balance:
    """What the ledger says now."""
    if lines is None:
        lines = LedgerLine.objects.unscoped(because=BECAUSE).filter(claim=claim)
    return rules.balance_of([one.entry for one in lines], claim.liability)


def balances_of(claims: Iterable[Claim]) -> dict[UUID, rules.Balance]:
    """The balance of each. One query for all."""
    by_claim: dict[UUID, list[rules.Entry]] = {one.pk: [] for one in claims}
    for line in LedgerLine.objects.unscoped(because=BECAUSE).filter(claim__in=by_claim):
        by_claim[line.claim_id].append(line.entry)
    return {one.pk: rules.balance_of(by_claim[one.pk], one.liability) for one in claims}


def debtors_of(claim: Claim) -> list[Debtor]:
    """Who owes, with their criminal tracks; `person_id` is None where who that is was not opened. Two queries."""
    rows = Debtor.objects.unscoped(because=BECAUSE).filter(claim=claim).select_related("proceeding__data_key")
    debtors = list(rows)
    roles = Party.objects.unscoped(because=BECAUSE).filter(pk__in=[one.party_id for one in debtors])
    persons = dict(roles.values_list("pk", "person_id"))
    for one in debtors:
        one.person_id = persons.get(one.party_id)
    return debtors


def tracks_of(case: Case) -> dict[UUID, Proceeding]:
    """Accused (id of the role) → the criminal track, the last one written. One query."""
    rows = Proceeding.objects.unscoped(because="the case came through its gate").filter(case=case)
    return {one.accused_id: one for one in rows.exclude(accused=None).order_by("written_at")}


def final_on(debtors: Iterable[Debtor], case: Case) -> dict[UUID, date]:
    """Convict → the day since which the verdict is final, as far as the criminal track says so. Two queries."""
    tracks = {one.proceeding_id: one.pk for one in debtors if one.proceeding_id}
    if not tracks:
        return {}
    found = [one for one in verdicts_of(case) if one.final_on and one.proceeding in tracks]
    return {tracks[one.proceeding]: one.final_on for one in found if one.final_on}


def deadlines_of(claims: Iterable[Claim]) -> list[Deadline]:
    """Running deadlines first, then ended ones, by the moment. One query."""
    rows = Deadline.objects.unscoped(because=BECAUSE).filter(claim__in=[one.pk for one in claims])
    return sorted(rows.select_related("clock"), key=lambda one: (one.ended_at is not None, one.due_at))


def turns_of(claim: Claim) -> list[Turn]:
    """How the claim came here, the first turn first. One query."""
    rows = Turn.objects.unscoped(because=BECAUSE).filter(claim=claim)
    return list(rows.select_related("data_key", "by", "agency"))


def told_of(claim: Claim) -> list[Told]:
    """What the survivor was told, the first first. One query."""
    rows = Told.objects.unscoped(because=BECAUSE).filter(claim=claim)
    return list(rows.select_related("data_key", "by", "agency"))


def person_refs(claims: Iterable[Claim]) -> dict[UUID, str]:
    """The references of survivors whom the reader's agency may know. One query."""
    rows = Person.objects.unscoped(because="row security shows whom the agency may know")
    return dict(rows.filter(pk__in={one.person_id for one in claims}).values_list("pk", "ref"))


def survivors_of(case: Case) -> list[Party]:
    """Who in the case may claim."""
    return _with_role(case, PartyRole.SURVIVOR)


def accused_of(case: Case) -> list[Party]:
    """Who in the case may owe."""
    return _with_role(case, PartyRole.ACCUSED)


def _with_role(case: Case, role: str) -> list[Party]:
    return list(case.parties.filter(role=role, until_at=None).select_related("person").order_by("since_at"))


def unsettled(case: Case) -> list[Claim]:
    """Claims of a case that are neither settled nor ended otherwise: they keep the case under legal monitoring."""
    rows = Claim.objects.unscoped(because="the case came through its gate, or the worker asks")
    return list(rows.filter(case=case, state__in=NOT_SETTLED).order_by("written_at"))
