"""Home by role: each section is what one kind of work needs to see first; several roles see several."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models import When as If
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.queries import cases_for, quiet_before
from gugus.desk.search import page_of
from gugus.intake.models import Report
from gugus.privacy.desk import clocks as privacy_clocks
from gugus.privacy.desk import lines as privacy_lines
from gugus.providers.forms import quick_choices
from gugus.referrals.models import Referral
from gugus.referrals.rules import CAME_BACK
from gugus.referrals.wording import in_short
from gugus.room.telling import room_of, sights_of
from gugus.tasks.kinds import title_of
from gugus.tasks.models import Task
from gugus.tasks.queries import filtered, late, tasks_of

SHOWN = 6
BY_RISK = When(
    If(risk="high", then=Value(0)),
    If(risk="medium", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class HomeSection:
    """One part of the home page."""

    key: str
    title: Any
    template: str
    context: dict


def sections(viewer: Viewer, at: datetime) -> list[HomeSection]:
    """The parts of this viewer's home page, most urgent work first."""
    parts = [make(viewer, at) for right, make in PARTS if _has(viewer, right)]
    return [part for part in parts if part is not None]


def _has(viewer: Viewer, right: tuple[str, str] | str) -> bool:
    return right in viewer.roles if isinstance(right, str) else viewer.has(*right)


def _reports(viewer: Viewer, at: datetime) -> HomeSection:
    waiting = Report.objects.visible_to(viewer).filter(outcome="")
    counts = waiting.aggregate(
        **{risk: Count("pk", filter=Q(risk=risk)) for risk in ("high", "medium", "low")}
    )
    first = waiting.order_by(BY_RISK, "received_at")[:SHOWN]
    context = {"counts": counts, "first": first, "may_write": viewer.has(Section.REPORT, Verb.WRITE)}
    return HomeSection("reports", _("Reports that wait"), "desk/_reports.html", context)


def _tasks(viewer: Viewer, at: datetime) -> HomeSection:
    rows = [(task, _title(task), page_of(task.about_ref)) for task in tasks_of(viewer, at)[:SHOWN]]
    free = filtered(viewer, who="free", state="open", risk="", at=at).count()
    context = {"tasks": rows, "late": late(viewer, at).count(), "free": free}
    return HomeSection("tasks", _("What I must do"), "desk/_tasks.html", context)


def _title(task: Task) -> str:
    return title_of(
        task.kind, about=task.about_ref, within=task.within_ref, params=task.title_params, clock=task.clock
    )


def _safety(viewer: Viewer, at: datetime) -> HomeSection:
    danger = cases_for(viewer).filter(state="open", safety="danger").order_by("safety_at")[:SHOWN]
    context = {"danger": danger, "unchecked": quiet_before(viewer, at)[:SHOWN]}
    return HomeSection("safety", _("Is everybody safe?"), "desk/_safety.html", context)


def _referrals_in(viewer: Viewer, at: datetime) -> HomeSection:
    rows = Referral.objects.visible_to(viewer).filter(to_agency_id=viewer.agency_id).select_related("agency")
    context = {
        "waiting": rows.filter(state="sent").order_by("answer_due_at")[:SHOWN],
        "running": rows.filter(state__in=["accepted", "in_service"]).order_by("answered_at")[:SHOWN],
    }
    _tell(context)
    return HomeSection("referrals_in", _("Referrals to my agency"), "desk/_referrals_in.html", context)


def _referrals_out(viewer: Viewer, at: datetime) -> HomeSection | None:
    rows = Referral.objects.visible_to(viewer).filter(agency_id=viewer.agency_id).select_related("to_agency")
    rows = rows.filter(case__in=cases_for(viewer).values("pk"))
    context = {
        "unanswered": rows.filter(state="sent").order_by("answer_due_at")[:SHOWN],
        "come_back": rows.filter(_came_back(at)).order_by("-state_at")[:SHOWN],
    }
    _tell(context)
    return HomeSection("referrals_out", _("Answers I wait for"), "desk/_referrals_out.html", context)


def _came_back(at: datetime) -> Q:
    """What the sender has to read or to ask elsewhere: nobody was asked after it."""
    lately = Q(state__in=CAME_BACK, followed_by=None, ended_at__gte=at - timedelta(days=14))
    return Q(state="feedback") | lately


def _tell(lists: dict[str, QuerySet[Referral]]) -> None:
    """Put the words of the service on every referral of these lists."""
    for rows in lists.values():
        in_short(rows)


def _providers(viewer: Viewer, at: datetime) -> HomeSection:
    context = {"chips": quick_choices(), "may_write": viewer.has(Section.PROVIDER, Verb.WRITE)}
    return HomeSection("providers", _("Who can take somebody tonight?"), "desk/_providers.html", context)


def _figures(viewer: Viewer, at: datetime) -> HomeSection:
    return HomeSection("figures", _("Figures"), "desk/_figures.html", {})


def _room(viewer: Viewer, at: datetime) -> HomeSection | None:
    """What the chair and the secretariat have to decide; without the figures, which the chair's page has."""
    rooms = [room_of(sight, at, figures=False) for sight in sights_of(viewer)]
    return HomeSection("room", _("Task-force room"), "desk/_room.html", {"rooms": rooms}) if rooms else None


def _privacy(viewer: Viewer, at: datetime) -> HomeSection:
    context = {"lines": privacy_lines(viewer, at), **privacy_clocks(viewer, at), "now": at}
    return HomeSection("privacy", _("Data protection"), "desk/_privacy.html", context)


def _trail(viewer: Viewer, at: datetime) -> HomeSection:
    return HomeSection("trail", _("Who saw what"), "desk/_trail.html", {})


def _administration(viewer: Viewer, at: datetime) -> HomeSection:
    return HomeSection("administration", _("Administration"), "desk/_administration.html", {})


Maker = Callable[[Viewer, datetime], HomeSection | None]
PARTS: tuple[tuple[tuple[str, str] | str, Maker], ...] = (
    ((Section.PRIVACY, Verb.SEE), _privacy),
    (Role.INTAKE_OFFICER, _reports),
    (Role.LIAISON, _referrals_in),
    ((Section.CASE, Verb.DECIDE), _safety),
    ((Section.CASE, Verb.SEE), _tasks),
    ((Section.REFERRAL, Verb.WRITE), _providers),
    ((Section.CASE, Verb.DECIDE), _referrals_out),
    (Role.CASE_MANAGER, _reports),
    ((Section.TASKFORCE, Verb.DECIDE), _room),
    ((Section.FIGURES, Verb.SEE), _figures),
    ((Section.TRAIL, Verb.SEE), _trail),
    ((Section.USERS, Verb.WRITE), _administration),
)
