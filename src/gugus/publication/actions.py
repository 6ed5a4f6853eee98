"""Write for everybody, propose, publish, send back, withdraw. What was published changes no more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import TaskForce
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.publication import rules
from gugus.publication.codes import Kind, State
from gugus.publication.models import Publication
from gugus.publication.rules import Words

BECAUSE = "came through the gate"


class CannotPublish(Cannot):
    """It cannot be written, proposed, published or withdrawn like this."""


@transaction.atomic
def write(
    *, force: TaskForce, kind: Kind, words: Words, by: User, at: datetime, source: tuple[str, str] = ("", ""),
    key: UUID | None = None,
) -> Publication:  # fmt: skip
    """A draft that the member agencies see. The same `key` twice (a double click) gives the same one."""
    rows = Publication.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    _refuse(rules.hurdles_to_writing(words))
    one = Publication(
        id=key or new_id(), task_force=force, agency=by.agency, kind=kind, written_by=by, written_at=at,
        source_kind=source[0], source_ref=source[1], **_texts(words),
    )  # fmt: skip
    one.save(force_insert=True)
    record("publication.written", about=one, by=by, at=at, changes={"kind": kind})
    return one


@transaction.atomic
def change(*, one: Publication, words: Words, by: User, at: datetime, seen: int | None = None) -> Publication:
    """A draft says something else. Raises CannotPublish, Stale."""
    one = _locked(one, seen, State.DRAFT)
    _refuse(rules.hurdles_to_writing(words))
    for name, value in _texts(words).items():
        setattr(one, name, value)
    one.changed_by, one.written_at = by, at
    return _moved(one, "publication.changed", by, at)


@transaction.atomic
def propose(*, one: Publication, by: User, at: datetime, seen: int | None = None) -> Publication:
    """Ask for approval; what must not be read by everybody is refused here. Raises CannotPublish, Stale."""
    one = _locked(one, seen, State.DRAFT)
    _refuse(rules.hurdles_to_proposing(one.words))
    one.state, one.proposed_by, one.sent_back = State.PROPOSED, by, ""
    moved = _moved(one, "publication.proposed", by, at)
    announce("publication.proposed", about=one, at=at)
    return moved


@transaction.atomic
def publish(
    *, one: Publication, looked_at: list[str], by: User, at: datetime, seen: int | None = None
) -> Publication:
    """A second, named person lets everybody read it; `looked_at` are the signs judged harmless. Once, from here on."""
    one = _locked(one, seen, State.PROPOSED)
    reasons = rules.hurdles_to_proposing(one.words)
    if by.pk in one.hands:
        reasons.append(Reason("same_person", _("Whoever wrote or proposed it does not approve it.")))
    open_signs = {finding.sign.value for finding in rules.to_look_at(one.words)} - set(looked_at)
    if open_signs:
        reasons.append(Reason("not_looked_at", _("Look at every place named and tick it."), "looked_at"))
    _refuse(reasons)
    one.state, one.decided_by, one.decided_at, one.looked_at = State.PUBLISHED, by, at, sorted(looked_at)
    moved = _moved(one, "publication.published", by, at, signs=sorted(looked_at))
    announce("publication.published", about=one, at=at)
    return moved


@transaction.atomic
def send_back(*, one: Publication, why: str, by: User, at: datetime, seen: int | None = None) -> Publication:
    """Not like this: it is a draft again, with the reason. Raises CannotPublish, Stale."""
    one = _locked(one, seen, State.PROPOSED)
    if not why.strip():
        raise CannotPublish([Reason("reason_needed", _("Say what has to change."), "why")])
    one.state, one.sent_back = State.DRAFT, why.strip()[:400]
    moved = _moved(one, "publication.sent_back", by, at)
    announce("publication.sent_back", about=one, at=at)
    return moved


@transaction.atomic
def withdraw(*, one: Publication, why: str, by: User, at: datetime, seen: int | None = None) -> Publication:
    """Nobody outside reads it any more, at once. The reason is kept inside. Raises CannotPublish, Stale."""
    one = _locked(one, seen, State.PUBLISHED)
    if not why.strip():
        raise CannotPublish([Reason("reason_needed", _("Say why it is taken back."), "why")])
    one.state, one.withdrawn_at, one.withdrawn_why = State.WITHDRAWN, at, why.strip()[:400]
    one.printed = None
    return _moved(one, "publication.withdrawn", by, at)


def _locked(one: Publication, seen: int | None, state: State) -> Publication:
    found = Publication.objects.unscoped(because=BECAUSE).select_for_update(of=("self",)).get(pk=one.pk)
    check_version(found, seen)
    if found.state != state:
        raise CannotPublish([Reason("not_from_here", _("It has moved on already."))])
    return found


def _moved(one: Publication, verb: str, by: User, at: datetime, **told) -> Publication:
    one.version += 1
    one.save()
    record(verb, about=one, by=by, at=at, changes=told or None)
    return one


def _texts(words: Words) -> dict[str, str]:
    return {name: getattr(words, name).strip() for name in ("title", "body", "title_en", "body_en")}


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise CannotPublish(reasons)
