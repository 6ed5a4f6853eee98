"""The only door to a referral, to those asked in one go, and to writing one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.referrals import queries
from gugus.referrals.batches import standing
from gugus.referrals.codes import State, Together
from gugus.referrals.models import Batch, Referral
from gugus.referrals.policies import Sight, standing_to
from gugus.referrals.rules import parts_family

WITH = (
    "agency", "to_agency", "proposed_agency", "answered_by", "written_by", "data_key", "batch", "follows__to_agency",
    "ground", "override",
)  # fmt: skip


@dataclass(frozen=True)
class BatchSight:
    """A batch and what the viewer sees of each referral in it: all of them for the sender, one's own otherwise."""

    batch: Batch
    sights: list[Sight]

    @property
    def is_sender(self) -> bool:
        return any(one.is_sender for one in self.sights)

    @property
    def asked(self) -> list[Sight]:
        """What the viewer can answer now."""
        return [one for one in self.sights if State.ACCEPTED in one.next_states]

    @property
    def drafts(self) -> list[Sight]:
        """What the viewer can send now."""
        return [one for one in self.sights if State.SENT in one.next_states]

    @property
    def unanswered(self) -> list[Sight]:
        """What the sender can take back together: nobody has answered it."""
        open_states = {State.DRAFT, State.SENT}
        return [
            one
            for one in self.sights
            if one.referral.state in open_states and State.REVOKED in one.next_states
        ]

    @property
    def counts(self) -> dict[State, int]:
        """How many are in each state, in the order of the states."""
        counted = Counter(one.referral.state for one in self.sights)
        return {state: counted[state] for state in State if counted[state]}

    @property
    def parted(self) -> bool:
        """Have the answers so far parted a family with a child?"""
        given = standing((one.referral for one in self.sights), {})
        return self.batch.kind == Together.FAMILY and parts_family(given)

    @property
    def children(self) -> int:
        return sum(one.referral.minor is not False for one in self.sights)


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The referral with this reference and what the viewer sees of it. Hidden and missing look alike.

    Either side passes; what each may do from the present state is `Sight.next_states`.
    """
    rows = Referral.objects.visible_to(viewer).filter(ref=ref).select_related(*WITH)
    found = sights_of(viewer, rows, at)
    if not found or found[0].refusal(Verb.SEE):
        raise Http404
    if why := found[0].refusal(verb):
        raise PermissionDenied(why)
    return found[0]


def batch_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> BatchSight:
    """The batch with this reference, with every referral of it that the viewer sees. Hidden and missing look alike."""
    batch = Batch.objects.visible_to(viewer).filter(ref=ref).select_related("agency", "written_by").first()
    if batch is None:
        raise Http404
    rows = Referral.objects.visible_to(viewer).filter(batch=batch).select_related(*WITH).order_by("pk")
    sights = [one for one in sights_of(viewer, rows, at) if not one.refusal(Verb.SEE)]
    if not sights:
        raise Http404
    for one in sights:
        if why := one.refusal(verb):
            raise PermissionDenied(why)
    return BatchSight(batch, sights)


def sights_of(viewer: Viewer, referrals: Iterable[Referral], at: datetime) -> list[Sight]:
    """How the viewer sees each of these rows, which are within its agency's reach. Three queries for any number."""
    rows = list(referrals)
    opened = queries.open_now(viewer, rows, at)
    words = queries.words_of(rows)
    return [
        Sight(viewer, one, standing_to(viewer, one), one.pk in opened, words.get(one.pk, {})) for one in rows
    ]


def case_to_refer_from(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case of one's own agency from which the viewer may refer somebody."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.REFERRAL):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.case
