"""The list of cases: filters that live in the address, pages by cursor, rows in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.widgets import CodeInput
from gugus.cases import rules, wording
from gugus.cases.clocks import silent_since
from gugus.cases.codes import CaseState, Safety
from gugus.cases.forms import RISKS
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for, on_team
from gugus.cases.story import make_cursor, read_cursor
from gugus.kernel.ids import parse_ref
from gugus.law.lists import children
from gugus.places.forms import AreaField
from gugus.places.queries import labels as area_labels
from gugus.places.queries import within
from gugus.tasks.models import Task
from gugus.tasks.queries import next_up_of

PAGE = 25
MOST_COUNTED = 1000
WATCHED = "watched"  # closed, while a criminal case or restitution runs on
WHOSE = (
    ("", _("All I may see")),
    ("mine", _("I manage")),
    ("team", _("My team's")),
    ("shared", _("Shared with us")),
)
LATE = (("", _("All")), ("safety", _("Safety check overdue")), ("quiet", _("No contact for too long")))


class CaseFilter(forms.Form):
    """The filters of the list; a wrong one shows its error and does not filter."""

    q = forms.CharField(label=_("Case code"), required=False, max_length=20, widget=CodeInput)
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=WHOSE)
    state = forms.ChoiceField(
        label=pgettext_lazy("case", "State"),
        required=False,
        choices=[
            ("", _("Open and on hold")),
            *CaseState.choices,
            (WATCHED, _("Legal monitoring")),
            ("any", _("Every state")),
        ],
    )
    risk = forms.ChoiceField(label=_("Risk"), required=False, choices=[("", _("All")), *RISKS])
    safety = forms.ChoiceField(label=_("Safety"), required=False, choices=[("", _("All")), *Safety.choices])
    late = forms.ChoiceField(label=_("Late"), required=False, choices=LATE)
    form = forms.ChoiceField(
        label=_("Exploitation"), required=False, choices=wording.choices("exploitation_forms", blank=_("All"))
    )
    area = AreaField(label=_("Area"), required=False, most=4)
    marks = "none"

    def chosen(self) -> dict[str, str]:
        """The valid filters that narrow the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Row:
    """One case in the list."""

    case: Case
    survivors: int
    has_child: bool
    area: str
    exploitation: Sequence[str]
    next: Task | None
    is_ours: bool
    check_is_late: bool
    is_quiet: bool


@dataclass(frozen=True)
class Listing:
    """One page of the list and where the next ones begin."""

    rows: Sequence[Row]
    count: int
    more_than_counted: bool
    older: str = ""
    newer: str = ""


def filtered(viewer: Viewer, chosen: dict[str, str], at: datetime) -> QuerySet[Case]:
    """The cases in reach that fit the chosen filters."""
    rows = cases_for(viewer)
    if ref := chosen.get("q"):
        return rows.filter(ref=parse_ref(ref) or "")
    state = chosen.get("state", "")
    if state == WATCHED:
        rows = rows.filter(state=CaseState.CLOSED, watch_since__isnull=False)
    elif state != "any":
        rows = rows.filter(state__in=[state] if state else [CaseState.OPEN, CaseState.ON_HOLD])
    for name in ("risk", "safety"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if "form" in chosen:
        below = [one.code for one in children("exploitation_forms", chosen["form"])]
        rows = rows.filter(exploitation__overlap=[chosen["form"], *below])
    if "area" in chosen:
        rows = rows.filter(within(chosen["area"], "area_code"))
    rows = _whose(rows, viewer, chosen.get("whose", ""))
    return _late(rows, chosen.get("late", ""), at)


def _whose(rows: QuerySet[Case], viewer: Viewer, whose: str) -> QuerySet[Case]:
    if whose == "mine":
        return rows.filter(manager_id=viewer.self_id)
    if whose == "team":
        return rows.filter(Q(manager_id=viewer.self_id) | on_team(viewer))
    if whose == "shared":
        return rows.exclude(agency_id=viewer.agency_id)
    return rows


def _late(rows: QuerySet[Case], late: str, at: datetime) -> QuerySet[Case]:
    live = rows.filter(state__in=[CaseState.OPEN, CaseState.ON_HOLD]) if late else rows
    if late == "safety":
        return live.filter(safety_check_due_at__lt=at)
    if late == "quiet":
        quiet = (
            Q(risk=risk) & (Q(last_contact_at__lt=limit) | Q(last_contact_at=None, opened_at__lt=limit))
            for risk, limit in silent_since(at).items()
        )
        return live.filter(reduce(or_, quiet, Q(pk=None)))
    return live


def read_list(
    viewer: Viewer, chosen: dict[str, str], at: datetime, *, older: str = "", newer: str = ""
) -> Listing:
    """One page, newest case first. The number of queries does not depend on the number of rows."""
    rows = filtered(viewer, chosen, at)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    page, has_newer, has_older = _page(rows, read_cursor(older), read_cursor(newer))
    return Listing(
        rows=_rows(viewer, page, at),
        count=min(count, MOST_COUNTED),
        more_than_counted=count > MOST_COUNTED,
        older=make_cursor(page[-1].opened_at, page[-1].pk) if page and has_older else "",
        newer=make_cursor(page[0].opened_at, page[0].pk) if page and has_newer else "",
    )


def listed(viewer: Viewer, chosen: dict[str, str], at: datetime, *, most: int, **only) -> list[Row]:
    """The list in one piece, newest case first, for a file; `only` narrows it further."""
    rows = filtered(viewer, chosen, at).filter(**only).select_related("agency", "manager")
    return _rows(viewer, list(rows.order_by("-opened_at", "-id")[:most]), at)


def _page(rows: QuerySet[Case], older, newer) -> tuple[list[Case], bool, bool]:
    """A page and whether there are newer and older ones."""
    rows = rows.select_related("agency", "manager")
    if newer:
        at, pk = newer
        found = rows.filter(Q(opened_at__gt=at) | Q(opened_at=at, pk__gt=pk)).order_by("opened_at", "id")
        page = list(found[: PAGE + 1])
        return page[:PAGE][::-1], len(page) > PAGE, True
    if older:
        at, pk = older
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=pk))
    page = list(rows.order_by("-opened_at", "-id")[: PAGE + 1])
    return page[:PAGE], bool(older), len(page) > PAGE


def _rows(viewer: Viewer, page: Sequence[Case], at: datetime) -> list[Row]:
    people = _survivors(viewer, page, at)
    areas = area_labels(case.area_code for case in page)
    silent = silent_since(at)
    deadlines = next_up_of("case", [case.pk for case in page], at)
    return [
        Row(
            case=case,
            survivors=people.get(case.pk, (0, False))[0],
            has_child=people.get(case.pk, (0, False))[1],
            area=areas.get(case.area_code, ""),
            exploitation=wording.labels("exploitation_forms", case.exploitation),
            next=deadlines.get(case.pk),
            is_ours=case.agency_id == viewer.agency_id,
            check_is_late=_runs(case)
            and case.safety_check_due_at is not None
            and case.safety_check_due_at < at,
            is_quiet=_runs(case) and rules.is_quiet(case.last_contact_at, case.opened_at, case.risk, silent),
        )
        for case in page
    ]


def _runs(case: Case) -> bool:
    return case.state in {CaseState.OPEN, CaseState.ON_HOLD}


def _survivors(viewer: Viewer, page: Sequence[Case], at: datetime) -> dict:
    """Case → (survivors, is one a child). Whoever sees only open facts of cases gets no people."""
    if not viewer.reach(Section.CASE, Verb.SEE, FieldClass.SENSITIVE):
        return {}
    rows = Party.objects.unscoped(because="the cases came through their list")
    deep = cases_for(viewer, depth=FieldClass.PERSONAL).filter(pk__in=[case.pk for case in page])
    rows = rows.filter(case__in=deep.order_by().values("pk"), role="survivor", until_at=None)
    minors = Count(
        "pk", filter=Q(age_at_act__lt=18) | Q(age_at_act=None, person__birth_year__gt=at.year - 18)
    )
    found = rows.order_by().values("case_id").annotate(people=Count("pk"), children=minors)
    return {one["case_id"]: (one["people"], bool(one["children"])) for one in found}
