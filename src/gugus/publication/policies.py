"""Who may do what with a publication: the secretariat writes and withdraws, somebody else with the right approves."""

from dataclasses import dataclass

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.publication.codes import State
from gugus.publication.models import Publication
from gugus.taskforce.policies import Sight as ForceSight

SECTION = Section.ACCOUNT


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one publication; `inside` is how the viewer stands in its task force."""

    viewer: Viewer
    one: Publication
    inside: ForceSight

    @property
    def may_write(self) -> bool:
        """The secretariat changes a draft."""
        return self.one.state == State.DRAFT and self.inside.may_keep

    @property
    def may_decide(self) -> bool:
        """Whoever approves for the task force, and neither wrote nor proposed it."""
        waits = self.one.state == State.PROPOSED and self.viewer.self_id not in self.one.hands
        return waits and self.inside.may(Verb.APPROVE)

    @property
    def may_withdraw(self) -> bool:
        """Taking back may not wait for a second person: the secretariat or the chair does it at once."""
        return self.one.state == State.PUBLISHED and (self.inside.may_keep or self.inside.may(Verb.APPROVE))
