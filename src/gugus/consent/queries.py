"""Is there a basis, and which? Which lines the ledger has. Others ask `basis_for`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gugus.access.codes import FieldClass
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.consent import rules, wording
from gugus.consent.codes import Basis, Giver
from gugus.consent.models import (
    Ground,
    InformationText,
    LegalDuty,
    Number,
    Override,
    Purpose,
    Recall,
    Withdrawal,
)
from gugus.directory.models import Agency
from gugus.directory.queries import seats_of
from gugus.people.models import Identity, Person

SHOWN = ("recipient", "interpreter_agency", "text", "recorded_by", "guardian", "withdrawal", "data_key")
BECAUSE = "row security limits to the agency's own ledger"


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger answers. `ground`: the basis. Without one `looked` is the line that explains it, if any.

    `code`: holds, none, refused, not_asked, withdrawn, expired, lapsed, not_yet, or not_covered (`missing` sections).
    """

    ground: Ground | None
    code: str
    looked: Ground | None = None
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """May it be sent?"""
        return self.ground is not None

    def reason(self, field: str = "") -> Reason:
        """Why not, for the field of a form."""
        return Reason(f"basis_{self.code}", wording.why_none(self), field)


def basis_for(
    person: Person,
    purpose: str,
    recipient: Agency | str | UUID,
    at: datetime,
    *,
    sections: Iterable[str] = (),
    depth: int = FieldClass.OPEN,
    lock: bool = False,
) -> Found:
    """The basis on which the person's agency may hand on now.

    `recipient`: an agency, a kind (`RecipientKind`), or the id of a provider without an account. `sections` and
    `depth`: what is to be opened; a ground that does not cover all of it is none. `lock` holds the lines until the
    end of the transaction, so that a withdrawal waits or is seen.
    """
    rows = lines_for(person, [purpose])
    if lock:
        lock_lines(person)
    return found_among(list(rows), person, purpose, recipient, at, sections=sections, depth=depth)


def lock_lines(person: Person) -> None:
    """Whoever sends and whoever withdraws wait for each other here; asked before any other lock is taken."""
    rows = Ground.objects.unscoped(because=BECAUSE).filter(person=person).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def lines_for(person: Person, purposes: Iterable[str]) -> QuerySet[Ground]:
    """Everything the agency noted for these purposes and those that count for them."""
    wanted = {code for purpose in purposes for code in counting_for(purpose)}
    rows = Ground.objects.unscoped(because=BECAUSE).filter(person=person, purpose__in=wanted)
    return rows.select_related("recipient").order_by("asked_at", "pk")


def counting_for(purpose: str) -> set[str]:
    """A purpose, and those whose basis counts for it too."""
    also = Purpose.objects.filter(code=purpose, valid_to=None).values_list("also_by", flat=True)
    return {purpose, *(code for codes in also for code in codes)}


def found_among(
    grounds: list[Ground],
    person: Person,
    purpose: str,
    recipient: Agency | str | UUID,
    at: datetime,
    *,
    sections: Iterable[str] = (),
    depth: int = FieldClass.OPEN,
) -> Found:
    """The same among lines that were read already. At most one query more (memberships, where a kind is named)."""
    fitting = [one for one in grounds if _fits(one, recipient)]
    kinds = _kinds_of(fitting, person, recipient, at)
    fitting = [one for one in fitting if one.recipient_kind in kinds or _names(one, recipient)]
    lapsed = _lapsed(fitting, person, at)
    place, code = rules.choose([line_of(one, recipient, lapsed) for one in fitting], at)
    chosen = fitting[place] if place is not None else None
    if code != "holds":
        return Found(None, code, chosen)
    missing = tuple(sorted(set(sections) - set(chosen.sections)))
    if missing or depth > chosen.depth:
        return Found(None, "not_covered", chosen, missing)
    return Found(chosen, "holds", chosen)


def line_of(ground: Ground, recipient: Agency | str | UUID, lapsed: bool = False) -> rules.Line:
    """A row as the rules see it."""
    return rules.Line(
        basis=ground.basis, answer=ground.answer, asked_at=ground.asked_at, specific=_names(ground, recipient),
        until_at=ground.until_at, withdrawn_at=ground.withdrawn_at, replaced=ground.replaced_at is not None,
        lapsed=ground.lapsed_at is not None or (lapsed and ground.giver in {Giver.GUARDIAN, Giver.OFFICIAL}),
    )  # fmt: skip


def state_of(ground: Ground, at: datetime) -> str:
    """How one line stands by itself (rules.state_of)."""
    return rules.state_of(line_of(ground, ground.recipient or ground.recipient_kind), at)


def _names(ground: Ground, recipient: Agency | str | UUID) -> bool:
    if isinstance(recipient, Agency):
        return ground.recipient_id == recipient.pk
    if isinstance(recipient, UUID):
        return ground.outside_id == recipient
    return ground.recipient_kind == recipient and ground.outside_id is None


def _fits(ground: Ground, recipient: Agency | str | UUID) -> bool:
    if isinstance(recipient, Agency) and ground.recipient_kind in rules.NAMED:
        return ground.recipient_kind in rules.kinds_of(recipient.kind)
    return _names(ground, recipient)


