"""Who somebody is, as far as the viewer may see it at this moment; and who saw it before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.kernel.masks import HIDDEN, mask_name, mask_nik, mask_paper_number, mask_phone
from gugus.people.codes import DocumentKind
from gugus.people.gate import identity_refusal
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.rules import birth_year_of
from gugus.people.seals import is_closed_to


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document: what it is, and its number, masked or not."""

    kind: str
    label: Any
    number: str


@dataclass(frozen=True, slots=True)
class IdentityShown:
    """An identity as the viewer may see it now. `until_at` is the end of the open view, None while masked.

    `state` is "known", "none" (nobody knows who this is), "sealed" (for others only) or "forgotten" (the key was
    destroyed).
    """

    state: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    documents: tuple[ShownDocument, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""
    birth_on: str = ""
    notes: str = ""
    until_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the values are the real ones."""
        return self.until_at is not None


def unmasked_now(viewer: Viewer, at: datetime) -> set[UUID]:
    """Persons whom this viewer sees with name at this moment."""
    if not viewer.is_known or viewer.reviewing or viewer.on_paper:
        return set()
    return set(Unmasking.objects.live(viewer.user, at).values_list("person_id", flat=True))


def shown_names(viewer: Viewer, persons: Iterable[Person], at: datetime) -> dict[UUID, str]:
    """A name for each person: full while unmasked, else initials with stars, else the code. Two queries."""
    people = {person.pk: person for person in persons}
    opened = unmasked_now(viewer, at)
    may_see = viewer.has(Section.IDENTITY, Verb.SEE)
    rows = Identity.objects.visible_to(viewer).filter(pk__in=people if may_see else ())
    known = {identity.pk: identity for identity in rows.only("id", "names", "data_key")}
    return {key: shown_name(person, known.get(key), key in opened) for key, person in people.items()}


def shown_name(person: Person, identity: Identity | None, opened: bool) -> str:
    """The name or an alias, masked unless opened; the code where nothing is known or all was forgotten."""
    names = (identity.names if identity else None) or {}
    name = names.get("full") or next(iter(names.get("aliases", ())), "")
    return (name if opened else mask_name(name)) or person.ref


def open_until(viewer: Viewer, person: Person, at: datetime) -> datetime | None:
    """Until when the viewer sees who the person is; None when it is masked."""
    if not viewer.is_known or viewer.reviewing or viewer.on_paper:
        return None
    live = Unmasking.objects.live(viewer.user, at).filter(person=person)
    return live.order_by("-until_at").values_list("until_at", flat=True).first()


def identity_of(viewer: Viewer, person: Person) -> Identity | None:
    """The sealed row, if the viewer's agency has it; the caller decides what of it is shown."""
    return Identity.objects.visible_to(viewer).filter(pk=person.pk).first()


def identity_shown(viewer: Viewer, person: Person, at: datetime) -> IdentityShown | None:
    """What the viewer may see of who a person is; None when not even the masks. At most five queries."""
    if identity_refusal(viewer, person, Verb.SEE, at):
        return None
    identity = identity_of(viewer, person)
    if identity is None:
        return IdentityShown("sealed" if is_closed_to(viewer, person) else "none")
    if identity.data_key.shredded_at or identity.data_key.opened() is None:
        return IdentityShown("forgotten")
    until = open_until(viewer, person, at)
    return _opened(identity, until) if until else _masked(identity)


def _opened(identity: Identity, until: datetime) -> IdentityShown:
    names = identity.names or {}
    documents = [(one.get("kind", ""), one["number"]) for one in identity.documents or []]
    return IdentityShown(
        "known",
        name=names.get("full", ""),
        aliases=tuple(names.get("aliases", ())),
        documents=tuple(ShownDocument(kind, kind_label(kind), number) for kind, number in documents),
        phones=tuple(identity.phones or ()),
        address=identity.address or "",
        birth_on=identity.birth_on or "",
        notes=identity.notes or "",
        until_at=until,
    )


def _masked(identity: Identity) -> IdentityShown:
    names = identity.names or {}
    documents = [(one.get("kind", ""), one["number"]) for one in identity.documents or []]
    return IdentityShown(
        "known",
        name=mask_name(names.get("full", "")),
        aliases=tuple(mask_name(alias) for alias in names.get("aliases", ())),
        documents=tuple(ShownDocument(kind, kind_label(kind), _mask(kind, n)) for kind, n in documents),
        phones=tuple(mask_phone(phone) for phone in identity.phones or ()),
        address=HIDDEN if identity.address else "",
        birth_on=str(birth_year_of(identity.birth_on) or HIDDEN) if identity.birth_on else "",
        notes=HIDDEN if identity.notes else "",
    )


def _mask(kind: str, number: str) -> str:
    return mask_nik(number) if kind == DocumentKind.NIK else mask_paper_number(number)


def kind_label(kind: str) -> Any:
    """What kind of document it is; an unknown kind is another document."""
    return DocumentKind(kind).label if kind in DocumentKind.values else DocumentKind.OTHER.label


def seen_by(viewer: Viewer, person: Person) -> QuerySet[Unmasking]:
    """Who saw this identity, newest first; the database shows other agencies' people only to the responsible one."""
    rows = Unmasking.objects.unscoped(because="row security: one's own, and those of one's agency's persons")
    return rows.filter(person=person).select_related("user__agency", "data_key").order_by("-at")


def may_read_reasons(viewer: Viewer) -> bool:
    """Reasons of colleagues are for those who watch: they could tell of a file on the other side of the wall."""
    whole_agency = viewer.reach(Section.IDENTITY, Verb.SEE) >= Scope.AGENCY
    return whole_agency or viewer.has(Section.TRAIL, Verb.SEE)
