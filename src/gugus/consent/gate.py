"""The only doors: a person's ledger, one line of it, a withdrawal, a recall, an override."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.consent.models import Ground, Override, Recall, Withdrawal
from gugus.consent.queries import SHOWN
from gugus.kernel.ids import parse_ref
from gugus.people.gate import may_see, standing_to
from gugus.people.models import Person


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one person's ledger."""

    viewer: Viewer
    person: Person
    stands: Standing
    at: datetime

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None. Only the agency that answers for the person keeps its ledger."""
        if self.stands.scope in {Scope.SHARED, Scope.NOTHING}:
            return OUT_OF_REACH
        return refusal(self.viewer, verb, Section.CONSENT, self.stands, field_class)

    def may(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> bool:
        return self.refusal(verb, field_class) is None

    @cached_property
    def may_record(self) -> bool:
        """May the viewer ask the person and write it down?"""
        return self.may(Verb.WRITE)

    @cached_property
    def may_withdraw(self) -> bool:
        """May the viewer carry out a withdrawal, and decide for a child?"""
        return self.may(Verb.DECIDE)

    @cached_property
    def opens_person(self) -> bool:
        """May the viewer open the person's own page too? Whoever keeps the ledger alone may not."""
        return may_see(self.viewer, self.person, self.at)

    @cached_property
    def reads_words(self) -> bool:
        """Names and words in the ledger."""
        return self.may(Verb.SEE, FieldClass.SENSITIVE)


def ledger_of(viewer: Viewer, person: Person, at: datetime) -> Sight:
    """How this viewer sees the ledger of a person who came through a gate."""
    return Sight(viewer, person, standing_to(viewer, person, at, kind="person"), at)


def ledger_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The ledger of the person with this code; hidden and missing look alike."""
    rows = Person.objects.visible_to(viewer).select_related("agency")
    person = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if person is None:
        raise Http404
    return _admitted(ledger_of(viewer, person, at), verb)


def ground_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> tuple[Ground, Sight]:
    """One line of the ledger, and how the viewer sees the person's."""
    rows = Ground.objects.visible_to(viewer).select_related(*SHOWN, "agency", "person__agency")
    ground = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if ground is None:
        raise Http404
    return ground, _admitted(ledger_of(viewer, ground.person, at), verb)


def withdrawal_for(viewer: Viewer, ref: str, *, at: datetime) -> tuple[Withdrawal, Sight]:
    """One withdrawal of the viewer's agency."""
    rows = Withdrawal.objects.visible_to(viewer).select_related("person__agency", "agency", "by", "data_key")
    found = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if found is None:
        raise Http404
    return found, _admitted(ledger_of(viewer, found.person, at), Verb.SEE)


def recall_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Recall:
    """A recall of either side. The recipient needs the right in its own agency; the sender's side may only look."""
    rows = Recall.objects.visible_to(viewer).select_related(
        "agency", "to_agency", "for_agency", "answered_by", "data_key"
    )
    recall = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if recall is None:
        raise Http404
    stands = _stands_to_recall(viewer, recall, at)
    if refusal(viewer, Verb.SEE, Section.CONSENT, stands):
        raise Http404
    if verb != Verb.SEE and viewer.agency_id != (recall.to_agency_id or recall.agency_id):
        raise PermissionDenied(OUT_OF_REACH)
    if why := refusal(viewer, verb, Section.CONSENT, stands):
        raise PermissionDenied(why)
    return recall


def _stands_to_recall(viewer: Viewer, recall: Recall, at: datetime) -> Standing:
    """The sender's side as to the person; the recipient no longer sees the file, so whoever keeps consent answers."""
    if viewer.agency_id == recall.agency_id:
        return ledger_of(viewer, recall.person, at).stands
    return Standing(Scope.TEAM)


def override_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> tuple[Override, Sight]:
    """One override of the viewer's agency; reviewing asks for the right to approve."""
    rows = Override.objects.visible_to(viewer).select_related(
        "person__agency", "recipient", "by", "reviewed_by", "agency", "data_key"
    )
    found = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if found is None:
        raise Http404
    return found, _admitted(ledger_of(viewer, found.person, at), verb)


def _admitted(sight: Sight, verb: Verb) -> Sight:
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight
