"""Pages of groups: the list, one group, writing it down, closing, printing, taking it along, who was set aside."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.arrivals.queries import headsups_for
from gugus.audit.actions import record
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.groups import papers, queries, rules, sheets
from gugus.groups.codes import Meaning, Stage
from gugus.groups.forms import AddForm, GroupForm, WordsForm
from gugus.groups.gate import Sight, line_of, sight_for
from gugus.groups.lines import bring_back
from gugus.groups.queries import homes
from gugus.groups.rows import read_row
from gugus.groups.writing import add_by_hand, change_group, close_group, write_group
from gugus.people.queries import shown_names
from gugus.places.queries import country_name, labels

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_door(Section.REPATRIATION)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Groups of the agency: those that are being worked on, those that are closed."""
    tab = "closed" if request.GET.get("tab") == "closed" else "open"
    page = Paginator(queries.listed(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    words = {"open": _("Being worked on"), "closed": _("Closed groups")}
    tabs = [{"label": label, "url": f"?tab={name}", "current": name == tab} for name, label in words.items()]
    context = {
        "page": page, "rows": list(page.object_list), "tabs": tabs, "tab": tab, "keep": f"tab={tab}&",
        "may_write": request.viewer.has(Section.REPATRIATION, Verb.WRITE),
    }  # fmt: skip
    return render(request, "groups/list.html", context)


@staff_door(Section.REPATRIATION)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One group: how far its people are, its lists, where they go. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return render(request, "groups/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page of a group shows."""
    group = sight.group
    people = list(queries.members_of(group))
    counts = rules.progress(queries.stage(one) for one in people)
    destinations = queries.destinations_of(group)
    places = labels([group.area_code, *(one.area_code for one in destinations)])
    for one in destinations:
        one.words = places.get(one.area_code, one.area_code)
    kinds = {Stage.HANDED: "safe", Stage.PLACED: "safe", Stage.ABSENT: "low", Stage.WAITING: "high"}
    aside = queries.members_of(group, aside=True).count() if sight.sees_aside else 0
    return {
        "group": group, "sight": sight, "now": at, "counts": counts, "people": len(people), "aside": aside,
        "bars": [Bar(str(one.label), counts[one], kind=kinds.get(one, "")) for one in Stage],
        "orders": queries.orders_of(group), "loads": list(queries.loads_of(group)), "destinations": destinations,
        "arrives": places.get(group.area_code, ""),
        "country": country_name(group.country_code) if group.country_code else "",
        "urgent": [one for one in people if one.needs or one.danger],
    }  # fmt: skip


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new group; the next page asks for its list."""
    form = GroupForm(request.POST or None, headsups=_headsups(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = write_group(
                told=form.told(), by=request.viewer.user, at=now(), key=form.cleaned_data["key"]
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("groups:bring", made.ref)
    return render(request, "groups/write.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """What is known of it has changed."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    form = GroupForm(request.POST or None, group=sight.group, headsups=_headsups(request))

    def run() -> None:
        change_group(
            group=sight.group,
            told=form.told(),
            by=request.viewer.user,
            at=at,
            seen=form.cleaned_data["version"],
        )

    return stepped(request, "groups/write.html", {"form": form, "group": sight.group}, run)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody on no list: read like a row of a list."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    form = AddForm(request.POST or None)

    def run() -> None:
        row = read_row(
            0, {Meaning(name): form.cleaned_data[name] for name in form.fields}, (), today=at.date()
        )
        row.home_area = homes()(row.province, row.regency)
        add_by_hand(group=sight.group, row=row, person=None, by=request.viewer.user, at=at)

    context = {"form": form, "group": sight.group, "title": _("Add somebody"), "sight": sight}
    context["then"] = _("A new person goes into the vault and stands at the end of the list.")
    return stepped(request, "groups/step.html", context, run)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing is left to do."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    try:
        close_group(group=sight.group, by=request.viewer.user, at=at)
    except Cannot as refused:
        return render(request, "groups/detail.html", facts(sight, at) | {"refused": refused}, status=422)
    return redirect("groups:detail", ref)


@staff_door(Section.REPATRIATION)
@require_GET
def manifest(request: HttpRequest, ref: str) -> HttpResponse:
    """The manifest on paper: masked, by right."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.printed", about=sight.group, by=request.viewer.user, at=at)
    return render(request, "groups/manifest.html", facts(sight, at) | papers.manifest_of(sight, at))


@staff_door(Section.REPATRIATION)
@require_GET
def export(request: HttpRequest, ref: str) -> HttpResponse:
    """Exactly what the manifest shows, as XLSX: names stay masked, and no cell runs."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    shown = papers.manifest_of(sight, at)
    content = sheets.workbook([(sheets.LIST, shown["heads"], shown["lines"])])
    record(
        "group.exported",
        about=sight.group,
        by=request.viewer.user,
        at=at,
        changes={"rows": len(shown["lines"])},
    )
    return attachment(content, f"{sight.group.ref}.xlsx")


@staff_door(Section.JUSTICE)
@require_GET
def aside(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was set aside: for whoever works on justice, apart from the victims' list."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="sees_aside", at=at)
    record("group.aside_read", about=sight.group, by=request.viewer.user, at=at)
    people = list(queries.members_of(sight.group, aside=True).select_related("aside_by"))
    names = shown_names(request.viewer, [one.person for one in people], at)
    for one in people:
        one.shown_name = names[one.person_id]
    return render(request, "groups/aside.html", {"group": sight.group, "sight": sight, "people": people})


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Nothing came of it: the person stands among the others again."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_bring_back", at=at)
    member = line_of(sight, number, aside=True)
    form = WordsForm(request.POST or None, initial={"version": member.version})

    def run() -> None:
        bring_back(
            member=member, words=form.cleaned_data["words"], by=request.viewer.user, at=at,
            seen=form.cleaned_data["version"],
        )  # fmt: skip

    title = _("Put number %(number)d back on the list") % {"number": number}
    context = {"form": form, "group": sight.group, "title": title, "sight": sight}
    context["then"] = _("The person is screened like everybody else.")
    return stepped(request, "groups/step.html", context, run)


def stepped(
    request: HttpRequest, template: str, context: dict, run, to: str = "groups:detail"
) -> HttpResponse:
    """Draw the page of a step; on POST do it. Somebody was faster: say so, keep what was typed."""
    form = context["form"]
    if request.method == "POST" and form.is_valid():
        try:
            run()
        except Stale:
            return render(request, template, context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect(to, context["group"].ref)
    return render(request, template, context, status=422 if form.is_bound else 200)


def attachment(content: bytes, name: str) -> HttpResponse:
    """An XLSX file that is saved, not shown."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _headsups(request: HttpRequest):
    return headsups_for(request.viewer).filter(agency_id=request.viewer.agency_id).order_by("-from_at")
