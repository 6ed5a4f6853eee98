"""An agency that receives or holds somebody on the way was closed or merged: its successor takes its place."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gugus.access.actions import pass_on
from gugus.directory.models import Agency
from gugus.directory.queries import agencies, today_successor
from gugus.outbox.actions import announce
from gugus.repatriation import rules
from gugus.repatriation.actions.handing import kept_handover, locked_handover, recorded
from gugus.repatriation.actions.moving import kept, locked, written
from gugus.repatriation.codes import LegState, MinuteCode, MinuteState
from gugus.repatriation.models import Handover, Leg, Repatriation
from gugus.tasks.actions import pass_on_tasks

BECAUSE = "the worker follows the successor of a closed agency"
OPEN_LEGS = (LegState.PLANNED, LegState.UNDER_WAY)


def stranded_minutes(at: datetime) -> list[Handover]:
    """Minutes that wait for an agency that does not exist today and has a successor that does."""
    rows = Handover.objects.unscoped(because=BECAUSE).filter(state__in=rules.OPEN_MINUTES)
    return _stranded(rows.exclude(to_agency=None).exclude(to_agency__successor=None), "to_agency", at)


def stranded_returns(at: datetime) -> list[Repatriation]:
    """Running returns that go to, or are held by, such an agency."""
    rows = Repatriation.objects.unscoped(because=BECAUSE).filter(state__in=rules.RUNNING)
    rows = rows.select_related("to_agency", "holder")
    going = _stranded(rows.exclude(to_agency=None).exclude(to_agency__successor=None), "to_agency", at)
    held = _stranded(rows.exclude(holder__successor=None).exclude(holder=F("agency")), "holder", at)
    return list({one.pk: one for one in (*going, *held)}.values())


def _stranded(rows, name: str, at: datetime) -> list:
    today = agencies(timezone.localdate(at))
    rows = rows.select_related(name).exclude(**{f"{name}__in": today})[:500]
    return [one for one in rows if heir_of(getattr(one, name), at)]


def heir_of(agency: Agency, at: datetime) -> Agency | None:
    """Who does the work now of an agency that does not exist any more."""
    heir, today = today_successor(agency), agencies(timezone.localdate(at))
    return heir if heir.pk != agency.pk and today.filter(pk=heir.pk).exists() else None


@transaction.atomic
def minutes_follow(*, handover: Handover, at: datetime) -> str:
    """Unsigned minutes go to the successor with what was offered or opened; "taken_over", "cancelled", or "".

    Where one side has signed already the words are fixed: they end, and the office writes new ones.
    """
    fresh = locked_handover(handover)
    before = fresh.to_agency
    heir = heir_of(before, at) if before and fresh.state in rules.OPEN_MINUTES else None
    if heir is None:
        return ""
    if fresh.digest or heir.pk == fresh.agency_id:
        kept_handover(fresh, state=MinuteState.CANCELLED, code=MinuteCode.OTHER)
        changes = {"before": before.slug, "agency": heir.slug}
        recorded("handover.receiver_gone", fresh, by=None, at=at, code=MinuteCode.OTHER, changes=changes)
        announce("handover.receiver_gone", about=fresh, at=at, before=before.slug, to=heir.slug)
        return "cancelled"
    pass_on(because=fresh, before=before, to=heir, at=at)
    pass_on_tasks(about=fresh, before=before, to=heir, at=at)
    kept_handover(fresh, to_agency=heir, parties=sorted({*fresh.parties, heir.pk} - {before.pk}))
    changes = {"before": before.slug, "agency": heir.slug}
    recorded("handover.taken_over", fresh, by=None, at=at, changes=changes)
    announce("handover.taken_over", about=fresh, at=at, before=before.slug, to=heir.slug)
    return "taken_over"


@transaction.atomic
def return_follows(*, repatriation: Repatriation, at: datetime) -> bool:
    """Where she goes, who has her, and who meets her on legs that are not over: the successor. True if anything moved.

    What the old holder read by signed minutes the new one reads on the same basis.
    """
    fresh = locked(repatriation)
    goes = heir_of(fresh.to_agency, at) if fresh.to_agency_id else None
    holds = heir_of(fresh.holder, at) if fresh.holder_id != fresh.agency_id else None
    if fresh.state not in rules.RUNNING or not (goes or holds):
        return False
    changes = {}
    if holds:
        _pass_on_minutes(fresh, fresh.holder, holds, at)
        changes["holder"] = holds.slug
    if goes:
        changes["to"] = goes.slug
    for gone, heir in {(fresh.to_agency, goes), (fresh.holder, holds)}:
        if heir:
            _legs_follow(fresh, gone, heir, at)
    kept(fresh, **({"holder": holds} if holds else {}), **({"to_agency": goes} if goes else {}))
    pass_on_tasks(about=fresh, before=repatriation.holder, to=holds or fresh.holder, at=at)
    written("repatriation.taken_over", fresh, of=fresh, by=None, at=at, changes=changes)
    announce("repatriation.taken_over", about=fresh, at=at, **changes)
    return True


def _pass_on_minutes(repatriation: Repatriation, before: Agency, heir: Agency, at: datetime) -> None:
    rows = Handover.objects.unscoped(because=BECAUSE).filter(
        persons__repatriation=repatriation, to_agency=before, state=MinuteState.SIGNED
    )
    for handover in rows.distinct():
        pass_on(because=handover, before=before, to=heir, at=at)
        if heir.pk not in handover.parties:
            handover.parties = sorted({*handover.parties, heir.pk})
            handover.save(update_fields=["parties"])


def _legs_follow(repatriation: Repatriation, before: Agency, heir: Agency, at: datetime) -> None:
    rows = Leg.objects.unscoped(because=BECAUSE).filter(repatriation=repatriation, state__in=OPEN_LEGS)
    for leg in rows.filter(Q(agency=before) | Q(to_agency=before) | Q(escort_agency=before)):
        for name in ("agency", "to_agency", "escort_agency"):
            if getattr(leg, f"{name}_id") == before.pk:
                setattr(leg, name, heir)
        leg.version += 1
        leg.save(update_fields=["agency", "to_agency", "escort_agency", "version"])
        pass_on_tasks(about=leg, before=before, to=heir, at=at)