def _kinds_of(fitting: list[Ground], person: Person, recipient, at: datetime) -> frozenset[str]:
    """The named kinds that contain the recipient: it must sit in a task force with the person's agency today."""
    if not isinstance(recipient, Agency) or not any(one.recipient_kind in rules.NAMED for one in fitting):
        return frozenset()
    today = timezone.localdate(at)
    own = seats_of(person.agency_id, today).values("task_force_id")
    together = seats_of(recipient.pk, today).filter(task_force_id__in=own).exists()
    return rules.kinds_of(recipient.kind) if together else frozenset()


def _lapsed(fitting: list[Ground], person: Person, at: datetime) -> bool:
    """Has the person turned 18, so that a guardian's word no longer counts? The birthday is opened if it matters."""
    if not any(one.giver in {Giver.GUARDIAN, Giver.OFFICIAL} for one in fitting):
        return False
    day = timezone.localdate(at)
    if person.birth_year is None or day.year - person.birth_year < rules.ADULT_AT:
        return False
    return rules.is_child(born_of(person), person.birth_year, day) is False


def born_of(person: Person) -> str | None:
    """The birth date as far as it is known and this agency may read it; a partial ISO date."""
    row = Identity.objects.unscoped(because="a guardian's word ends on a birthday; nothing of it is shown")
    identity = row.select_related("data_key").filter(pk=person.pk).first()
    return (identity.birth_on if identity else None) or None


def number(code: str, at: datetime) -> int:
    """A number of the rules on a day; 0 when nobody keeps it."""
    row = Number.objects.valid_on(timezone.localdate(at)).filter(code=code).first()
    return row.amount if row else 0


def purposes_on(at: datetime) -> list[Purpose]:
    """The purposes that are asked for today."""
    return list(Purpose.objects.valid_on(timezone.localdate(at)))


def duties_on(at: datetime) -> list[LegalDuty]:
    """The duties of the law that count today."""
    return list(LegalDuty.objects.valid_on(timezone.localdate(at)))


def text_on(at: datetime) -> InformationText | None:
    """The text that is read to people today: the newest that counts."""
    rows = InformationText.objects.filter(valid_from__lte=timezone.localdate(at))
    return rows.order_by("-number").first()


def of_person(person: Person) -> QuerySet[Ground]:
    """The whole ledger of one person, the newest first. The person came through its gate."""
    rows = Ground.objects.unscoped(because=BECAUSE).filter(person=person)
    return rows.select_related(*SHOWN).order_by("-asked_at", "-pk")


def of_persons(ids: Iterable[UUID]) -> dict[UUID, list[Ground]]:
    """The lines of many persons, by person. One query."""
    rows = Ground.objects.unscoped(because=BECAUSE).filter(person_id__in=set(ids), replaced_at=None)
    found: dict[UUID, list[Ground]] = {}
    for one in rows.select_related("recipient").order_by("asked_at", "pk"):
        found.setdefault(one.person_id, []).append(one)
    return found


def running_out(at: datetime) -> QuerySet[Ground]:
    """Given consents and dangers whose end is near or past; for the worker."""
    soon = at + timedelta(days=number("expiry_days", at))
    rows = Ground.objects.unscoped(because="the worker looks at every end")
    live = rows.filter(answer="given", withdrawn_at=None, replaced_at=None, lapsed_at=None)
    return live.filter(until_at__lte=soon).select_related("agency", "person")


def guarded(at: datetime) -> QuerySet[Ground]:
    """Lines that somebody else gave for a child who may have turned 18; for the worker."""
    year = timezone.localdate(at).year - rules.ADULT_AT
    rows = Ground.objects.unscoped(because="the worker looks at every birthday")
    live = rows.filter(giver__in=[Giver.GUARDIAN, Giver.OFFICIAL], lapsed_at=None, withdrawn_at=None)
    return live.filter(person__birth_year__lte=year, replaced_at=None).select_related("agency", "person")


def recalls_for(viewer: Viewer, tab: str) -> QuerySet[Recall]:
    """What the viewer's agency must answer ("ours"), what others owe it ("sent"), what is settled ("done")."""
    rows = Recall.objects.visible_to(viewer).select_related("agency", "to_agency", "for_agency")
    if tab == "sent":
        return rows.filter(agency_id=viewer.agency_id, answered_at=None)
    if tab == "done":
        return rows.filter(answered_at__isnull=False).order_by("-answered_at", "pk")
    return rows.filter(to_agency_id=viewer.agency_id, answered_at=None)


def recall_counts(viewer: Viewer) -> dict[str, int]:
    """How many lie in each tab. One query."""
    return Recall.objects.visible_to(viewer).aggregate(
        ours=Count("pk", filter=Q(to_agency_id=viewer.agency_id, answered_at=None)),
        sent=Count("pk", filter=Q(agency_id=viewer.agency_id, answered_at=None)),
        done=Count("pk", filter=Q(answered_at__isnull=False)),
    )


def recalls_of(withdrawal: Withdrawal) -> list[Recall]:
    """Who was told to stop, and what they answered."""
    rows = Recall.objects.unscoped(because="the withdrawal came through its gate").filter(
        withdrawal=withdrawal
    )
    return list(rows.select_related("to_agency", "for_agency", "answered_by", "data_key"))


def overrides_for(viewer: Viewer, *, open_only: bool = False) -> QuerySet[Override]:
    """What the viewer's agency sent without a ground, the newest first."""
    rows = Override.objects.visible_to(viewer).select_related("recipient", "by", "reviewed_by", "agency")
    return rows.filter(verdict="") if open_only else rows


def is_consent(ground: Ground) -> bool:
    """Can the person take it back?"""
    return ground.basis == Basis.CONSENT
