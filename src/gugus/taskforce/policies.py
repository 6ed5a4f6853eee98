"""What a viewer sees of a task force and may do with it. Every context of the room asks the same object."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce

ONLY_THE_SECRETARIAT = Refusal(
    "only_the_secretariat", _("This step belongs to the secretariat of the task force.")
)


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one task force. `host`: the viewer's agency keeps its secretariat today."""

    viewer: Viewer
    force: TaskForce
    host: bool
    section: Section = Section.TASKFORCE

    @property
    def stands(self) -> Standing:
        """Inside; who is outside never gets a sight."""
        return Standing(Scope.TASK_FORCE)

    def refusal(self, verb: Verb, section: Section | None = None) -> Refusal | None:
        """Why not as a member, or None."""
        return refusal(self.viewer, verb, section or self.section, self.stands)

    def may(self, verb: Verb, section: Section | None = None) -> bool:
        """May the viewer do this as a member?"""
        return self.refusal(verb, section) is None

    def host_refusal(self, verb: Verb, section: Section | None = None) -> Refusal | None:
        """Why not in the name of the task force, or None: only its secretariat writes for it."""
        return self.refusal(verb, section) or (None if self.host else ONLY_THE_SECRETARIAT)

    @cached_property
    def may_keep(self) -> bool:
        """May the viewer write for the task force in this section?"""
        return self.host_refusal(Verb.WRITE) is None and self.may(Verb.DECIDE)
