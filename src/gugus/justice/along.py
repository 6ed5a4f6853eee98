"""Criminal tracks follow their case: whoever answers for it, and whoever it is opened to, reads them."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.justice import rules
from gugus.justice.models import Hearing, Proceeding


def _of(going: Going):
    return Proceeding.objects.unscoped(because=BECAUSE).filter(case__in=going.cases)


def move_proceedings(going: Going) -> Iterable[Went]:
    """Those that the old owner wrote are the new one's; who wrote a step stands in it as before."""
    rows = _of(going).filter(agency=going.origin)
    refs = list(rows.values_list("ref", flat=True))
    rows.update(agency=going.target, version=F("version") + 1)
    return [Went("proceeding", ref) for ref in refs]


def _coming(going: Going) -> int:
    rows = Hearing.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, state="planned")
    return rows.count()


COUNTS = (
    Counted("proceedings", lambda going: _of(going).exclude(stage__in=rules.ENDED).count()),
    Counted("hearings", _coming),
)
MOVES = (Moves("justice.Proceeding", move_proceedings),)
FOLLOWS = "whoever reads the case's section justice reads it; nothing in it names the owner"
STAYS = {
    "justice.Hearing": FOLLOWS,
    "justice.Move": "who gave the file away stays as it was",
    "justice.Verdict": "the court stays as it was; who reads it follows the case",
    "justice.TellingWish": FOLLOWS,
    "justice.Informing": FOLLOWS,
    "justice.Protection": FOLLOWS,
    "justice.Shield": FOLLOWS,
}
