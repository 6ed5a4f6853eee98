"""What a viewer sees of an agreement and may do with it. Page and API ask the same object."""

from dataclasses import dataclass
from functools import cached_property

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.agreements import rules
from gugus.agreements.codes import State
from gugus.agreements.models import Agreement, Signatory


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one agreement, and who takes part in it."""

    viewer: Viewer
    agreement: Agreement
    stands: Standing
    parties: tuple[Signatory, ...]

    def refusal(self, verb: Verb) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.AGREEMENT, self.stands)

    def may(self, verb: Verb) -> bool:
        return self.refusal(verb) is None

    @cached_property
    def mine(self) -> Signatory | None:
        """The viewer's agency among the parties."""
        return next((one for one in self.parties if one.agency_id == self.viewer.agency_id), None)

    @property
    def is_writer(self) -> bool:
        """Did the viewer's agency write it?"""
        return self.agreement.agency_id == self.viewer.agency_id

    @cached_property
    def may_change(self) -> bool:
        """May the viewer change the draft?"""
        return self.is_writer and self.agreement.state == State.DRAFT and self.may(Verb.WRITE)

    @cached_property
    def needs_second(self) -> bool:
        """Would proposing open cases of the viewer's own agency, so that two people must agree?"""
        return self.is_writer and self.mine is not None and self.mine.gives

    @cached_property
    def may_propose(self) -> bool:
        """May the viewer send it to the others, or ask a second person to?"""
        needed = Verb.WRITE if self.needs_second else Verb.DECIDE
        return self.is_writer and self.agreement.state == State.DRAFT and self.may(needed)

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer sign, or not, for an agency that has not decided yet?"""
        waits = self.mine is not None and not self.mine.decision
        return waits and self.agreement.state == State.PROPOSED and self.may(Verb.DECIDE)

    @cached_property
    def may_withdraw(self) -> bool:
        needed = Verb.WRITE if self.agreement.state == State.DRAFT else Verb.DECIDE
        moves = rules.may_move(self.agreement.state, State.WITHDRAWN, rules.WRITER)
        return self.is_writer and moves and self.may(needed)

    @cached_property
    def may_give_notice(self) -> bool:
        """May the viewer end it? Once notice was given, only what ends it at once is left."""
        moves = rules.may_move(self.agreement.state, State.ENDED, rules.PARTY)
        return self.mine is not None and moves and self.may(Verb.DECIDE)

    @cached_property
    def may_follow(self) -> bool:
        """May the viewer write a successor: other terms now, or a renewal?"""
        ends = {*rules.RUNS, State.ENDED}
        return self.mine is not None and self.agreement.state in ends and self.may(Verb.WRITE)


def standing_to(viewer: Viewer, agreement: Agreement) -> Standing:
    """The agency's own for every party."""
    if not viewer.is_known or viewer.agency_id not in agreement.visible_to:
        return Standing(Scope.NOTHING)
    return Standing(Scope.AGENCY)
