"""Who looked at a file: by person, with what they did, when, and on what basis; for the case manager and on paper."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Min
from django.db.models.fields.json import KT
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gugus.access.codes import Role
from gugus.access.models import Grant, RoleAssignment, User
from gugus.audit.circumstances import KEY
from gugus.audit.queries import entries_about
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.directory.queries import agency_names
from gugus.trail.groups import Group, group_of

MOST = 200
SHOWN = (Group.READ, Group.OPENING, Group.LEAVING, Group.CHANGE, Group.REFUSAL)


@dataclass(slots=True)
class Visit:
    """One colleague at one file."""

    actor_id: UUID
    actor: str
    agency_id: UUID | None
    name: str = ""
    agency: str = ""
    role: str = ""
    basis: str = ""
    is_ours: bool = True
    emergency: bool = False
    first_at: datetime | None = None
    last_at: datetime | None = None
    times: dict[Group, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def deeds(self) -> list[tuple[str, int]]:
        """What, and how often, in a fixed order."""
        return [(str(_DEEDS[group]), self.times[group]) for group in SHOWN if self.times.get(group)]

    @property
    def opened(self) -> bool:
        """Did this colleague see who the person is?"""
        return bool(self.times.get(Group.OPENING))


class _Lazy:
    """Words that are translated when they are shown."""

    def __init__(self, make):
        self.make = make

    def __str__(self) -> str:
        return self.make()


_DEEDS = {
    Group.READ: _Lazy(lambda: _("read")),
    Group.OPENING: _Lazy(lambda: _("saw the identity")),
    Group.LEAVING: _Lazy(lambda: _("printed or downloaded")),
    Group.CHANGE: _Lazy(lambda: _("wrote or changed")),
    Group.REFUSAL: _Lazy(lambda: _("tried and was refused")),
}


def visits(record: models.Model, *, at: datetime) -> list[Visit]:
    """Everybody who touched the record or something within it, the latest first; jobs and the public are none."""
    kind = record._meta.model_name
    found: dict[tuple[UUID, UUID | None], Visit] = {}
    rows = entries_about(kind, record.pk).exclude(actor_id=None).order_by()
    counted = rows.annotate(urgent=KT(f"changes__{KEY}__emergency")).values(
        "actor_id", "actor", "agency_id", "verb", "urgent"
    )
    for row in counted.annotate(times=Count("seq"), first=Min("at"), last=Max("at")):
        key = (row["actor_id"], row["agency_id"])
        visit = found.setdefault(key, Visit(row["actor_id"], row["actor"], row["agency_id"]))
        visit.times[group_of(row["verb"])] += row["times"]
        visit.emergency = visit.emergency or row["urgent"] is not None
        visit.first_at = min(filter(None, (visit.first_at, row["first"])))
        visit.last_at = max(filter(None, (visit.last_at, row["last"])))
    shown = sorted(found.values(), key=lambda one: one.last_at, reverse=True)[:MOST]
    _name(shown, record, at)
    return shown


def lanes(visits: Sequence[Visit]) -> list[CaseSpan]:
    """From the first to the last time of each agency, for the picture."""
    days: dict[str, list[datetime]] = defaultdict(list)
    for one in visits:
        days[one.agency or _("Unknown agency")] += [one.first_at, one.last_at]
    return [
        CaseSpan(agency, localdate(min(all_)), localdate(max(all_))) for agency, all_ in sorted(days.items())
    ]


def marks(visits: Iterable[Visit]) -> list[CaseEvent]:
    """The days on which somebody who saw the identity was last there."""
    days = {localdate(one.last_at) for one in visits if one.opened}
    return [CaseEvent(_("Somebody who saw the identity was here"), day, "sealed") for day in sorted(days)]


def _name(shown: list[Visit], record: models.Model, at: datetime) -> None:
    people = {one.actor_id for one in shown}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    offices = agency_names({one.agency_id for one in shown if one.agency_id})
    roles: dict[UUID, str] = {}
    for user, role in (
        RoleAssignment.objects.filter(user_id__in=people)
        .order_by("valid_from")
        .values_list("user_id", "role")
    ):
        roles[user] = role
    bases = _bases(record)
    for one in shown:
        one.name, one.agency = names.get(one.actor_id, one.actor), offices.get(one.agency_id, "")
        one.role = str(Role(roles[one.actor_id]).label) if roles.get(one.actor_id) in Role.values else ""
        one.is_ours = one.agency_id == record.agency_id
        one.basis = _basis(one, bases)


def _bases(record: models.Model) -> dict[UUID, str]:
    """Why each other agency could see the record: what its latest grant was given for."""
    rows = Grant.objects.unscoped(because="the record came through its gate").filter(
        record_kind__in=[record._meta.model_name, "identity"], record_id=record.pk
    )
    return {
        agency: kind or basis
        for agency, kind, basis in rows.order_by("pk").values_list("agency_id", "because_kind", "basis")
    }


def _basis(visit: Visit, bases: dict[UUID, str]) -> str:
    if visit.emergency:
        return _("emergency access")
    if visit.is_ours:
        return _("works for the agency that answers for the file")
    if visit.agency_id not in bases:
        return _("was involved at the time")
    return _("a referral") if bases[visit.agency_id] == "referral" else _("an agreement between agencies")
