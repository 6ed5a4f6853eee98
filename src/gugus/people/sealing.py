"""Under seal: a protected witness, a relative of staff, a public figure. Only a named few see even the mask.

Everybody else asks, a second person of the agency says yes, and then it is open for a quarter of an hour. The seal
itself is lifted by two people too. The database keeps both: identity rows under seal are not readable for others.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.models import RoleAssignment, User
from gugus.access.rules import reach
from gugus.access.viewer import Viewer
from gugus.approvals.actions import ask
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.outbox.actions import announce
from gugus.people.codes import SealReason, UnmaskReason
from gugus.people.gate import identity_refusal
from gugus.people.models import Person, Seal
from gugus.people.seals import seal_of

UNSEAL, LIFT = "person.unseal", "person.lift_seal"
MOST_NAMED = 5


class CannotSeal(Cannot):
    """This person cannot be put under seal now."""


def may_seal(viewer: Viewer, person: Person, at: datetime) -> bool:
    """Case managers and supervisors who may write who the person is, of the agency that answers for the person."""
    own = person.agency_id == viewer.agency_id and viewer.has(Section.CASE, Verb.DECIDE)
    return own and identity_refusal(viewer, person, Verb.WRITE, at) is None


def could_be_named(agency_id: UUID, at: datetime) -> list[User]:
    """Colleagues whose role opens identities at all."""
    able = [role for role in Role if reach([role], Section.IDENTITY, Verb.UNMASK) > Scope.NOTHING]
    held = RoleAssignment.objects.valid_on(timezone.localdate(at)).filter(role__in=able)
    return list(User.objects.filter(agency_id=agency_id, is_active=True, pk__in=held.values("user")))


@transaction.atomic
def seal(*, person: Person, reason: str, note: str, named: Iterable[User], by: User, at: datetime) -> Seal:
    """Hide who somebody is from all but a named few; who seals is one of them. Raises CannotSeal."""
    few = {by.pk, *(one.pk for one in named)}
    hurdles = []
    if reason not in SealReason.values:
        hurdles.append(Reason("reason_needed", _("Say why the person needs a seal."), "reason"))
    if len(few) > MOST_NAMED:
        hurdles.append(Reason("too_many_named", _("A seal names five people at most."), "named"))
    if person.is_sealed or seal_of(person):
        hurdles.append(Reason("sealed_already", _("This person is under seal already.")))
    if hurdles:
        raise CannotSeal(hurdles)
    made = Seal(
        person=person, agency_id=person.agency_id, reason=reason, note=note.strip()[:1000] or None,
        named=sorted(few), by=by, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record("person.sealed", about=person, by=by, at=at, reason=reason, changes={"named": len(few)})
    announce("person.sealed", about=person, at=at)
    person.refresh_from_db()
    return made


def ask_to_unseal(
    *, person: Person, why: str, reason: str, by: User, at: datetime, key: str | None = None
) -> Request:
    """Ask for a quarter of an hour with somebody under seal. Raises CannotAsk."""
    facts = {"person": person.ref, "why": why}
    return ask(UNSEAL, facts=facts, reason=reason, about=person, by=by, at=at, key=key)


def ask_to_lift(*, person: Person, reason: str, by: User, at: datetime, key: str | None = None) -> Request:
    """Ask that the seal itself be lifted. Raises CannotAsk."""
    return ask(LIFT, facts={"person": person.ref}, reason=reason, about=person, by=by, at=at, key=key)


def may_ask_to_unseal(*, viewer: Viewer, facts: dict, about_id: Any, at: datetime) -> list[Reason]:
    """Who may open the identity of this person, were it not under seal."""
    person = _person(viewer, about_id)
    if person is None or facts.get("why") not in UnmaskReason.values:
        return [Reason("not_sealed", _("There is nothing under seal to open."))]
    refused = identity_refusal(viewer, person, Verb.UNMASK, at)
    return [Reason(refused.code, refused.words)] if refused else []


def may_ask_to_lift(*, viewer: Viewer, facts: dict, about_id: Any, at: datetime) -> list[Reason]:
    """Who may put somebody under seal may ask to lift it."""
    person = _person(viewer, about_id)
    if person is None or not may_seal(viewer, person, at):
        return [Reason("no_right", _("Your role does not include this step."))]
    return []


def run_unseal(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the asker, and only the asker, sees the identity for a quarter of an hour."""
    with connection.cursor() as cursor:
        cursor.execute("select people_open_sealed(%s)", [request.pk])
    person = Person.objects.unscoped(because="named by the request").get(pk=request.about_id)
    record(
        "person.unsealed", about=person, by=by, at=at, reason=request.facts["why"],
        changes={"for": request.asked_by_id, "request": request.ref},
    )  # fmt: skip


def run_lift(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: everybody who saw the mask before sees it again."""
    rows = Seal.objects.unscoped(because="named by the request").select_for_update(of=("self",))
    held = (
        rows.filter(person_id=request.about_id, lifted_at=None).select_related("person", "data_key").first()
    )
    if held is None:
        raise CannotSeal([Reason("not_sealed", _("There is nothing under seal to open."))])
    held.lifted_at, held.lifted_by, held.lifted_because = at, by, request.pk
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    record("person.seal_lifted", about=held.person, by=by, at=at, changes={"request": request.ref})


def _person(viewer: Viewer, pk: Any) -> Person | None:
    rows = Person.objects.visible_to(viewer).filter(pk=pk, is_sealed=True, agency_id=viewer.agency_id)
    return rows.first()
