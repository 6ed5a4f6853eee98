"""The only doors to a house, a stay, and to proposing one."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.referrals.gate import sight_for as referral_sight_for
from gugus.referrals.models import Referral
from gugus.shelter import queries
from gugus.shelter.models import Bed, Belonging
from gugus.shelter.policies import HouseSight, Sight, standing_to


def house_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> HouseSight:
    """A house of the viewer's agency. Hidden and missing look alike."""
    house = queries.houses_of(viewer).filter(ref=ref).first()
    if house is None:
        raise Http404
    sight = HouseSight(viewer, house)
    if sight.refusal(Verb.SEE):
        raise Http404
    if verb == Verb.WRITE and not sight.may_write:
        raise PermissionDenied(sight.refusal(Verb.WRITE) or OUT_OF_REACH)
    if verb == Verb.DECIDE and not sight.may_decide:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def house_to_keep(viewer: Viewer, ref: str, *, at: datetime) -> HouseSight:
    """The same for whoever furnishes houses and writes addresses."""
    sight = house_for(viewer, ref, verb=Verb.WRITE, at=at)
    if not sight.may_keep:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def house_to_work_in(viewer: Viewer, ref: str, *, at: datetime) -> HouseSight:
    """The same for whoever works in the house."""
    return house_for(viewer, ref, verb=Verb.WRITE, at=at)


def must_keep(viewer: Viewer) -> None:
    """Opening a house is for whoever keeps the agency's services, in an agency whose kind may read care."""
    if not viewer.has(Section.PROVIDER, Verb.WRITE) or viewer.is_closed(Section.CARE):
        raise PermissionDenied(OUT_OF_REACH)


def stay_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The stay with this reference, for the house and for the agency of the case. Hidden and missing look alike."""
    stay = queries.stays_for(viewer).filter(ref=ref).first()
    if stay is None:
        raise Http404
    case = queries.case_of(viewer, stay)
    sight = Sight(viewer, stay, standing_to(viewer, stay, case, at))
    if sight.refusal(Verb.SEE):
        raise Http404
    if verb == Verb.WRITE and not sight.may_write:
        raise PermissionDenied(sight.refusal(Verb.WRITE) or OUT_OF_REACH)
    if verb == Verb.DECIDE and not sight.may_decide:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def bed_in(sight: HouseSight, pk: UUID | str) -> Bed:
    """A bed of the house."""
    rows = Bed.objects.visible_to(sight.viewer).filter(room__house=sight.house, retired_at=None)
    bed = rows.select_related("room").filter(pk=pk).first()
    if bed is None:
        raise Http404
    return bed


def own_bed(viewer: Viewer, pk: UUID | str) -> Bed:
    """A bed of any house of the viewer's agency."""
    rows = Bed.objects.visible_to(viewer).filter(retired_at=None).select_related("room__house")
    bed = rows.filter(pk=pk).first()
    if bed is None:
        raise Http404
    return bed


def belonging_of(sight: Sight, pk: UUID | str) -> Belonging:
    """Something that the house keeps for this stay."""
    one = sight.stay.belongings.filter(pk=pk).first() if sight.is_house else None
    if one is None:
        raise Http404
    return one


def referral_to_house(viewer: Viewer, ref: str, *, at: datetime) -> tuple[Referral, Case]:
    """An accepted referral to the viewer's agency, with its case, for proposing a stay."""
    sight = referral_sight_for(viewer, ref, at=at)
    case = case_sight_for(viewer, sight.referral.case.ref, at=at).case if sight.opened else None
    if sight.is_sender or case is None or not may_propose(viewer):
        raise PermissionDenied(OUT_OF_REACH)
    return sight.referral, case


def case_to_house(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case of the viewer's own agency, for proposing a stay."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.CARE, FieldClass.SENSITIVE):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.case


def may_propose(viewer: Viewer) -> bool:
    """Does the viewer write care at all, in an agency whose kind may read it?"""
    return viewer.has(Section.CARE, Verb.WRITE) and not viewer.is_closed(Section.CARE)
