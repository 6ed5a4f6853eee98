"""Published figures side by side: the list, one with everything beside it, a new line, a correction, a decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot
from gugus.figures import queries, recording
from gugus.figures.forms import PublishedForm, ResolveForm, as_initial
from gugus.figures.gate import force_for, published_for
from gugus.figures.models import Published
from gugus.figures.policies import Sight
from gugus.figures.queries import Beside
from gugus.figures.seats import forces_of
from gugus.figures.wording import places_of, value_said
from gugus.kernel.cells import csv_lines

FORM = ["GET", "POST"]


@staff_door(Section.FIGURES)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Published figures by topic; those that contradict each other and are not decided come first."""
    topic = request.GET.get("topik", "")[:120]
    groups = queries.published(request.viewer, topic=topic)
    places = places_of(one for group in groups for one in group.lines)
    rows = sorted(groups, key=lambda group: not group.is_open)
    context = {
        "groups": [dressed(group, places) for group in rows], "topic": topic,
        "open": sum(group.is_open for group in groups), "has_seat": forces_of(request.viewer.agency_id).exists(),
        "may_write": request.viewer.has(Section.FIGURES, Verb.WRITE),
        "may_export": request.viewer.has(Section.FIGURES, Verb.EXPORT),
    }  # fmt: skip
    return render(request, "figures/published.html", context)


def dressed(group: Beside, places: dict[str, str]) -> Beside:
    """Put the words of values and places on a group."""
    for one in group.lines:
        one.said, one.place = value_said(one), places.get(one.area_code, "")
    return group


@staff_door(Section.FIGURES)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One published figure and all that stands beside it, drawn where they are numbers of one unit."""
    one = published_for(request.viewer, ref)
    recording.read_published(one=one, by=request.viewer.user, at=now())
    return _page(request, one)


def _page(request: HttpRequest, one: Published, form: ResolveForm | None = None) -> HttpResponse:
    group = queries.beside(request.viewer, one)
    dressed(group, places_of([one]))
    sight = Sight(request.viewer, one.task_force)
    if form is None and sight.may_decide and len(group.lines) > 1:
        form = ResolveForm(beside=group)
    one.said = value_said(one)
    newer = Published.objects.visible_to(request.viewer).filter(corrects=one).first()
    context = {
        "one": one, "group": group, "sight": sight, "form": form, "newer": newer, "bars": _bars(group),
        "place": places_of([one]).get(one.area_code, ""),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "figures/published_detail.html", context, status=status)


def _bars(group: Beside) -> list[Bar]:
    """Side by side as bars, where all are numbers of one unit; otherwise a picture would compare what differs."""
    if len(group.lines) < 2 or any(one.value is None for one in group.lines):
        return []
    if len({one.unit.casefold() for one in group.lines}) > 1:
        return []
    return [Bar(f"{one.source}: {one.publication}".rstrip(": "), float(one.value)) for one in group.lines]


@staff_door(Section.FIGURES, Verb.WRITE)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Write down a published figure."""
    if not forces_of(request.viewer.agency_id).exists():
        return redirect("figures:published")  # it says that the agency has no seat
    form = PublishedForm(request.POST or None, viewer=request.viewer)
    if form.is_bound and form.is_valid():
        try:
            made = recording.record_published(
                force=form.force,
                told=form.told,
                by=request.viewer.user,
                at=now(),
                key=form.cleaned_data["key"],
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("figures:published_detail", made.ref)
    return render(request, "figures/record.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(Section.FIGURES, Verb.WRITE)
@require_http_methods(FORM)
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a line right that was written down wrongly. The wrong one stays readable."""
    one = published_for(request.viewer, ref, verb=Verb.WRITE)
    form = PublishedForm(request.POST or None, viewer=request.viewer, initial=as_initial(one))
    form.fields.pop("task_force", None)
    if form.is_bound and form.is_valid():
        try:
            made = recording.record_published(
                force=one.task_force, told=form.told, by=request.viewer.user, at=now(), corrects=one,
                key=form.cleaned_data["key"], is_example=one.is_example,
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("figures:published_detail", made.ref)
    recording.read_published(one=one, by=request.viewer.user, at=now())
    return render(
        request, "figures/record.html", {"form": form, "one": one}, status=422 if form.errors else 200
    )


@staff_door(Section.FIGURES, Verb.DECIDE)
@require_POST
def resolve(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide which of contradicting figures is used."""
    one = published_for(request.viewer, ref, verb=Verb.DECIDE)
    form = ResolveForm(request.POST, beside=queries.beside(request.viewer, one))
    if form.is_valid():
        try:
            recording.resolve(
                about=one, means=form.means, chosen=form.chosen, why=form.cleaned_data["why"],
                by=request.viewer.user, at=now(),
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("figures:published_detail", one.ref)
    recording.read_published(one=one, by=request.viewer.user, at=now())
    return _page(request, one, form)


@staff_door(Section.FIGURES, Verb.WRITE)
@require_http_methods(FORM)
def examples(request: HttpRequest) -> HttpResponse:
    """Take over the known contradictions that ship with the product, after looking at them."""
    if not forces_of(request.viewer.agency_id).exists():
        return redirect("figures:published")
    sight = force_for(request.viewer, request.POST.get("task_force", ""), verb=Verb.WRITE)
    if request.method == "POST":
        recording.load_examples(force=sight.force, by=request.viewer.user, at=now())
        return redirect("figures:published")
    context = {"examples": recording.examples(), "force": sight.force}
    return render(request, "figures/examples.html", context)


@staff_door(Section.FIGURES, Verb.EXPORT)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Every published figure as CSV, with what was decided."""
    head = [
        _("Code"), _("What was counted"), _("For which time"), _("Area"), _("Number"), _("Value in words"), _("Unit"),
        _("Whose figure"), _("Published where"), _("Published on"), _("How it is known"), _("Contradicts"), _("Used"),
    ]  # fmt: skip
    rows = [_csv(one, group) for group in queries.published(request.viewer) for one in group.lines]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="gugus-angka-terbitan.csv"'
    answer.write("\ufeff")
    answer.writelines(csv_lines([head, *rows]))
    return answer


def _csv(one: Published, group: Beside) -> list:
    used = group.decision is not None and group.decision.chosen_id == one.pk
    value = one.value.normalize() if one.value is not None else None
    return [
        one.ref, one.topic, one.period, one.area_code, f"{value:f}" if value is not None else "", one.value_words,
        one.unit, one.source, one.publication, one.published_on, str(one.get_standing_display()),
        _("yes") if group.is_contradiction else _("no"), _("yes") if used else "",
    ]  # fmt: skip
