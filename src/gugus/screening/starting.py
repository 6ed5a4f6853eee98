"""Begin a screening where there is no fresh report: of somebody in a case, or again after a decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.screening.actions import CannotScreen, locked
from gugus.screening.codes import State
from gugus.screening.facts import LISTS, SAME_NAME, live_evidence
from gugus.screening.models import Assessment, EvidenceItem, NoteDraft

COPIED = (*LISTS, *SAME_NAME, "date_of_act", "act_precision", "indicators", "notes", "track")


@transaction.atomic
def start_in_case(*, case: Case, person: Person, by: User, at: datetime) -> Assessment:
    """Begin to screen somebody in a case; a running screening of the same person is taken up again."""
    case = locked_case(case)
    must_be_open(case)
    running = case.assessments.filter(person=person, state=State.DRAFT).first()
    if running is not None:
        return running
    party = case.parties.filter(person=person, role="survivor", until_at=None).first()
    if party is None:
        words = _("Only a survivor of this case can be screened here.")
        raise CannotScreen([Reason("not_survivor", words, "person")])
    assessment = Assessment(
        agency=by.agency, case=case, person=person, started_at=at, started_by=by, age_at_act=party.age_at_act,
        crossed_border=case.crossed_border,
    )  # fmt: skip
    assessment.save(force_insert=True)
    record("screening.started", about=assessment, within=case, by=by, at=at)
    announce("screening.started", about=assessment, at=at)
    return assessment


@transaction.atomic
def start_for_person(*, person: Person, agency: Agency, by: User, at: datetime, **known) -> Assessment:
    """Begin to screen somebody of whom there is neither a report nor a case: one of a group that arrives.

    `known` holds any of the screening's facts that the group itself tells. A running screening of the same person is
    taken up again; it moves into the case when one is opened (`join_case`).
    """
    rows = Assessment.objects.unscoped(because="the person came through a gate")
    running = rows.filter(person=person, report=None, case=None, state=State.DRAFT, agency=agency)
    if (earlier := running.select_related("data_key", "person").first()) is not None:
        return earlier
    assessment = Assessment(agency=agency, person=person, started_at=at, started_by=by, **known)
    assessment.save(force_insert=True)
    record("screening.started", about=assessment, within=person, by=by, at=at)
    announce("screening.started", about=assessment, at=at)
    return assessment


@transaction.atomic
def join_case(*, assessment: Assessment, case: Case, by: User, at: datetime) -> Assessment:
    """A screening without a case belongs to the person's own case from now on; what was decided stays."""
    assessment = locked(assessment)
    if assessment.case_id is None:
        assessment.case = case
        assessment.version += 1
        assessment.save(update_fields=["case", "version"])
        record("screening.joined_case", about=assessment, within=case, by=by, at=at)
    return assessment


@transaction.atomic
def screen_again(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Begin anew from a decided screening: its facts and living evidence come along, the decision stays."""
    old = locked(assessment)
    if old.state != State.DECIDED:
        raise CannotScreen([Reason("not_decided", _("Only a decided screening can be taken up again."))])
    running = old.replaced_by.filter(state=State.DRAFT).first()
    if running is not None:
        return running
    fresh = Assessment(
        agency=old.agency, report=old.report, mention=old.mention, case=old.case, person=old.person, replaces=old,
        started_at=at, started_by=by, **{name: getattr(old, name) for name in COPIED},
    )  # fmt: skip
    fresh.save(force_insert=True)
    for item in live_evidence(old):
        EvidenceItem(
            assessment=fresh, element_kind=item.element_kind, element_code=item.element_code, source=item.source,
            strength=item.strength, words=item.words, added_at=item.added_at, added_by=item.added_by,
        ).save(force_insert=True)  # fmt: skip
    record("screening.restarted", about=fresh, within=fresh.case or fresh.report, by=by, at=at)
    announce("screening.started", about=fresh, at=at)
    return fresh


@transaction.atomic
def keep_note_draft(*, assessment: Assessment, text: str, by: User, at: datetime) -> None:
    """Keep what somebody is typing until it is saved; changes nothing that others see."""
    rows = NoteDraft.objects.unscoped(because="only one's own")
    draft = (
        rows.select_for_update(of=("self",)).select_related("data_key").filter(assessment=assessment, user=by)
    )
    kept = draft.first() or NoteDraft(assessment=assessment, user=by)
    kept.text, kept.updated_at = text, at
    kept.save()


def note_draft(assessment: Assessment, user: User) -> NoteDraft | None:
    """What this user typed into the notes and never saved, when it differs from what is saved."""
    rows = NoteDraft.objects.unscoped(because="only one's own").filter(assessment=assessment, user=user)
    draft = rows.first()
    return draft if draft and draft.text and draft.text != assessment.notes else None
