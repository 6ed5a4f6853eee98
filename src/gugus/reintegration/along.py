"""Reintegrations go along with the case: the new agency prepares, visits and answers. Who follows, follows on."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.reintegration import rules
from gugus.reintegration.models import Reintegration


def _of(going: Going):
    return Reintegration.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, agency=going.origin)


def move_reintegrations(going: Going) -> Iterable[Went]:
    """Running and ended ones. The new owner visits itself where it was the one that followed."""
    refs = list(_of(going).values_list("ref", flat=True))
    _of(going).filter(follower=going.target).update(follower=None)
    _of(going).update(agency=going.target, version=F("version") + 1)
    return [Went("reintegration", ref) for ref in refs]


COUNTS = (Counted("reintegrations", lambda going: _of(going).filter(state__in=rules.RUNNING).count()),)
MOVES = (Moves("reintegration.Reintegration", move_reintegrations),)
FOLLOWS = "follows its reintegration and the case; who wrote it stays written"
STAYS = {
    f"reintegration.{name}": FOLLOWS
    for name in (
        "PreparationStep", "HomeAssessment", "Placement", "MonitoringVisit", "VisitRecord", "SupportStep",
        "SupportPayment", "OutcomeAnswer", "ReturnAlarm",
    )
}  # fmt: skip
