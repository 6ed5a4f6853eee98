"""Who reads about a return on a ground, as the ledger asks; and how that ends when consent is withdrawn."""

from datetime import datetime

from gugus.access.models import Grant, User
from gugus.audit.actions import record
from gugus.cases.models import Case
from gugus.consent.models import Ground, Override
from gugus.consent.queries import counting_for
from gugus.consent.reaching import Reach
from gugus.directory.models import Agency
from gugus.repatriation.codes import PURPOSE
from gugus.repatriation.models import Repatriation

BECAUSE = "the ledger came through its gate; row security limits to the agency's own returns"


def tell(ground: Ground | Override, at: datetime) -> list[Reach]:
    """Agencies to which minutes opened, or offered, a return of this person on such a ground."""
    if isinstance(ground, Override) or ground.purpose not in counting_for(PURPOSE):
        return []
    rows = Repatriation.objects.unscoped(because=BECAUSE).filter(
        person=ground.person_id, agency=ground.agency_id
    )
    returns = {one.pk: one for one in rows}
    found = []
    for grant in _grants(returns, ground).select_related("agency").order_by("pk"):
        running = grant.ended_at is None and (grant.until_at is None or grant.until_at > at)
        one = returns[grant.record_id]
        found.append(
            Reach(
                kind="repatriation", pk=one.pk, ref=one.ref, agency=grant.agency, had=grant.from_at is not None,
                running=running, said=one.get_state_display(), sections=tuple(grant.sections),
            )
        )  # fmt: skip
    return found


def _grants(ids, ground: Ground):
    rows = Grant.objects.unscoped(because=BECAUSE).filter(
        record_kind="repatriation",
        record_id__in=list(ids),
        because_kind="handover",
        basis=ground.basis,
        user=None,
    )
    if ground.recipient_id:
        rows = rows.filter(agency=ground.recipient_id)
    return rows


def end(ground: Ground | Override, reach: Reach, *, by: User, at: datetime) -> None:
    """What minutes opened of this return closes at once for that agency; who has the person is another question."""
    one = Repatriation.objects.unscoped(because=BECAUSE).get(pk=reach.pk)
    agency: Agency = reach.agency
    for grant in _grants([one.pk], ground).filter(agency=agency, ended_at=None).select_for_update():
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
    changes = {"agency": agency.slug}
    record("repatriation.closed_to", about=one, within=Case(pk=one.case_id), by=by, at=at, changes=changes)
