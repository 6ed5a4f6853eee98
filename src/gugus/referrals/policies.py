"""What a viewer sees of a referral and may do with it. Page, print and API ask the same object."""

from dataclasses import dataclass
from functools import cached_property

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Referral

# The receiver keeps what it answered itself. What the sender wrote is shown only while it is needed.
MESSAGE_STATES = {State.SENT, State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK}


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one referral. `opened` tells whether the case is open to the viewer now."""

    viewer: Viewer
    referral: Referral
    stands: Standing
    opened: bool

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.REFERRAL, self.stands, field_class)

    @property
    def side(self) -> str:
        """Which side the viewer's agency is on."""
        return rules.SENDER if self.referral.agency_id == self.viewer.agency_id else rules.RECEIVER

    @property
    def is_sender(self) -> bool:
        return self.side == rules.SENDER

    @cached_property
    def may_act(self) -> bool:
        """May the viewer answer or send?"""
        return self.refusal(Verb.DECIDE) is None

    @cached_property
    def next_states(self) -> list[State]:
        """What the viewer can do now, in the order of the page."""
        return rules.next_states(self.referral.state, self.side) if self.may_act else []

    @cached_property
    def reads_words(self) -> bool:
        """Answers, feedback and message are written for people who work on it."""
        return self.refusal(Verb.SEE, FieldClass.SENSITIVE) is None

    @cached_property
    def reads_message(self) -> bool:
        """Who declined, let time run out or lost access no longer reads what it was told."""
        if not self.reads_words:
            return False
        return self.is_sender or self.referral.state in MESSAGE_STATES or self.opened

    @property
    def reads_preview(self) -> bool:
        """The preview belongs to the question; when the question is gone, so is the preview."""
        return self.is_sender or self.referral.state in MESSAGE_STATES or self.opened

    @cached_property
    def reads_basis(self) -> bool:
        """The words behind the legal basis stay with the sender."""
        return self.is_sender and self.reads_words


def standing_to(viewer: Viewer, referral: Referral) -> Standing:
    """One's own when one wrote it; the agency's for everybody else on either side."""
    if not viewer.is_known or viewer.agency_id not in {referral.agency_id, referral.to_agency_id}:
        return Standing(Scope.NOTHING)
    return Standing(Scope.MINE if referral.written_by_id == viewer.self_id else Scope.AGENCY)
