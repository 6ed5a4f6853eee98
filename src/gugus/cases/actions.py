"""Open a case, keep who is in it, who works on it and whether the person is safe."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import open_to
from gugus.access.models import Grant, User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases import clocks, queries, rules
from gugus.cases.codes import HER_SIDE_ALONE, PartyRole, Safety
from gugus.cases.models import Case, Flag, Party, TeamMember
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.tasks.actions import finish_tasks_about, start_task


class CannotAddParty(Cannot):
    """This person cannot take this role in this case."""


class CannotChange(Cannot):
    """The case is closed: reopen it first."""


def locked(case: Case, *, seen: int | None = None) -> Case:
    """The case, locked for this transaction; Stale when somebody changed it since version `seen`."""
    # Two colleagues may press the button in the same minute.
    rows = Case.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=case.pk)
    check_version(fresh, seen)
    return fresh


def must_be_open(case: Case) -> None:
    """Refuse changes to a closed file."""
    if case.state in {"closed", "archived"}:
        raise CannotChange([Reason("case_closed", _("This case is closed. Reopen it before changing it."))])


def own_row(rows: QuerySet, key: UUID, **mine):
    """The row that the same form made a moment ago, or None. The form carries the row's future id."""
    return rows.filter(pk=key, **mine).first()


def touch(case: Case, *fields: str) -> None:
    """Save these fields and let everybody's open forms notice."""
    case.version += 1
    case.save(update_fields=[*fields, "version"])


