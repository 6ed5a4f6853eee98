"""What a viewer sees of a heads-up and may do with it. Page and API ask the same object."""

from dataclasses import dataclass

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import Standing
from gugus.access.viewer import Viewer
from gugus.arrivals import rules
from gugus.arrivals.codes import OfferState, State
from gugus.arrivals.models import Headsup, Offer


@dataclass(frozen=True)
class Sight:
    """How one viewer stands to one heads-up."""

    viewer: Viewer
    headsup: Headsup

    @property
    def is_sender(self) -> bool:
        return self.headsup.agency_id == self.viewer.agency_id

    @property
    def reads_details(self) -> bool:
        """Asked agencies read it while it lasts; when it has ended, what was asked is no longer theirs."""
        return self.is_sender or self.headsup.state == State.SENT

    @property
    def may_write(self) -> bool:
        """May the viewer act here at all?"""
        return self.viewer.reach(Section.REFERRAL, Verb.WRITE) > Scope.NOTHING

    @property
    def may_change(self) -> bool:
        return self.is_sender and self.headsup.state == State.DRAFT and self.may_write

    @property
    def may_send(self) -> bool:
        return self.is_sender and self.headsup.state in {State.DRAFT, State.SENT} and self.may_write

    @property
    def may_end(self) -> bool:
        return self.is_sender and self.headsup.state == State.SENT and self.may_write

    @property
    def may_cancel(self) -> bool:
        return self.may_send

    @property
    def may_offer(self) -> bool:
        return not self.is_sender and self.headsup.state == State.SENT and self.may_write

    def moves_of(self, offer: Offer) -> list[OfferState]:
        """What the viewer can do with an offer now."""
        if not self.may_write or self.headsup.state != State.SENT:
            return []
        side = rules.SENDER if self.is_sender else rules.PROVIDER
        return [
            after for (before, after), mover in rules.MOVES.items() if before == offer.state and mover == side
        ]


def standing_to(viewer: Viewer, headsup: Headsup) -> Standing:
    """One's own when one wrote it; the agency's for everybody else on either side."""
    if not viewer.is_known or viewer.agency_id not in {headsup.agency_id, *headsup.asked}:
        return Standing(Scope.NOTHING)
    return Standing(Scope.MINE if headsup.written_by_id == viewer.self_id else Scope.AGENCY)
