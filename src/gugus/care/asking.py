"""Ask somebody how a service was, so that nobody who served learns what one person said."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.care.actions import CannotServe
from gugus.care.codes import Opinion, Question, State
from gugus.care.models import OpinionAnswer, OpinionSheet, OpinionWords, ServiceLine
from gugus.cases.models import Case

VALUES = (1, 2, 3, 4)


@transaction.atomic
def note_opinion(
    *,
    line: ServiceLine,
    answers: Mapping[str, int] | None,
    by: User,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> ServiceLine:
    """Keep what was answered (`Question` → 1 to 4), or with None that nothing was. Asked once, by somebody who did not
    serve. The sheet names provider and month, never the person; the trail says that it was asked, not what was said.
    """
    rows = ServiceLine.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    line = rows.select_related("data_key", "case").get(pk=line.pk)
    check_version(line, seen)
    if reasons := [*hurdles_to_asking(line, by), *_wrong(answers), *_too_near(line, by, words)]:
        raise CannotServe(reasons)
    line.opinion = Opinion.DECLINED if answers is None else Opinion.ANSWERED
    line.version += 1
    line.save(update_fields=["opinion", "version"])
    if answers is not None:
        _keep(line, answers, words.strip(), by, at)
    record("service.asked_about", about=line, within=Case(pk=line.case_id), by=by, at=at)
    return line


def served_by(line: ServiceLine):
    """The agency that served: the provider, or whoever wrote the line; None for somebody outside the directory."""
    if line.provider_id is not None:
        return line.provider_id
    return None if line.provider_name else line.agency_id


def hurdles_to_asking(line: ServiceLine, by: User) -> list[Reason]:
    """Why this person does not ask about this line, or not now."""
    reasons = []
    if line.state != State.DONE:
        reasons.append(Reason("not_done", _("People are asked once the service was done.")))
    if line.opinion:
        reasons.append(Reason("asked_already", _("This person was asked already.")))
    if served_by(line) == by.agency_id != line.case.agency_id or by.pk in _hands(line):
        words = _("Somebody else asks: whoever gave the service or noted it does not.")
        reasons.append(Reason("served", words))
    return reasons


def words_are_read(line: ServiceLine, by: User) -> bool:
    """May free words be kept? Only where the agency that asks is not the one that served: its people read them."""
    return served_by(line) != by.agency_id


def _hands(line: ServiceLine) -> set:
    """Everybody whose hand is in the line."""
    rows = line.appointments.values_list("written_by_id", "recorded_by_id")
    return {line.written_by_id, line.done_by_id, *(pk for pair in rows for pk in pair)} - {None}


def _wrong(answers: Mapping[str, int] | None) -> list[Reason]:
    if answers is None:
        return []
    reasons = []
    for question, value in answers.items():
        if question not in Question.values or value not in VALUES:
            reasons.append(Reason("no_such_answer", _("Choose one of the answers."), question))
    if not answers:
        reasons.append(Reason("no_answer", _("Answer at least one question, or note that nothing was said.")))
    return reasons


def _too_near(line: ServiceLine, by: User, words: str) -> list[Reason]:
    if words.strip() and not words_are_read(line, by):
        return [Reason("too_near", _("Your own agency gave this service: no free words."), "words")]
    return []


def _keep(line: ServiceLine, answers: Mapping[str, int], words: str, by: User, at: datetime) -> None:
    month = timezone.localdate(at).replace(day=1)
    sheet = OpinionSheet(agency_id=by.agency_id, provider_id=served_by(line), month=month)
    sheet.save(force_insert=True)
    for question, value in answers.items():
        OpinionAnswer(sheet=sheet, question=question, value=value).save(force_insert=True)
    if words:
        said = OpinionWords(
            case_id=line.case_id,
            agency_id=by.agency_id,
            provider_id=served_by(line),
            month=month,
            words=words,
        )
        said.save(force_insert=True)
