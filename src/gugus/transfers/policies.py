"""What a viewer sees of a transfer and may do with it. Page, print and API ask the same object."""

from dataclasses import dataclass
from functools import cached_property

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.transfers import rules
from gugus.transfers.codes import State
from gugus.transfers.models import Transfer

PREVIEWED = {State.OFFERED, State.ACCEPTED, State.MOVED}


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one transfer. `case`: where the viewer sees it now; `may_give`: may hand that case over."""

    viewer: Viewer
    transfer: Transfer
    stands: Standing
    case: Case | None
    may_give: bool

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.REFERRAL, self.stands, field_class)

    @property
    def is_sender(self) -> bool:
        return self.transfer.agency_id == self.viewer.agency_id

    @property
    def side(self) -> str:
        """Which side the viewer's agency is on."""
        return rules.SENDER if self.is_sender else rules.RECEIVER

    @cached_property
    def next_states(self) -> list[State]:
        """What the viewer can do now: who gives must be allowed to hand the case over, who takes to decide."""
        if self.refusal(Verb.DECIDE) is not None or (self.is_sender and not self.may_give):
            return []
        return rules.next_states(self.transfer.state, self.side)

    @cached_property
    def reads_words(self) -> bool:
        """Message and answer are for people who work on it."""
        return self.refusal(Verb.SEE, FieldClass.SENSITIVE) is None

    @property
    def reads_message(self) -> bool:
        """The sender until the file is gone, the receiver from its yes on."""
        if self.is_sender:
            return self.reads_words and self.transfer.state != State.MOVED
        return self.reads_words and self.transfer.state in {State.ACCEPTED, State.MOVED}

    @property
    def reads_basis(self) -> bool:
        """The words behind the legal basis stay with the sender."""
        return self.is_sender and self.reads_message

    @property
    def reads_preview(self) -> bool:
        """When the question is gone, so is the preview."""
        return self.is_sender or self.transfer.state in PREVIEWED

    @cached_property
    def sees_own_trail(self) -> bool:
        """What the old agency did in the file stays its own to look up."""
        return (
            self.is_sender
            and self.transfer.state == State.MOVED
            and self.viewer.has(Section.CASE, Verb.SEE_TRAIL)
        )

    @property
    def may_shorten(self) -> bool:
        """May the new owner end the hand-over earlier?"""
        return not self.is_sender and self.transfer.state == State.MOVED and self.refusal(Verb.DECIDE) is None


def standing_to(viewer: Viewer, transfer: Transfer) -> Standing:
    """One's own when one wrote it; the agency's for everybody else on either side."""
    if not viewer.is_known or viewer.agency_id not in {transfer.agency_id, transfer.to_agency_id}:
        return Standing(Scope.NOTHING)
    return Standing(Scope.MINE if transfer.written_by_id == viewer.self_id else Scope.AGENCY)
