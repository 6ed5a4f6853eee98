"""Who may ask, who may be the second person, and if not, why not: every reason at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer, viewer_of
from gugus.approvals.kinds import Kind
from gugus.approvals.models import Request, digests_of
from gugus.approvals.rules import Held, roles_that_count
from gugus.base.refusals import Reason

NOT_WAITING = Reason("not_waiting", _("This request is no longer waiting."))
RAN_OUT = Reason("run_out", _("The time for this request is over. It can be asked again."))
OWN_REQUEST = Reason("own_request", _("Nobody approves a request of their own."))
OTHER_AGENCY = Reason("other_agency", _("Only somebody of the asking agency decides this request."))
NO_RIGHT = Reason("no_right", _("Your role may not approve this."))
RIGHT_FROM_ASKER = Reason(
    "right_from_asker", _("Your right to approve came from the asking person, or only since yesterday.")
)
CHANGED = Reason("changed", _("What stands here is not what was asked. It must be asked again."))
ASKER_LOST_RIGHT = Reason("asker_lost_right", _("The person who asked may no longer ask for this."))
UNKNOWN_KIND = Reason("unknown_kind", _("Nobody here knows how to do this any more."))
READ_AGAIN = Reason("read_again", _("You approved something else than what was asked. Read it again."))


def hurdles_to_asking(
    kind: Kind, user: User, *, facts: dict, about_id: Any, at: datetime, viewer: Viewer | None = None
) -> list[Reason]:
    """What stands against this user asking for it now."""
    viewer = viewer or viewer_of(user, on=timezone.localdate(at))
    if not viewer.is_known or (kind.asks and not viewer.has(kind.section, kind.asks)):
        return [NO_RIGHT]
    if not kind.may_ask:
        return []
    return list(_called(kind.may_ask)(viewer=viewer, facts=facts, about_id=about_id, at=at))


def hurdles_to_deciding(request: Request, user: User, at: datetime) -> list[Reason]:
    """What stands against this user deciding the request, the request's own state included."""
    hurdles = [] if request.state == "asked" else [NOT_WAITING]
    if request.state == "asked" and request.until_at <= at:
        hurdles.append(RAN_OUT)
    if user.pk == request.asked_by_id:
        hurdles.append(OWN_REQUEST)
    if user.agency_id != request.agency_id:
        hurdles.append(OTHER_AGENCY)
    return hurdles + _lacking_right(request, user, at)


def hurdles_to_approving(request: Request, user: User, at: datetime) -> list[Reason]:
    """The same for saying yes: the asker's own right and the frozen facts are looked at again."""
    hurdles = hurdles_to_deciding(request, user, at)
    kind = request.named
    if kind is None:
        return [*hurdles, UNKNOWN_KIND]
    if request.digest not in digests_of(request):
        hurdles.append(CHANGED)
    asker = request.asked_by
    lost = hurdles_to_asking(kind, asker, facts=request.facts, about_id=request.about_id, at=at)
    if lost or asker.agency_id != request.agency_id:
        hurdles.append(ASKER_LOST_RIGHT)
    return hurdles


def _lacking_right(request: Request, user: User, at: datetime) -> list[Reason]:
    kind = request.named
    viewer = viewer_of(user, on=timezone.localdate(at))
    if kind is None or viewer.reach(kind.section, Verb.APPROVE) < Scope.AGENCY:
        return [NO_RIGHT]
    own = _without_the_askers_gifts(viewer, request, at)
    if own.reach(kind.section, Verb.APPROVE) < Scope.AGENCY:
        return [RIGHT_FROM_ASKER]
    return list(_called(kind.may_approve)(viewer=own, request=request, at=at)) if kind.may_approve else []


def _without_the_askers_gifts(viewer: Viewer, request: Request, at: datetime) -> Viewer:
    """The second person with those roles only that do not come from the asker."""
    on = timezone.localdate(at)
    rows = viewer.user.assignments.valid_on(on)
    held = [Held(one.role, one.valid_from, one.given_by_id) for one in rows]
    counting = roles_that_count(held, asker=request.asked_by_id, on=on)
    return replace(viewer, roles=counting, singles=())


def _called(path: str) -> Callable:
    return import_string(path)