@transaction.atomic
def open_case(
    *,
    agency: Agency,
    manager: User | None,
    risk: str,
    summary: str,
    by: User,
    at: datetime,
    area_code: str = "",
    crossed_border: bool | None = None,
    exploitation: list[str] | None = None,
    key: UUID | None = None,
) -> Case:
    """Take responsibility: a new file with a manager, and the first look at safety as its first task.

    The same `key` twice (a double click) gives the same case.
    """
    case = Case(
        id=key or new_id(),
        agency=agency,
        manager=manager,
        opened_at=at,
        opened_by=by,
        state_at=at,
        risk=risk,
        summary=summary,
        area_code=area_code,
        crossed_border=crossed_border,
        exploitation=exploitation or [],
        safety_check_due_at=clocks.next_safety_check(Safety.UNKNOWN, at, area_code),
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        rows = Case.objects.unscoped(because="the same form was sent twice")
        if key and (earlier := own_row(rows, key, opened_by=by)):
            return earlier
        raise
    start_task(
        kind="safety_check", about=case, within=case, agency=agency, assignee=manager, risk=risk, by=by, at=at,
        due_at=case.safety_check_due_at,
    )  # fmt: skip
    record("case.opened", about=case, by=by, at=at, changes={"risk": risk, "manager": manager})
    announce("case.opened", about=case, at=at)
    return case


@transaction.atomic
def add_party(
    *,
    case: Case,
    person: Person,
    role: PartyRole,
    by: User,
    at: datetime,
    age_at_act: int | None = None,
    relation: str = "",
    note: str = "",
    key: UUID | None = None,
) -> Party:
    """Give a person a role. Other agencies on the case learn of the person only when it is shared with them."""
    case = locked(case)
    if key and (earlier := own_row(case.parties, key)):
        return earlier
    must_be_open(case)
    if rules.clash_of_roles(queries.holders(case), person.pk, role):
        words = _("Survivor and alleged offender cannot be the same person in one case. Open a second case.")
        raise CannotAddParty([Reason("role_clash", words, "role")])
    if case.parties.filter(person=person, role=role, until_at=None).exists():
        raise CannotAddParty([Reason("role_held", _("This person already has this role."), "role")])
    party = Party(
        id=key or new_id(), case=case, person=person, role=role, since_at=at, age_at_act=age_at_act,
        relation=relation, note=note or None,
    )  # fmt: skip
    party.save(force_insert=True)
    touch(case)
    record("case.party_added", about=person, within=case, by=by, at=at, changes={"role": role})
    announce("case.changed", about=case, at=at)
    return party


@transaction.atomic
def end_party(*, party: Party, reason: str, by: User, at: datetime) -> Party:
    """A role ends (a mistake, or it no longer holds); the row stays."""
    case = locked(party.case)
    must_be_open(case)
    party = case.parties.select_related("person").get(pk=party.pk)
    if party.until_at is not None:
        return party
    if not reason.strip():
        raise CannotChange([Reason("reason_needed", _("Say why."), "reason")])
    party.until_at = at
    party.save(update_fields=["until_at"])
    touch(case)
    record("case.party_ended", about=party.person, within=case, by=by, at=at, words=reason)
    announce("case.changed", about=case, at=at)
    return party


@transaction.atomic
def add_colleague(*, case: Case, user: User, by: User, at: datetime) -> TeamMember:
    """A colleague of the owning agency works on the case from now on; asking twice changes nothing."""
    case = locked(case)
    if user.agency_id != case.agency_id or not user.is_active:
        raise CannotChange(
            [Reason("not_a_colleague", _("Only colleagues of the same agency join the team."), "user")]
        )
    member = case.team.filter(user=user, until_at=None).first()
    if member is None:
        member = TeamMember(case=case, user=user, from_at=at)
        member.save(force_insert=True)
        touch(case)
        record("case.colleague_added", about=case, within=case, by=by, at=at, changes={"user": user.username})
    return member


@transaction.atomic
def end_colleague(*, member: TeamMember, by: User, at: datetime) -> TeamMember:
    """A colleague no longer works on the case; the row stays with its dates."""
    case = locked(member.case)
    member = case.team.select_related("user").get(pk=member.pk)
    if member.until_at is None:
        member.until_at = at
        member.save(update_fields=["until_at"])
        touch(case)
        changes = {"user": member.user.username}
        record("case.colleague_left", about=case, within=case, by=by, at=at, changes=changes)
    return member


@transaction.atomic
def hand_over(*, case: Case, to: User, reason: str, by: User, at: datetime, seen: int | None = None) -> Case:
    """Another colleague answers for the case; the earlier manager stays visible in the trail."""
    case = locked(case, seen=seen)
    must_be_open(case)
    if to.agency_id != case.agency_id or not to.is_active:
        raise CannotChange([Reason("not_a_colleague", _("Choose an active colleague of your agency."), "to")])
    if to.pk == case.manager_id:
        raise CannotChange([Reason("same_manager", _("This colleague already manages the case."), "to")])
    if not reason.strip():
        raise CannotChange([Reason("reason_needed", _("Say why."), "reason")])
    before, case.manager = case.manager, to
    touch(case, "manager")
    move_safety_task(case, by=by, at=at)
    record(
        "case.handed_over", about=case, within=case, by=by, at=at, words=reason,
        changes={"from": getattr(before, "username", ""), "to": to.username},
    )  # fmt: skip
    announce("case.changed", about=case, at=at)
    return case


@transaction.atomic
def check_safety(
    *,
    case: Case,
    safety: Safety,
    note: str,
    by: User,
    at: datetime,
    next_at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Somebody looked whether the person is safe; the next look becomes a task with a clock."""
    case = locked(case, seen=seen)
    must_be_open(case)
    if reasons := _doubts_about(case, safety, note, next_at, at):
        raise CannotChange(reasons)
    case.safety, case.safety_note, case.safety_at, case.safety_by = safety, note or None, at, by
    case.safety_check_due_at = next_at or clocks.next_safety_check(safety, at, case.area_code)
    if safety != Safety.UNKNOWN:  # "not known" means that nobody was reached
        case.last_contact_at = at
        finish_tasks_about(about=case, kind="no_contact", by=by, at=at)
    touch(case, "safety", "safety_note", "safety_at", "safety_by", "safety_check_due_at", "last_contact_at")
    move_safety_task(case, by=by, at=at)
    record("case.safety_checked", about=case, within=case, by=by, at=at, changes={"safety": safety})
    announce("case.changed", about=case, at=at)
    return case


def move_safety_task(case: Case, *, by: User, at: datetime) -> None:
    """The next look at safety is one task, with whoever manages the case now."""
    finish_tasks_about(about=case, kind="safety_check", by=by, at=at)
    start_task(
        kind="safety_check", about=case, within=case, agency=case.agency, assignee=case.manager, by=by, at=at,
        risk="high" if case.safety == Safety.DANGER else case.risk, due_at=case.safety_check_due_at,
    )  # fmt: skip


def _doubts_about(case: Case, safety: str, note: str, next_at: datetime | None, at: datetime) -> list[Reason]:
    reasons = []
    if safety in {Safety.DANGER, Safety.WATCH} and not (note or "").strip():
        reasons.append(Reason("words_needed", _("Say what the danger is and what was done."), "note"))
    if next_at is not None and next_at <= at:
        reasons.append(Reason("in_the_past", _("The next check lies in the future."), "next_at"))
    if next_at is not None and next_at > clocks.latest_safety_check(safety, at, case.area_code):
        reasons.append(Reason("too_late", _("With this result somebody must look earlier."), "next_at"))
    return reasons


@transaction.atomic
def raise_flag(*, case: Case, kind: str, note: str, by: User, at: datetime, key: UUID | None = None) -> Flag:
    """Put a warning on the case that every page shows until somebody resolves it with a reason.

    One about art. 18 is for her side alone, and `justice` asks them to examine it.
    """
    case = locked(case)
    if key and (earlier := own_row(case.flags, key)):
        return earlier
    must_be_open(case)
    flag = Flag(id=key or new_id(), case=case, kind=kind, note=note or None, raised_at=at, raised_by=by)
    flag.save(force_insert=True)
    touch(case)
    record("case.flag_raised", about=case, within=case, by=by, at=at, changes={"kind": kind})
    if kind in HER_SIDE_ALONE:
        announce("case.flagged", about=case, at=at)
    return flag


@transaction.atomic
def resolve_flag(*, flag: Flag, resolution: str, by: User, at: datetime) -> Flag:
    """The warning no longer holds, for a reason that is kept."""
    case = locked(flag.case)
    flag = case.flags.get(pk=flag.pk)
    if flag.resolved_at is not None:
        raise CannotChange([Reason("resolved_already", _("A colleague has resolved this warning already."))])
    if not resolution.strip():
        raise CannotChange([Reason("reason_needed", _("Say why."), "resolution")])
    flag.resolved_at, flag.resolved_by, flag.resolution = at, by, resolution
    flag.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    touch(case)
    record("case.flag_resolved", about=case, within=case, by=by, at=at, changes={"kind": flag.kind})
    return flag


def share_person(
    *, case: Case, person: Person, agency: Agency, basis: str, because, by: User, at: datetime, offered: bool
) -> list[Grant]:
    """Open (or offer) one person and who they are to another agency; part of a larger action."""
    common = {"agency": agency, "basis": basis, "because": because, "by": by, "at": at, "offered": offered}
    grants = [open_to(kind="person", about=person, sections=["case"], **common)]
    identity = getattr(person, "identity", None)
    if identity is not None:
        grants.append(open_to(kind="identity", about=identity, sections=["identity"], **common))
    return grants
