"""Which reports there are, what is told to whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from gugus.access.viewer import Viewer
from gugus.audit.models import Entry
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.intake.actions import digests_of_caller
from gugus.intake.codes import AdditionKind, ContactWay, MentionRole, Outcome, SafeRule, State
from gugus.intake.models import Addition, Mention, Report
from gugus.intake.rules import missing_facts
from gugus.kernel.masks import mask_name
from gugus.law.ages import ADULT_AT
from gugus.people.codes import Sex

A_MONTH = timedelta(days=30)


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


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody in a report as the page shows them: `name`, `phones`, `documents` are masked unless opened."""

    mention: Mention
    role: str
    name: str
    sex: str
    is_child: bool
    phones: list[str]
    documents: list[str]
    is_open: bool


def mentioned(report: Report, *, opened: bool) -> list[Mentioned]:
    """Everybody in a report that came through its gate. One query."""
    return [_mentioned(one, opened) for one in report.mentions.select_related("data_key", "person")]


def _mentioned(mention: Mention, opened: bool) -> Mentioned:
    # Under seal: who it is stands on the page of the person alone, for the named few.
    under_seal = mention.person is not None and mention.person.is_sealed
    who = {} if under_seal else mention.who or {}
    name = who.get("name") or ""
    numbers = [
        f"{one.get('kind', '').upper()} {one.get('number', '')}".strip() for one in who.get("documents") or []
    ]
    return Mentioned(
        mention=mention,
        role=MentionRole(mention.role).label,
        name=name if opened else mask_name(name),
        sex=Sex(mention.sex or Sex.UNKNOWN).label,
        is_child=mention.age is not None and mention.age < ADULT_AT,
        phones=list(who.get("phones") or []) if opened else [],
        documents=numbers if opened else [],
        is_open=opened,
    )


QUESTIONS = {
    "area_code": _lazy("Where did it happen, or where is the person now?"),
    "happened_on": _lazy("When did it happen?"),
    "mentions": _lazy("Who is it about?"),
    "survivor_age": _lazy("How old is the person? Under 18 other rules apply."),
    "safe_contact": _lazy("How and when is it safe to contact the reporter?"),
    "reporter": _lazy("Who tells it, and how does this person know?"),
    "danger_asked": _lazy("Is somebody in danger right now?"),
}


def questions_for(report: Report, people: list[Mentioned]) -> list[str]:
    """What is still to be asked, as questions in the order in which one asks."""
    survivors = [one.mention for one in people if one.mention.role == MentionRole.SURVIVOR]
    known = {
        "area_code": report.area_code or report.country,
        "happened_on": report.happened_on,
        "mentions": people,
        "survivor_age": survivors and all(one.age is not None for one in survivors),
        "safe_contact": report.safe_contact,
        "reporter": report.reporter_role,
        "danger_asked": report.danger_signs or report.triaged_at,
    }
    return [str(QUESTIONS[name]) for name in missing_facts(known)]


def contact_rules(report: Report) -> list[str]:
    """How the reporter may be reached, in sentences; the number itself is not among them."""
    rules = report.safe_contact or {}
    said = [ContactWay(rules["how"]).label] if rules.get("how") in ContactWay.values else []
    said += [SafeRule(code).label for code in rules.get("rules", ()) if code in SafeRule.values]
    if rules.get("when"):
        said.append(_("Safe time: %(when)s") % {"when": rules["when"]})
    if "say_who" in rules:
        said.append(_("We may say who we are") if rules["say_who"] else _("Never say who we are"))
    if rules.get("words"):
        said.append(rules["words"])
    return [str(line) for line in said]


def trail_of(report: Report, most: int = 12) -> list[Entry]:
    """The last lines of the trail about a report that came through its gate; of one's own agency (the database)."""
    rows = Entry.objects.unscoped(because="the report came through its gate")
    about = Q(about_kind="report", about_id=report.pk) | Q(parent_kind="report", parent_id=report.pk)
    return list(rows.filter(about).order_by("-seq")[:most])


def called_before(viewer: Viewer, *, phone: str, at: datetime, besides: UUID | None = None) -> list[Report]:
    """Earlier reports of the same caller inside the viewer's reach, the newest first, three at most."""
    digests = digests_of_caller({"phone": phone})
    if not digests:
        return []
    rows = Report.objects.visible_to(viewer).filter(caller_digest__in=digests, received_at__lte=at)
    return list(rows.exclude(pk=besides).order_by("-received_at")[:3])


def alike(viewer: Viewer, report: Report, most: int = 8) -> list[Report]:
    """Open reports that may tell of the same event: same caller, or same city within a month."""
    near = Q(received_at__range=(report.received_at - A_MONTH, report.received_at + A_MONTH))
    if report.area_code:
        near &= Q(area_code__startswith=report.area_code[:5])
    callers = digests_of_caller(report.reporter) if report.caller_digest else []
    same_caller = Q(caller_digest__in=callers)
    rows = Report.objects.visible_to(viewer).filter(agency_id=report.agency_id).exclude(pk=report.pk)
    rows = rows.exclude(state=State.ENDED).filter(near | same_caller)
    return list(rows.order_by("-received_at")[:most])
