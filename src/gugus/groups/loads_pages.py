"""Pages of lists: bring one, look at it, say how it is read, import it, undo it, mend what did not go in."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.groups import sheets
from gugus.groups.codes import LoadState, Meaning
from gugus.groups.forms import BringForm, ColumnsForm, ReadForm
from gugus.groups.gate import Sight, load_of, sight_for
from gugus.groups.loading import (
    Looked,
    bring_list,
    drop_list,
    import_list,
    name_columns,
    read_as,
    recognise,
    undo_import,
)
from gugus.groups.models import Load
from gugus.groups.rows import Row
from gugus.groups.views import attachment
from gugus.people.gate import person_for
from gugus.people.knowing import known_among
from gugus.people.queries import shown_names
from gugus.people.rules import IdentityFacts

PER_PAGE = 50


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list to fill in."""
    return attachment(sheets.template(), "daftar-rombongan.xlsx")


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, ref: str) -> HttpResponse:
    """Bring a list. Nothing of it is written before somebody says so."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            # What is larger than allowed was thrown away on its way in; its true size is told.
            content = upload.read() if upload.size <= 5 * 1024 * 1024 else b"0" * (5 * 1024 * 1024 + 1)
            load = bring_list(
                group=sight.group, content=content, file_name=upload.name or "", by=request.viewer.user, at=at,
                key=form.cleaned_data["key"],
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("groups:load", ref, load.pk)
    context = {"form": form, "group": sight.group, "sight": sight}
    return render(request, "groups/bring.html", context, status=422 if request.method == "POST" else 200)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_GET
def look(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A list as it reads now: counts, remarks by row and column, who may be known. Nothing is written."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import" if request.GET else "", at=at)
    load = load_of(sight, pk)
    record("group.list_looked_at", about=load, by=request.viewer.user, at=at)
    return _page(request, sight, load, at)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def read_otherwise(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Another encoding, separator, sheet or line of headings."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    load = load_of(sight, pk)
    form = ReadForm(request.POST, load=load, sheets=_sheets(load))

    def run() -> None:
        read_as(load=load, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **form.how())

    return _acted(request, sight, load, run, at, form, {"read_form": form})


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def columns(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """What each column means; remembered for the agency's next list."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    load = load_of(sight, pk)
    looked = Looked(load)
    form = ColumnsForm(request.POST, load=load, headings=looked.headings, sample=[])

    def run() -> None:
        name_columns(
            load=load,
            meanings=form.meanings(),
            by=request.viewer.user,
            at=at,
            seen=form.cleaned_data["version"],
        )

    return _acted(request, sight, load, run, at, form)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def go(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Import the good rows; undo an import; throw a list away."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    load, by = load_of(sight, pk), request.viewer.user
    run = {
        "impor": lambda: import_list(load=load, by=by, at=at),
        "batalkan": lambda: undo_import(load=load, by=by, at=at),
        "buang": lambda: drop_list(load=load, by=by, at=at),
    }.get(request.POST.get("do", ""))
    if run is None:
        return _page(request, sight, load, at, status=422)
    return _acted(request, sight, load, run, at)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_GET
def bad(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The rows that do not go in, with what is wrong, to mend and bring again."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    load = load_of(sight, pk)
    looked = Looked(load)
    try:
        content = sheets.bad_rows(looked.headings, [looked.line(one) for one in looked.bad], looked.bad)
    except Cannot as refused:
        return _page(request, sight, load, at, {"refused": refused}, status=422)
    record(
        "group.bad_rows_taken", about=load, by=request.viewer.user, at=at, changes={"rows": len(looked.bad)}
    )
    return attachment(content, f"{sight.group.ref}-perbaiki.xlsx")


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def known(request: HttpRequest, ref: str, pk: UUID, number: int) -> HttpResponse:
    """Is this row somebody whom we know? The officer says so, or leaves it open."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    load = load_of(sight, pk)
    looked = Looked(load)
    row = next((one for one in looked.rows if one.number == number), None)
    if row is None:
        raise Http404
    context = {"group": sight.group, "load": load, "row": row, "sight": sight}
    if request.method == "POST":
        code = request.POST.get("person", "")
        person = person_for(request.viewer, code, at=at) if code else None
        try:
            recognise(load=load, row=number, person=person, by=request.viewer.user, at=at)
        except Cannot as refused:
            context["refused"] = refused
        else:
            return redirect("groups:load", ref, load.pk)
    found = known_among(request.viewer, {number: _facts(row)}, at=at).get(number, [])
    names = shown_names(request.viewer, found, at)
    context["found"] = [(one, names[one.pk], str(one.pk) == load.known.get(str(number))) for one in found]
    return render(request, "groups/known.html", context, status=422 if "refused" in context else 200)


def _acted(
    request: HttpRequest, sight: Sight, load: Load, run, at: datetime, form=None, more=None
) -> HttpResponse:
    """Do it and show the list again; or the page with what speaks against it."""
    if form is None or form.is_valid():
        try:
            run()
        except Stale:
            return _page(request, sight, load_of(sight, load.pk), at, {"clash": True}, status=409)
        except Cannot as refused:
            if form is not None:
                form.show(refused)
            return _page(request, sight, load, at, {"refused": refused} | (more or {}), status=422)
        else:
            return redirect("groups:load", sight.group.ref, load.pk)
    return _page(request, sight, load, at, more or {}, status=422)


def _page(
    request: HttpRequest,
    sight: Sight,
    load: Load,
    at: datetime,
    more: dict | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"group": sight.group, "load": load, "sight": sight, "now": at}
    if load.state in {LoadState.CHECKING, LoadState.DONE} and load.content:
        try:
            context |= _looked(request, sight, load, at)
        except Cannot as refused:
            context["refused"] = refused
    return render(request, "groups/load.html", context | (more or {}), status=status)


def _looked(request: HttpRequest, sight: Sight, load: Load, at: datetime) -> dict:
    looked = Looked(load)
    only_bad = request.GET.get("tampil") != "semua"
    shown = looked.bad if only_bad else looked.rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    hints = {}
    if load.state == LoadState.CHECKING:
        hints = known_among(sight.viewer, {row.number: _facts(row) for row in looked.good}, at=at)
    sample = [looked.line(row) for row in looked.rows[:20]]
    return {
        "looked": looked, "rows": list(page.object_list), "page": page, "only_bad": only_bad,
        "keep": "" if only_bad else "tampil=semua&", "bad": len(looked.bad), "good": len(looked.good),
        "doubtful": sum(bool(row.doubts) for row in looked.good), "hints": hints,
        "hinted": [row for row in looked.good if row.number in hints or str(row.number) in load.known],
        "read_form": ReadForm(load=load, sheets=_sheets(load)) if load.state == LoadState.CHECKING else None,
        "columns_form": ColumnsForm(load=load, headings=looked.headings, sample=sample)
        if load.state == LoadState.CHECKING
        else None,
        "labels": {one.value: one.label for one in Meaning},
    }  # fmt: skip


def _sheets(load: Load) -> list[str]:
    try:
        return Looked(load).sheet_names
    except Cannot:
        return []


def _facts(row: Row) -> IdentityFacts:
    year = int(row.birth_on[:4]) if row.birth_on else None
    return IdentityFacts(
        full=row.name,
        phones=(row.phone,) if row.phone else (),
        documents=tuple(row.papers.values()),
        birth_year=year,
    )
