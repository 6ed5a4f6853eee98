"""The page of the minutes: several hands write, each paragraph is saved on its own, nothing that was kept is lost."""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.meetings import queries, rules
from gugus.meetings.actions import minuting
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.forms_minutes import MergeForm, PointForm, blank_point, point_facts
from gugus.meetings.gate import Sight, point_of, to_write
from gugus.meetings.views.pages import moved_by_one
from gugus.taskforce.queries import members_on


@staff_door(Section.MEETING, Verb.WRITE)
@require_GET
def minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """Every paragraph as a form of its own, and an empty one below each line of the agenda."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    if sight.meeting.state not in rules.WRITABLE:
        return redirect("meetings:detail", ref)
    return render(request, "meetings/minutes.html", _page(sight, at))


def _known(sight: Sight) -> dict:
    """What a paragraph can name: lines of the agenda, members on the day of the meeting."""
    day = timezone.localdate(sight.meeting.starts_at)
    return {
        "agenda": queries.agenda_of(sight.meeting),
        "members": members_on(sight.meeting.task_force, day),
    }


def _page(sight: Sight, at: datetime, bound: PointForm | None = None) -> dict:
    meeting, pen = sight.meeting, uuid4()
    known = _known(sight)
    agenda = known["agenda"]
    url = reverse("meetings:write_point", args=[meeting.ref])
    by_item: dict = {}
    for one in queries.points_of(meeting):
        form = PointForm(
            initial=point_facts(one, pen), prefix="", url=url, auto_id=f"id_{one.pk}_%s", **known
        )
        by_item.setdefault(one.item_id, []).append(
            {
                "point": one,
                "form": form,
                "telling": rules.tells_of_somebody(one.text, one.target, one.said_by),
            }
        )
    parts = [
        {
            "item": item,
            "points": by_item.get(item.pk if item else None, []),
            "is_empty": item is not None and item.pk not in by_item,
            "blank": PointForm(
                initial=blank_point(pen, item=item), url=url, auto_id=f"id_new_{place}_%s", **known
            ),
        }
        for place, item in enumerate([*agenda, None])
    ]
    return {
        "meeting": meeting, "sight": sight, "parts": parts, "bound": bound, "pen": pen,
        "writable": meeting.state in rules.WRITABLE,
        "since": f"{at.timestamp():.3f}", "hurdles": minuting.hurdles(meeting),
        "dropped": [
            {"point": one, "form": PointForm(initial=point_facts(one, pen), **known)}
            for one in queries.points_of(meeting, dropped=True)
        ],
    }  # fmt: skip


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def write_point(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep one paragraph: with the button, or while somebody types (then the answer has no page)."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    while_typing = request.headers.get("X-Requested-With") == "autosave"
    form = PointForm(request.POST, **_known(sight))
    if while_typing and request.POST.get("seen") == "0" and not request.POST.get("text", "").strip():
        return HttpResponse(status=204)  # a box was ticked in an empty paragraph: nothing to keep yet
    kept = None
    if form.is_valid():
        try:
            kept = minuting.write_point(
                meeting=sight.meeting, written_down=form.written, by=request.viewer.user, at=at
            )
        except Cannot as refused:
            form.show(refused)
    if kept is None:
        read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
        if while_typing:
            return HttpResponse(status=422)
        return render(request, "meetings/minutes.html", _page(sight, at, form), status=422)
    return _told(request, ref, kept, while_typing)


def _told(request: HttpRequest, ref: str, kept: minuting.Kept, while_typing: bool) -> HttpResponse:
    """What became of the text, for the page or for the script."""
    compare = reverse("meetings:compare", args=[ref, kept.point.pk])
    if while_typing:
        stands = {"by": kept.point.changed_by.full_name, "text": kept.point.text} if kept.beside else None
        answer = JsonResponse(stands, status=409) if stands else HttpResponse(status=204)
        answer["X-Version"] = str(kept.point.version)
        answer["X-Warning"] = "telling" if rules.tells_of_somebody(kept.point.text) else ""
        if kept.beside:
            answer["X-Compare"] = compare
        return answer
    if kept.beside:
        return redirect(compare)
    return redirect(reverse("meetings:minutes", args=[ref]) + f"#p-{kept.point.pk}")


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The text that stands and those beside it, and one text that a person makes of them."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    point = point_of(sight, pk)
    rivals = queries.rivals_of(point)
    given = {"text": point.text, "version": point.version, "rivals": [str(one.pk) for one in rivals]}
    form = MergeForm(request.POST if request.method == "POST" else None, initial=given, rivals=rivals)
    status = tried(
        form,
        lambda given: minuting.merge_point(
            meeting=sight.meeting, point=point, text=given["text"], seen=given["version"] or 0,
            rivals=[UUID(one) for one in given["rivals"]], by=request.viewer.user, at=at,
        ),
    )  # fmt: skip
    if status == DONE:
        return redirect(reverse("meetings:minutes", args=[ref]) + f"#p-{pk}")
    context = {
        "meeting": sight.meeting, "sight": sight, "point": point, "rivals": rivals, "form": form,
        "clash": status == OVERTAKEN, "earlier": queries.earlier_of(point),
        "may_merge": sight.meeting.state in rules.WRITABLE,
    }  # fmt: skip
    return render(request, "meetings/compare.html", context, status=status)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def drop(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A paragraph does not belong into the minutes."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    if answer := _kept_first(request, sight, at):
        return answer
    point = point_of(sight, pk)
    try:
        minuting.drop_point(meeting=sight.meeting, point=point, by=request.viewer.user, at=at)
    except Cannot as refused:
        messages.error(request, refused.reasons[0].words)
    return redirect("meetings:minutes", ref)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def order(request: HttpRequest, ref: str) -> HttpResponse:
    """One paragraph goes up or down below its line of the agenda."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    if answer := _kept_first(request, sight, at):
        return answer
    with suppress(ValueError, Cannot):
        minuting.order_points(
            meeting=sight.meeting, order=_moved(queries.points_of(sight.meeting), request.POST),
            by=request.viewer.user, at=at,
        )  # fmt: skip
    moved = request.POST.get("up") or request.POST.get("down", "")
    return redirect(reverse("meetings:minutes", args=[ref]) + (f"#p-{moved}" if moved else ""))


