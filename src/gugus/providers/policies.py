"""Who may write a service of the directory. Everybody who is signed in to work with people may read it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gugus.access.codes import Role, Section, Verb
from gugus.access.policies import NO_RIGHT, OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency
from gugus.providers.models import Offering
from gugus.providers.queries import has_users


@dataclass(frozen=True)
class Sight:
    """How one viewer stands to one service."""

    viewer: Viewer
    offering: Offering

    @cached_property
    def why_not_write(self) -> Refusal | None:
        """Why the viewer may not change it, or None."""
        return why_not_write_for(self.viewer, self.offering.agency)

    @property
    def may_write(self) -> bool:
        return self.why_not_write is None

    @property
    def may_see_number(self) -> bool:
        """The private number of somebody on duty: for those who place people, and for the agency itself."""
        if not self.offering.private_phone:
            return False
        ours = self.viewer.agency_id in {self.offering.agency_id, self.offering.kept_by_id}
        return ours or self.viewer.has(Section.REFERRAL, Verb.WRITE)


def why_not_write_for(viewer: Viewer, agency: Agency) -> Refusal | None:
    """Own services by role; the secretariat also for agencies in which nobody can sign in."""
    if not viewer.has(Section.PROVIDER, Verb.WRITE):
        return NO_RIGHT
    if agency.pk == viewer.agency_id:
        return None
    if Role.SECRETARIAT in viewer.roles and not has_users(agency):
        return None
    return OUT_OF_REACH


def writes_for_others(viewer: Viewer) -> bool:
    """Does this viewer keep services of agencies without users?"""
    return Role.SECRETARIAT in viewer.roles and viewer.has(Section.PROVIDER, Verb.WRITE)


def is_current(offering: Offering, day: date) -> bool:
    """Is the service given on a day?"""
    return offering.valid_from <= day and (offering.valid_until is None or offering.valid_until > day)
