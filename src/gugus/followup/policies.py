"""What a viewer sees of a recommendation and may do with it. Page and API ask the same object."""

from dataclasses import dataclass
from functools import cached_property

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.followup import rules
from gugus.followup.codes import State
from gugus.followup.models import Recommendation
from gugus.taskforce.policies import Sight as ForceSight


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one recommendation. `owns` and `supports`: the viewer's agency today, as a successor too.

    `stands_in`: the viewer's agency keeps the secretariat, and nobody of the owner has an account.
    """

    room: ForceSight
    recommendation: Recommendation
    owns: bool
    supports: bool
    stands_in: bool = False

    @property
    def viewer(self) -> Viewer:
        return self.room.viewer

    @cached_property
    def runs(self) -> bool:
        """Is there still something to do or to accept?"""
        return self.recommendation.state in rules.RUNNING

    @cached_property
    def may_keep(self) -> bool:
        """May the viewer change, replace, split it and move its deadline: the secretariat?"""
        return self.runs and self.room.may_keep

    @cached_property
    def may_tell(self) -> bool:
        """May the viewer tell progress for an agency that owns or supports it?"""
        concerned = self.owns or self.supports or self.stands_in
        return self.runs and concerned and self.room.may(Verb.WRITE, Section.FOLLOWUP)

    @cached_property
    def may_report(self) -> bool:
        """May the viewer say that it is done?"""
        open_ = self.recommendation.state == State.OPEN
        return open_ and (self.owns or self.stands_in) and self.room.may(Verb.WRITE, Section.FOLLOWUP)

    @cached_property
    def may_ask(self) -> bool:
        """May the viewer ask for more time? The secretariat moves the deadline itself."""
        return self.may_report and self.owns

    @cached_property
    def may_accept(self) -> bool:
        """May the viewer accept it as done, or send it back?"""
        return self.may_keep and self.recommendation.state == State.REPORTED

    def side_refusal(self, right: str) -> Refusal | None:
        """Why the step belongs to another side, or None where only the state stands against it."""
        if right in {"may_accept", "may_keep"}:
            return self.room.host_refusal(Verb.WRITE) or self.room.refusal(Verb.DECIDE)
        ours = self.owns or self.supports and right == "may_tell" or self.stands_in and right != "may_ask"
        return self.room.refusal(Verb.WRITE, Section.FOLLOWUP) or (None if ours else OUT_OF_REACH)

    @cached_property
    def may_attach(self) -> bool:
        """May the viewer add evidence?"""
        return self.may_tell or self.may_keep
