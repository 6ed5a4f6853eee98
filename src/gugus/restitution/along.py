"""Claims hang on their case: whoever answers for it answers for them. Who wrote a line stands in it for ever."""

from gugus.base.along import BECAUSE, Counted, Going
from gugus.restitution.models import Claim
from gugus.restitution.queries import NOT_SETTLED


def _open(going: Going) -> int:
    rows = Claim.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, state__in=NOT_SETTLED)
    return rows.count()


COUNTS = (Counted("restitution", _open),)
STAYS = {
    "restitution.Claim": "it hangs on the case, which goes; tasks go with tasks",
    "restitution.LedgerLine": "a line is never changed; it names the agency that wrote it",
    "restitution.Turn": "a turn is never changed; it names the agency that wrote it",
    "restitution.Told": "it names the agency that told the survivor",
}
