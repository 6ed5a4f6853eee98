"""An invited agency was closed or merged: its successor is invited in its place, and carries out what waits."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gugus.conferences import queries, rules
from gugus.conferences.actions.moving import kept, locked, told
from gugus.conferences.models import Conference, Decision, Invitation
from gugus.directory.models import Agency
from gugus.directory.queries import agencies, today_successor
from gugus.tasks.actions import finish_tasks_about

BECAUSE = "the worker's job"


def gone_guests(at: datetime) -> list[Invitation]:
    """Invitations to open conferences of agencies that do not exist today and have a successor that does."""
    today = agencies(timezone.localdate(at))
    rows = Invitation.objects.unscoped(because=BECAUSE).select_related("agency", "conference")
    rows = rows.exclude(conference__state__in=rules.ENDED).exclude(agency__in=today)
    return [one for one in rows.filter(~Q(agency__successor=None)) if today_successor(one.agency) in today]


@transaction.atomic
def follow_successor(invitation: Invitation, *, at: datetime) -> bool:
    """Invite the successor if the case is open to it, and let it carry out what waits. False when it is not."""
    conference, heir = locked(invitation.conference), today_successor(invitation.agency)
    on_case = queries.open_parts(conference.case_id, at)
    if heir.pk not in on_case and heir.pk != conference.agency_id:
        return False
    _hand_over(conference, invitation.agency, heir, at)
    if heir.pk in conference.invited:
        return False
    Invitation(
        conference=conference, host_id=conference.agency_id, agency=heir, came=invitation.came
    ).save(force_insert=True)  # fmt: skip
    kept(conference, invited=sorted({*conference.invited, heir.pk} - {invitation.agency_id}))
    told("conference.succeeded", conference, by=None, at=at, changes={"to": heir.slug})
    return True


def _hand_over(conference: Conference, gone: Agency, heir: Agency, at: datetime) -> None:
    rows = Decision.objects.unscoped(because=BECAUSE).select_related("item__conference", "data_key")
    for one in rows.filter(item__conference=conference, to_agency=gone, done_at=None):
        finish_tasks_about(about=one, kind="conference_decision", by=None, at=at)
        one.to_agency = heir
        one.save(update_fields=["to_agency"])
