"""What a viewer sees of a referral and may do with it. Page, print and API ask the same object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.referrals import rules
from gugus.referrals.codes import State, WordsKind
from gugus.referrals.models import Referral, Words
from gugus.referrals.moving import grace_of


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one referral.

    `opened`: is the case open to the viewer through it now (never for the sender)? `words`: what the database let
    through of what was written, by kind.
    """

    viewer: Viewer
    referral: Referral
    stands: Standing
    opened: bool
    words: Mapping[str, Sequence[Words]] = field(default_factory=dict)

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
        """The sender's words are the sender's; acceptance opens them to the receiver, the end closes them."""
        return self.reads_words and (self.is_sender or self.opened)

    @property
    def reads_preview(self) -> bool:
        """The preview belongs to the question; when the question is gone, so is the preview."""
        return self.is_sender or self.referral.state == State.SENT or self.opened

    @cached_property
    def knows_basis(self) -> bool:
        """On which basis it was sent, and by whom, is no part of the preview: it opens with the acceptance."""
        return self.is_sender or self.opened

    @cached_property
    def reads_basis(self) -> bool:
        """The words behind the legal basis stay with the sender."""
        return self.is_sender and self.reads_words

    @cached_property
    def grace_until(self) -> datetime | None:
        """Until when the final report may be written; None where nothing is open after the end."""
        return grace_of(self.referral)

    @cached_property
    def may_report(self) -> bool:
        """May the viewer write the final report now? While the end has left the case open to its agency."""
        return not self.is_sender and self.may_act and self.opened and self.grace_until is not None

    def said(self, kind: WordsKind) -> list[Words]:
        """What was written of a kind, the oldest first, as far as the viewer reads it."""
        admitted = {WordsKind.MESSAGE: self.reads_message, WordsKind.BASIS: self.reads_basis}
        return list(self.words.get(kind, ())) if admitted.get(kind, self.reads_words) else []

    def last(self, kind: WordsKind) -> str | None:
        """The newest text of a kind; None where there is none or it is closed."""
        said = self.said(kind)
        return said[-1].text if said else None


def standing_to(viewer: Viewer, referral: Referral) -> Standing:
    """One's own when one wrote it; the agency's for everybody else on either side."""
    if not viewer.is_known or viewer.agency_id not in {referral.agency_id, referral.to_agency_id}:
        return Standing(Scope.NOTHING)
    return Standing(Scope.MINE if referral.written_by_id == viewer.self_id else Scope.AGENCY)
