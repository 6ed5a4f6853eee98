"""The fast page: one line per person, saved line by line; and the page of the way home."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import Stale
from gugus.groups import queries, rules
from gugus.groups.codes import Stage
from gugus.groups.forms import LineForm, WordsForm, line_lists
from gugus.groups.gate import Sight, line_of, sight_for
from gugus.groups.lines import (
    answers_of,
    ask_again,
    decide_line,
    mark_absent,
    set_aside,
    write_line,
)
from gugus.groups.models import Member
from gugus.groups.views import stepped
from gugus.people.actions import unmask
from gugus.people.gate import identity_refusal
from gugus.people.queries import shown_names
from gugus.screening.facts import proposal_for
from gugus.screening.models import EvidenceItem

MOST_NAMES = 40  # people whose names one press shows


@staff_door(Section.SCREENING)
@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest, ref: str) -> HttpResponse:
    """Twenty lines with one save, or all of them, each saved by itself. Works without a script."""
    at = now()
    sight = sight_for(
        request.viewer, ref, needs="reads_lines" if request.method == "GET" else "may_screen", at=at
    )
    if request.method == "GET":
        record("group.read", about=sight.group, by=request.viewer.user, at=at)
        return _page(request, sight, at)
    people = _shown(request, sight)
    posted = [one for one in people if f"b{one.number}-version" in request.POST]
    told, saved = {}, 0
    for member in posted:
        form = _form(member, request.POST, None)
        problem = _save(sight, member, form, request.POST.get("decide") == str(member.number), at)
        if problem:
            told[member.number] = (form, problem)
        else:
            saved += 1
    status = 409 if any(stale for _form_, (stale, _why) in told.values()) else 422 if told else 200
    if told:
        return _page(request, sight, at, told, saved, status=status)
    return redirect(request.get_full_path())


@staff_door(Section.SCREENING, Verb.WRITE)
@require_POST
def line(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One line saved by itself: the answer is the line as it stands now, or with what speaks against it."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_screen", at=at)
    member = line_of(sight, number)
    form = _form(member, request.POST, None)
    deciding = request.POST.get("decide") == str(number)
    again = request.POST.get("again") == str(number)
    form.is_valid()
    problem = _again(sight, member, form, at) if again else _save(sight, member, form, deciding, at)
    fresh = line_of(sight, number)
    if not request.htmx and not problem:
        return redirect(f"{request.path.rpartition('baris/')[0]}baris/#baris-{number}")
    told = {number: (form, problem)} if problem else {}
    # Within the page of twenty the line belongs to that page's one form; elsewhere it is a form of its own.
    alone = not request.htmx or "semua=" in (request.htmx.current_url or "")
    dressed = _dressed(sight, [fresh], at, told, alone=alone)
    if not problem and not deciding and form.cleaned_data.get("words"):
        # What was begun of a decision is not lost when an answer is saved; else the newest proposal stands there.
        dressed[0]["form"].initial |= {name: form.cleaned_data[name] for name in ("result", "words")}
    context = {"group": sight.group, "sight": sight, "one": dressed[0], "now": at, "alone": alone}
    template = "groups/_line.html" if request.htmx else "groups/one_line.html"
    return render(request, template, context, status=(409 if problem[0] else 422) if problem else 200)


@staff_door(Section.SCREENING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def apart(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """May have recruited others: leaves the list."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_screen", at=at)
    member = line_of(sight, number)
    form = WordsForm(request.POST or None, initial={"version": member.version})

    def run() -> None:
        set_aside(
            member=member, words=form.cleaned_data["words"], by=request.viewer.user, at=at,
            seen=form.cleaned_data["version"],
        )  # fmt: skip

    context = {
        "form": form, "group": sight.group, "sight": sight, "danger": True,
        "title": _("Set number %(number)d aside") % {"number": number},
        "then": _("The person leaves this list at once. Whoever works on the criminal case looks into it."),
    }  # fmt: skip
    return stepped(request, "groups/step.html", context, run, to="groups:lines")


@staff_door(Section.IDENTITY, Verb.UNMASK)
@require_POST
def names(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the names of a page for a quarter of an hour: each one is an opening of its own in the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="reads_lines", at=at)
    wanted = {int(one) for one in request.POST.getlist("number") if one.isdigit()}
    people = [one for one in queries.members_of(sight.group) if one.number in wanted][:MOST_NAMES]
    opened = 0
    for member in people:
        if identity_refusal(request.viewer, member.person, Verb.UNMASK, at) is None:
            try:
                unmask(person=member.person, reason="identify", by=request.viewer.user, at=at)
                opened += 1
            except Cannot:
                continue
    record("group.names_shown", about=sight.group, by=request.viewer.user, at=at, changes={"people": opened})
    back = request.POST.get("page", "")
    return redirect(f"{request.path.rpartition('nama/')[0]}baris/?page={back if back.isdigit() else 1}")


@staff_door(Section.SCREENING)
@require_GET
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the group is, for the page that looks again by itself."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="reads_lines", at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return render(
        request,
        "groups/_progress.html",
        _progress(list(queries.members_of(sight.group))) | {"group": sight.group},
    )


