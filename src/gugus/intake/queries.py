"""Which reports there are, what is told to whom."""

from django.conf import settings
from django.utils.translation import gettext as _

from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.intake.codes import AdditionKind, Outcome, State
from gugus.intake.models import Addition, Report


def public_desk() -> Agency | None:
    """The agency that receives what the public page is told, or whoever does its work today."""
    found = Agency.objects.select_related("successor").filter(slug=settings.PUBLIC_DESK).first()
    return today_successor(found) if found else None


def told_to_and_by_reporter(report: Report) -> list[Addition]:
    """Later words of the reporter and our answers, oldest first; never a note of staff."""
    return list(report.additions.filter(kind__in=[AdditionKind.REPORTER, AdditionKind.ANSWER]))


def stage_for_reporter(report: Report) -> str:
    """Where it stands, in words that give nothing away to somebody who found the code."""
    if report.state == State.RECEIVED:
        return _("Received. An officer will read it.")
    if report.state != State.ENDED:
        return _("An officer is working on it.")
    if report.outcome in {Outcome.NEW_CASE, Outcome.ADDED, Outcome.MERGED}:
        return _("An officer is working on it.")
    if report.outcome == Outcome.SENT_ON:
        return _("It was passed on to the office that can help.")
    return _("It is finished here. If something is new, add it below.")
