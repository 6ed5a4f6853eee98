"""What houses add to the pages of case and referral, to the picture of a case and to closing it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.providers.queries import family
from gugus.referrals.policies import Sight as ReferralSight
from gugus.referrals.queries import RUNNING
from gugus.shelter import queries, rules
from gugus.shelter.actions.deciding import SERVICE
from gugus.shelter.codes import State
from gugus.shelter.gate import may_propose
from gugus.shelter.models import Stay
from gugus.shelter.wording import dress


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """Where somebody stays: code name, since, until, whom to call. None where there is nothing to see or to do."""
    stays = [
        one for one in queries.of_case(viewer, case) if viewer.agency_id in {one.agency_id, one.sender_id}
    ]
    sight = sight_of(viewer, case, at)
    ours = sight.is_ours and case.state not in {"closed", "archived"}
    may = (
        ours
        and sight.may(Verb.WRITE, Section.CARE, FieldClass.SENSITIVE)
        and bool(queries.houses_of(viewer)[:1])
    )
    if not stays and not may:
        return None
    names = queries.names_of(viewer, stays, at)
    for one in stays:
        dress(one, at).shown_name = names.get(one.person_id, "")
    open_now = [one for one in stays if one.state in rules.OPEN]
    return {
        "stays": open_now,
        "ended": [one for one in stays if one not in open_now],
        "case": case,
        "now": at,
        "may_propose": may,
    }


PANEL = Panel("shelter", Section.CARE, 35, gettext_lazy("Place to stay"), "shelter/_panel.html", provide)


def card(sight: ReferralSight, at: datetime) -> dict | None:
    """On the page of a referral for a place to stay: its stays, and for the asked agency the way to propose one."""
    referral, viewer = sight.referral, sight.viewer
    if SERVICE not in family(referral.service) or not viewer.has(Section.CARE, Verb.SEE):
        return None
    if viewer.is_closed(Section.CARE) and not sight.is_sender:
        return None
    stays = [dress(one, at) for one in queries.of_referral(viewer, referral.pk)]
    may = not sight.is_sender and referral.state in RUNNING and sight.opened and may_propose(viewer)
    may = may and not any(one.state in rules.OPEN for one in stays)
    if not stays and not may:
        return None
    return {"stays": stays, "referral": referral, "may_propose": may, "now": at}


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed while somebody of it stays in a house or is expected there."""
    rows = Stay.objects.unscoped(because="the case came through its gate").filter(
        case=case, state__in=rules.OPEN
    )
    number = rows.count()
    if not number:
        return []
    words = ngettext(
        "%(number)d stay in a house is still open. End it or take it back.",
        "%(number)d stays in a house are still open. End them or take them back.",
        number,
    )
    return [Reason("stays_open", words % {"number": number})]


def facts_about(case: Case) -> list[str]:
    """What moves the stage of the case."""
    rows = Stay.objects.unscoped(because="the case came through its gate").filter(case=case)
    states = set(rows.values_list("state", flat=True))
    planned = ["planned"] if states - {State.DECLINED, State.WITHDRAWN} else []
    return [*planned, *(["served"] if states & {State.IN, State.OUT} else [])]


def spans(viewer: Viewer, case: Case, at: datetime) -> Iterable[Any]:
    """Each stay as a span of the picture, each time somebody left without word as an event."""
    if not sight_of(viewer, case, at).may(Verb.SEE, Section.CARE, FieldClass.SENSITIVE):
        return
    for one in queries.of_case(viewer, case):
        if one.in_at is None:
            continue
        end = timezone.localdate(one.out_at) if one.out_at else None
        yield CaseSpan(one.house.name, timezone.localdate(one.in_at), end, "safe")
        if one.out_at and one.code == rules.LEFT_WITHOUT_WORD:
            yield CaseEvent(_("left without word"), timezone.localdate(one.out_at), "high")