def _progress(people: list[Member]) -> dict:
    counts = rules.progress(queries.stage(one) for one in people)
    done = counts[Stage.DECIDED] + counts[Stage.PLACED] + counts[Stage.HANDED]
    here = len(people) - counts[Stage.ABSENT]
    return {
        "counts": counts,
        "done": done,
        "here": here,
        "bars": [Bar(str(one.label), counts[one]) for one in Stage],
    }


def _shown(request: HttpRequest, sight: Sight) -> list[Member]:
    people = queries.members_of(sight.group)
    if request.GET.get("semua"):
        return list(people[: rules.MOST_LINES])
    return list(Paginator(people, rules.LINES_PER_PAGE).get_page(request.GET.get("page")).object_list)


def _page(
    request: HttpRequest,
    sight: Sight,
    at: datetime,
    told: dict | None = None,
    saved: int = 0,
    *,
    status: int = 200,
) -> HttpResponse:
    everybody = list(queries.members_of(sight.group))
    whole = bool(request.GET.get("semua"))
    size = rules.MOST_LINES if whole else rules.LINES_PER_PAGE
    page = Paginator(everybody, size).get_page(request.GET.get("page"))
    context = {
        "group": sight.group, "sight": sight, "now": at, "page": page, "whole": whole,
        "keep": "semua=1&" if whole else "",
        "lines": _dressed(sight, list(page.object_list), at, told or {}, alone=whole), "told": told, "saved": saved,
        "may_unmask": sight.viewer.has(Section.IDENTITY, Verb.UNMASK), "alone": whole,
    }  # fmt: skip
    return render(request, "groups/lines.html", context | _progress(everybody), status=status)


def _dressed(
    sight: Sight, people: list[Member], at: datetime, told: dict, *, alone: bool = False
) -> list[dict]:
    """Each line with name, form, proposal, who works on it. A fixed number of queries."""
    names = shown_names(sight.viewer, [one.person for one in people], at)
    choices = line_lists()
    proposals = _proposals(people)
    dressed = []
    for one in people:
        form, problem = told.get(one.number, (None, None))
        proposed = proposals.get(one.pk)
        if form is None:
            form = _form(one, None, choices, proposed.result if proposed else "", alone=alone)
        else:
            form.data = form.data.copy()
            form.data[f"b{one.number}-version"] = str(one.version)
        other = one.touched_by_id and one.touched_by_id != sight.viewer.user_id
        recent = one.touched_at and one.touched_at + rules.HERE_FOR > at
        dressed.append(
            {
                "member": one, "name": names[one.person_id], "form": form, "problem": problem,
                "proposed": proposed.words.in_language(get_language()) if proposed else "", "stage": queries.stage(one),
                "working": one.touched_by if other and recent else None,
                "theirs": answers_of(one) if problem and problem[0] else None,
            }
        )  # fmt: skip
    return dressed


def _proposals(people: list[Member]) -> dict[UUID, object]:
    """What the law proposes for each begun line; the evidence of all is read at once."""
    begun = [one.assessment for one in people if one.assessment_id]
    rows = EvidenceItem.objects.unscoped(because="of screenings of an admitted group").filter(
        assessment__in=begun
    )
    by: dict[UUID, list] = {}
    for item in rows.select_related("data_key"):
        by.setdefault(item.assessment_id, []).append(item)
    found = {}
    for one in people:
        if one.assessment_id:
            one.assessment.person = one.person
            one.assessment._prefetched_objects_cache = {"evidence": by.get(one.assessment_id, [])}
            found[one.pk] = proposal_for(one.assessment)
    return found


def _form(member: Member, data, choices: dict | None, proposed: str = "", *, alone: bool = False) -> LineForm:
    return LineForm(
        data,
        member=member,
        answers=answers_of(member),
        lists=choices or line_lists(),
        proposed=proposed,
        alone=alone,
    )


def _save(
    sight: Sight, member: Member, form: LineForm, deciding: bool, at: datetime
) -> tuple[bool, list] | None:
    """Keep one line, and decide when asked to; what speaks against it, with whether somebody was faster."""
    by = sight.viewer.user
    if not form.is_valid():
        return False, [Reason("invalid", _("Choose from the list."))]
    given, seen = form.cleaned_data, form.cleaned_data["version"]
    try:
        if form.answers() != answers_of(member):
            member = write_line(member=member, answers=form.answers(), by=by, at=at, seen=seen)
            seen = member.version
        if given["absent"] != member.absent:
            member = mark_absent(member=member, absent=given["absent"], by=by, at=at, seen=seen)
            seen = member.version
        if deciding:
            if not sight.may_decide:
                return False, [Reason("no_right", _("Your role does not include this step."))]
            decide_line(member=member, result=given["result"], words=given["words"], by=by, at=at, seen=seen)
    except Stale:
        return True, [
            Reason("stale", _("Somebody was faster on this line. What you chose stands here; save again."))
        ]
    except Cannot as refused:
        return False, list(refused.reasons)
    return None


def _again(sight: Sight, member: Member, form: LineForm, at: datetime) -> tuple[bool, list] | None:
    try:
        ask_again(member=member, by=sight.viewer.user, at=at)
    except Cannot as refused:
        return False, list(refused.reasons)
    return None
