"""An agency was replaced or left: what it still had to do is its successor's. Run by the worker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gugus.followup.actions.moving import kept, locked, told, write_line
from gugus.followup.codes import LineKind
from gugus.followup.models import Recommendation
from gugus.taskforce.queries import heir_on
from gugus.tasks.actions import pass_on_tasks


@transaction.atomic
def follow_successor(recommendation: Recommendation, *, at: datetime) -> bool:
    """Give a running recommendation to whoever followed its owner; False when nobody did or it was done meanwhile.

    The successor of a replaced office, or the member that took over when the owner's seat ended (`taskforce.heir_on`).
    """
    one = locked(recommendation)
    before, heir = one.owner, heir_on(one.task_force, one.owner, timezone.localdate(at))
    if heir is None or heir.pk == before.pk or one.closed_on is not None:
        return False
    kept(one, owner=heir, supporters=[pk for pk in one.supporters if pk != heir.pk])
    write_line(one, LineKind.HANDED, by=None, at=at, to_agency=heir)
    pass_on_tasks(about=one, before=before, to=heir, at=at)
    told("recommendation.handed", one, by=None, at=at, changes={"before": before.slug, "owner": heir.slug})
    return True