def _kept_first(request: HttpRequest, sight: Sight, at: datetime) -> HttpResponse | None:
    """What was typed in the paragraph whose button was pressed is kept before; an answer when that needs a person."""
    if "key" not in request.POST:
        return None
    form = PointForm(request.POST, **_known(sight))
    try:
        if not form.is_valid():
            return render(request, "meetings/minutes.html", _page(sight, at, form), status=422)
        kept = minuting.write_point(
            meeting=sight.meeting, written_down=form.written, by=request.viewer.user, at=at
        )
    except Cannot as refused:
        form.show(refused)
        return render(request, "meetings/minutes.html", _page(sight, at, form), status=422)
    return redirect("meetings:compare", sight.meeting.ref, kept.point.pk) if kept.beside else None


def _moved(points: list, given) -> list[UUID]:
    """All paragraphs with one moved among those below the same line. Raises ValueError for what is none of them."""
    asked = UUID(given.get("up") or given.get("down") or "")
    item = next((one.item_id for one in points if one.pk == asked), asked)
    own = {one.pk for one in points if one.item_id == item}
    turned = iter(moved_by_one([one.pk for one in points if one.pk in own], given))
    return [next(turned) if one.pk in own else one.pk for one in points]


@staff_door(Section.MEETING, Verb.WRITE)
@require_GET
def news(request: HttpRequest, ref: str, pen: UUID) -> HttpResponse:
    """How many paragraphs other hands wrote since this page was opened: a number, asked for again and again."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    since = at
    with suppress(ValueError, OverflowError, OSError):
        since = datetime.fromtimestamp(float(request.GET.get("sejak", "")), UTC)
    number = queries.changed_since(sight.meeting, since, pen)
    return render(request, "meetings/_news.html", {"number": number, "meeting": sight.meeting})
