"""Write an agreement, propose it, sign it or not, give notice, follow it with another one.

What opens and closes is done by the worker (`opening`); what ends early closes in the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import open_to
from gugus.access.codes import Section
from gugus.access.models import Grant, User
from gugus.access.viewer import Viewer
from gugus.agreements import rules
from gugus.agreements.checks import hurdles_to_proposing, hurdles_to_writing
from gugus.agreements.codes import Decision, DeclineCode, State
from gugus.agreements.models import Agreement, Signatory, Step
from gugus.agreements.opening import close_all
from gugus.approvals.actions import ask
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce

PROPOSE = "agreement.propose"
BECAUSE = "came through the gate"
NOT_FROM_HERE = Reason("not_from_here", _("The agreement has already moved to another state."))


class CannotAgree(Cannot):
    """The terms cannot stand like this; all reasons at once."""


class CannotMove(Cannot):
    """The agreement cannot go into this state now, or not by this agency."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one agency brings into an agreement: sections of its cases, how deep, and whether it receives."""

    agency: Agency
    sections: Sequence[str] = ()
    ceiling: int = 0
    receives: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed. `valid_until` is the last day; both days are days in Jakarta."""

    number: str
    title: str
    legal_basis: str
    purposes: Sequence[str]
    valid_from: date
    valid_until: date
    parts: Sequence[Part]
    scope_worked: bool = False
    scope_children: bool = False
    scope_area: str = ""
    scope_form: str = ""
    scope_service: str = ""
    notice_days: int = 30

    @property
    def columns(self) -> dict:
        """The terms as columns of an agreement."""
        names = (
            "number", "title", "legal_basis", "valid_from", "valid_until", "scope_worked", "scope_children",
            "scope_area", "scope_form", "scope_service", "notice_days",
        )  # fmt: skip
        told = {name: getattr(self, name) for name in names}
        return told | {
            "purposes": sorted(set(self.purposes)),
            "ends_at": rules.closing_moment(self.valid_until),
        }


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of proposing: the agreement, and the request that waits for a second person, if one must."""

    agreement: Agreement
    request: Request | None = field(default=None)


@transaction.atomic
def write_agreement(
    *, terms: Terms, by: User, at: datetime, key: UUID | None = None, follows: Agreement | None = None
) -> Agreement:
    """A draft that only the writer's agency sees; nothing opens. The same `key` twice gives the same draft."""
    rows = Agreement.objects.unscoped(because="one's own earlier draft")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    if reasons := hurdles_to_writing(terms, by.agency_id):
        raise CannotAgree(reasons)
    agreement = Agreement(
        id=key or new_id(), agency=by.agency, written_by=by, written_at=at, follows=follows,
        edition=follows.edition + 1 if follows else 1, **terms.columns,
    )  # fmt: skip
    agreement.save(force_insert=True)
    _sign_up(agreement, terms.parts)
    record("agreement.written", about=agreement, by=by, at=at, changes={"number": terms.number})
    return agreement


@transaction.atomic
def change_agreement(
    *, agreement: Agreement, terms: Terms, by: User, at: datetime, seen: int | None = None
) -> Agreement:
    """Other terms, while it is a draft. A request that waits for a second person fits no longer."""
    agreement = locked(agreement, seen=seen)
    if agreement.state != State.DRAFT or agreement.agency_id != by.agency_id:
        raise CannotMove([NOT_FROM_HERE])
    if reasons := hurdles_to_writing(terms, by.agency_id):
        raise CannotAgree(reasons)
    columns = terms.columns
    for name, value in columns.items():
        setattr(agreement, name, value)
    _save(agreement, *columns)
    agreement.signatories.all().delete()
    _sign_up(agreement, terms.parts)
    record("agreement.changed", about=agreement, by=by, at=at, changes={"version": agreement.version})
    return agreement


@transaction.atomic
def propose(
    *, agreement: Agreement, by: User, at: datetime, reason: str = "", seen: int | None = None, key: str = ""
) -> Proposed:
    """Send it to the others for signing. Where one's own cases would open, a second person agrees first."""
    agreement = locked(agreement, seen=seen)
    if (
        not rules.may_move(agreement.state, State.PROPOSED, rules.WRITER)
        or agreement.agency_id != by.agency_id
    ):
        raise CannotMove([NOT_FROM_HERE])
    if reasons := hurdles_to_proposing(agreement, at):
        raise CannotMove(reasons)
    if not _part_of(agreement, by.agency_id).gives:
        return Proposed(_proposed(agreement, by=by, at=at))
    facts = {"agreement": agreement.ref, "number": agreement.number, "version": agreement.version}
    asked = ask(PROPOSE, facts=facts, reason=reason, about=agreement, by=by, at=at, key=key or None)
    return Proposed(agreement, asked)


