"""What a viewer may do with frozen and published figures. Page and API ask the same object."""

from dataclasses import dataclass
from functools import cached_property

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.figures.seats import forces_of


@dataclass(frozen=True)
class Sight:
    """How one viewer stands to the figures of one task force."""

    viewer: Viewer
    force: TaskForce

    @cached_property
    def stands(self) -> Standing:
        return standing_to(self.viewer, self.force)

    def refusal(self, verb: Verb) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.FIGURES, self.stands)

    def may(self, verb: Verb) -> bool:
        return self.refusal(verb) is None

    @cached_property
    def may_write(self) -> bool:
        """May the viewer freeze a figure, count again, write down what others published?"""
        return self.may(Verb.WRITE)

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer say which of contradicting figures is used?"""
        return self.may(Verb.DECIDE)

    @cached_property
    def may_export(self) -> bool:
        return self.may(Verb.EXPORT)


def standing_to(viewer: Viewer, force: TaskForce) -> Standing:
    """The task force's own, for every agency that has a seat in it today."""
    if not viewer.is_known or not forces_of(viewer.agency_id).filter(pk=force.pk).exists():
        return Standing(Scope.NOTHING)
    return Standing(Scope.TASK_FORCE)
