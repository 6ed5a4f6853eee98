"""The ledger of somebody who goes along: the new owner answers for it and hears the receipts of running recalls."""

from collections.abc import Iterable

from gugus.base.along import BECAUSE, Going, Moves, Went
from gugus.consent.models import Ground, Override, Recall, Withdrawal


def _takes(model):
    def take(going: Going) -> Iterable[Went]:
        """Lines of the persons who go; whoever stays with the old agency keeps the ledger there."""
        rows = model.objects.unscoped(because=BECAUSE).filter(person__in=going.persons, agency=going.origin)
        rows.update(agency=going.target)
        return ()

    return take


MOVES = tuple(Moves(f"consent.{one.__name__}", _takes(one)) for one in (Ground, Withdrawal, Recall, Override))