def run_propose(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the agency has signed, and the others are asked."""
    rows = Agreement.objects.unscoped(because="named by the request")
    agreement = rows.filter(pk=request.about_id).first()
    if agreement is None:
        raise CannotMove([NOT_FROM_HERE])
    agreement = locked(agreement)
    if agreement.state != State.DRAFT or agreement.version != request.facts["version"]:
        raise CannotMove([NOT_FROM_HERE])
    if reasons := hurdles_to_proposing(agreement, at):
        raise CannotMove(reasons)
    _proposed(agreement, by=by, at=at)


def may_ask_to_propose(*, viewer: Viewer, facts: dict, about_id: UUID | None, at: datetime) -> list[Reason]:
    """Only the draft that is there now, of one's own agency."""
    rows = Agreement.objects.visible_to(viewer).filter(pk=about_id, agency_id=viewer.agency_id)
    fits = rows.filter(state=State.DRAFT, version=facts.get("version"), ref=facts.get("agreement")).exists()
    return [] if fits else [NOT_FROM_HERE]


@transaction.atomic
def sign(*, agreement: Agreement, by: User, at: datetime, seen: int | None = None) -> Agreement:
    """An agency's one decision: yes. With the last signature it is signed; the calendar brings it into force."""
    agreement = locked(agreement, seen=seen)
    mine = _undecided(agreement, by)
    _decide(mine, Decision.SIGNED, by, at)
    decisions = agreement.signatories.values_list("decision", flat=True)
    if not rules.all_signed(decisions):
        agreement.version += 1
        agreement.save(update_fields=["version"])
        _step(agreement, "signed", agreement.state, by=by, at=at)
        return told("agreement.signed", agreement, by=by, at=at, complete=False)
    before, agreement.state = agreement.state, State.SIGNED
    _save(agreement, "state")
    _step(agreement, "signed", before, by=by, at=at)
    return told("agreement.signed", agreement, by=by, at=at, complete=True)


@transaction.atomic
def decline(*, agreement: Agreement, code: str, by: User, at: datetime, seen: int | None = None) -> Agreement:
    """An agency's one decision: no, for a coded reason. The agreement ends without having opened anything."""
    agreement = locked(agreement, seen=seen)
    if code not in DeclineCode.values:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    mine = _undecided(agreement, by)
    _decide(mine, Decision.DECLINED, by, at, code)
    move(agreement, State.DECLINED, "declined", by=by, at=at, code=code)
    return told("agreement.declined", agreement, by=by, at=at, code=code)


@transaction.atomic
def withdraw(*, agreement: Agreement, by: User, at: datetime, seen: int | None = None) -> Agreement:
    """The writer takes it back before all have signed."""
    agreement = locked(agreement, seen=seen)
    if (
        not rules.may_move(agreement.state, State.WITHDRAWN, rules.WRITER)
        or agreement.agency_id != by.agency_id
    ):
        raise CannotMove([NOT_FROM_HERE])
    was_proposed = agreement.state == State.PROPOSED
    move(agreement, State.WITHDRAWN, "withdrawn", by=by, at=at)
    record("agreement.withdrawn", about=agreement, by=by, at=at)
    if was_proposed:
        announce("agreement.withdrawn", about=agreement, at=at, by=str(by.pk))
    return agreement


@transaction.atomic
def give_notice(
    *, agreement: Agreement, code: str, by: User, at: datetime, seen: int | None = None
) -> Agreement:
    """A party ends it: after the period of notice, or at once where somebody may be harmed."""
    agreement = locked(agreement, seen=seen)
    if code not in rules.NOTICE_CODES:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    if not rules.may_move(agreement.state, State.ENDED, rules.PARTY) or not _is_party(agreement, by):
        raise CannotMove([NOT_FROM_HERE])
    ends_at = rules.notice_closes_at(code, agreement.notice_days, agreement.ends_at, at)
    agreement.notice_at, agreement.notice_agency, agreement.ends_at = at, by.agency, ends_at
    _save(agreement, "notice_at", "notice_agency", "ends_at")
    if ends_at <= at:
        return end(agreement, code=code, by=by, at=at)
    agreement.code = code
    agreement.save(update_fields=["code"])
    closed = close_all(agreement, at=at)
    _step(agreement, "noticed", agreement.state, by=by, at=at, code=code)
    return told("agreement.noticed", agreement, by=by, at=at, code=code, closed=closed)


def end(
    agreement: Agreement, *, code: str, by: User | None, at: datetime, to: State = State.ENDED
) -> Agreement:
    """Part of larger actions on a locked agreement: over, and all that it opened is closed in this transaction."""
    before = agreement.state
    agreement.ended_at = agreement.ends_at if agreement.ends_at < at else at
    agreement.ends_at = agreement.ended_at
    agreement.save(update_fields=["ended_at", "ends_at"])
    move(agreement, to, str(to), by=by, at=at, code=code)
    closed = close_all(agreement, at=at) if before == State.IN_FORCE else 0
    return told(f"agreement.{to}", agreement, by=by, at=at, code=code, closed=closed)


def read_agreement(*, agreement: Agreement, by: User, at: datetime) -> None:
    """Somebody read an agreement."""
    record("agreement.read", about=agreement, by=by, at=at)


def _proposed(agreement: Agreement, *, by: User, at: datetime) -> Agreement:
    """The writer's agency has signed; the others see it from now on."""
    _decide(_part_of(agreement, by.agency_id), Decision.SIGNED, by, at)
    agreement.proposed_at = at
    agreement.save(update_fields=["proposed_at"])
    move(agreement, State.PROPOSED, "proposed", by=by, at=at)
    for one in agreement.signatories.exclude(agency_id=agreement.agency_id).select_related("agency"):
        show_to(agreement, one.agency, giver=agreement.agency, by=by, at=at)
    return told("agreement.proposed", agreement, by=by, at=at)


def show_to(agreement: Agreement, agency: Agency, *, giver: Agency, by: User | None, at: datetime) -> Grant:
    """Let another party read the agreement itself, and its scan; for good, because what was agreed stays readable."""
    return open_to(
        kind="agreement", about=agreement, agency=agency, sections=[Section.AGREEMENT], basis="party", because=None,
        by=by, giver=giver, at=at,
    )  # fmt: skip


def _sign_up(agreement: Agreement, parts: Iterable[Part]) -> None:
    for part in parts:
        Signatory(
            agreement=agreement, agency=part.agency, sections=list(part.sections),
            field_class=part.ceiling, receives=part.receives,
        ).save(force_insert=True)  # fmt: skip


def locked(agreement: Agreement, *, seen: int | None = None) -> Agreement:
    rows = Agreement.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("agency", "data_key").get(pk=agreement.pk)
    check_version(fresh, seen)
    return fresh


def _part_of(agreement: Agreement, agency_id: UUID) -> Signatory:
    return agreement.signatories.get(agency_id=agency_id)


def _is_party(agreement: Agreement, by: User) -> bool:
    return agreement.signatories.filter(agency_id=by.agency_id).exists()


def _undecided(agreement: Agreement, by: User) -> Signatory:
    """The agency's part, if it may still decide. Two of one agency at once: the second hears CannotMove."""
    mine = agreement.signatories.filter(agency_id=by.agency_id, decision="").first()
    if agreement.state != State.PROPOSED or mine is None:
        raise CannotMove([NOT_FROM_HERE])
    return mine


def _decide(part: Signatory, decision: Decision, by: User, at: datetime, code: str = "") -> None:
    part.decision, part.decided_by, part.decided_at, part.code = decision, by, at, code
    part.save(update_fields=["decision", "decided_by", "decided_at", "code"])


def move(
    agreement: Agreement, to: State, verb: str, *, by: User | None, at: datetime, code: str = ""
) -> None:
    before, agreement.state, agreement.code = agreement.state, to, code
    _save(agreement, "state", "code")
    _step(agreement, verb, before, by=by, at=at, code=code)


def _step(
    agreement: Agreement, verb: str, before: str, *, by: User | None, at: datetime, code: str = ""
) -> None:
    Step(
        agreement=agreement, at=at, by=by, verb=verb, from_state=before, to_state=agreement.state, code=code
    ).save(force_insert=True)


def _save(agreement: Agreement, *names: str) -> None:
    agreement.version += 1
    agreement.save(update_fields=[*names, "version"])


def told(
    verb: str, agreement: Agreement, *, by: User | None, at: datetime, code: str = "", **changes
) -> Agreement:
    record(verb, about=agreement, by=by, at=at, reason=code, changes=changes)
    announce(verb, about=agreement, at=at, code=code, by=str(by.pk) if by else "")
    return agreement
