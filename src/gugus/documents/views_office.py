"""How the office writes: register of letter numbers, letterhead and number scheme, officials who sign, templates."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.documents import crests, office, queries
from gugus.documents.forms import CounterForm, CrestForm, LetterheadForm, SignerForm, as_typed
from gugus.documents.gate import keeps_office
from gugus.documents.kinds import all_kinds, kind_of
from gugus.documents.letter_files import BadTemplate, layout, template_at
from gugus.documents.making import letterhead_of
from gugus.documents.models import Letterhead, Signer
from gugus.documents.numbering import preview

A_PAGE = 50


@staff_door()
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The numbers that the office gave in a year, struck-out ones too (buku agenda surat keluar)."""
    this = localdate().year
    told = request.GET.get("tahun", "")
    year = int(told) if told.isdecimal() and 2000 <= int(told[:4]) <= this and len(told) == 4 else this
    pages = Paginator(queries.register(request.viewer, year), A_PAGE)
    page = pages.get_page(request.GET.get("hal"))
    rows = [(one, kind_of(one.kind)) for one in page]
    context = {
        "rows": rows, "page": page, "year": year, "before": year - 1, "after": year + 1 if year < this else None,
        "keep": f"tahun={year}&", "last": queries.last_number(request.viewer, year),
        "keeps_office": keeps_office(request.viewer),
    }  # fmt: skip
    return render(request, "documents/register.html", context)


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest) -> HttpResponse:
    """Letterhead and number scheme, with the next number of each kind as it would read."""
    by, at, status = request.viewer.user, now(), 200
    current = letterhead_of(by.agency, at)
    form = LetterheadForm(request.POST if request.method == "POST" else None, initial=as_typed(current))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                office.write_letterhead(facts=form.words, by=by, at=at, seen=form.cleaned_data["version"])
                return redirect("documents:head")
            except Cannot as refused:
                form.show(refused)
            except Stale:
                status = 409
    shown = _typed_head(current, form) if form.is_bound and form.is_valid() and not form.errors else current
    context = {
        "form": form, "stale": status == 409, "signers": queries.signers_of(request.viewer), "current": current,
        "previews": [(kind, preview(letterhead=shown, kind=kind, on=localdate(at))) for kind in _numbered()],
        "last": queries.last_number(request.viewer, localdate(at).year), "year": localdate(at).year,
    }  # fmt: skip
    return render(request, "documents/head.html", context, status=status)


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def crest(request: HttpRequest) -> HttpResponse:
    """Put a crest on the letterhead, or take it off."""
    by, at, status = request.viewer.user, now(), 200
    current = letterhead_of(by.agency, at)
    posted = request.method == "POST"
    form = CrestForm(*((request.POST, request.FILES) if posted else ()), initial={"version": current.version})
    if posted:
        status = 422
        try:
            if form.is_valid() and _said_what(form, removing="remove" in request.POST):
                upload = None if "remove" in request.POST else form.cleaned_data["upload"]
                content = upload.read(crests.LARGEST + 1) if upload else b""
                office.write_crest(content=content, by=by, at=at, seen=form.cleaned_data["version"])
                return redirect("documents:head")
        except Cannot as refused:
            form.show(refused)
        except Stale:
            status = 409
    context = {"form": form, "stale": status == 409, "has_crest": bool(current.crest)}
    return render(request, "documents/crest.html", context, status=status)


@staff_door()
@require_GET
def crest_picture(request: HttpRequest) -> HttpResponse:
    """The crest of one's own office, as it is printed; without one, back to the letters."""
    found = letterhead_of(request.viewer.user.agency, now())
    if not found.crest:
        return redirect("documents:list")
    answer = HttpResponse(bytes(found.crest), content_type="image/png")
    answer["Cache-Control"] = "no-store, private"
    return answer


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Go on counting after numbers that were given on paper."""
    year = localdate().year
    form = CounterForm(
        request.POST if request.method == "POST" else None,
        initial={"last": queries.last_number(request.viewer, year)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            office.raise_counter(year=year, last=form.cleaned_data["last"], by=request.viewer.user, at=now())
            return redirect("documents:head")
        except Cannot as refused:
            form.show(refused)
    return render(
        request, "documents/counter.html", {"form": form, "year": year}, status=422 if form.errors else 200
    )


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def signer(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Add an official who signs, change one, or let one sign no more."""
    found, by, at, status = _signer(request, pk), request.viewer.user, now(), 200
    names = (*office.SIGNS, "version")
    form = SignerForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in names} if found else {},
    )
    if request.method == "POST":
        status = 422
        try:
            if found and "end" in request.POST:
                office.end_signer(signer=found, by=by, at=at)
                return redirect("documents:head")
            if form.is_valid():
                office.write_signer(
                    facts=form.words, signer=found, by=by, at=at,
                    seen=form.cleaned_data["version"] if found else None,
                )  # fmt: skip
                return redirect("documents:head")
        except Cannot as refused:
            form.show(refused)
        except Stale:
            status = 409
    context = {"form": form, "signer": found, "stale": status == 409}
    return render(request, "documents/signer.html", context, status=status)


@staff_door()
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of document with its files and their versions."""
    context = {"rows": [_versions(kind) for kind in all_kinds()], "layout": layout()}
    return render(request, "documents/templates.html", context)


def _said_what(form: CrestForm, *, removing: bool) -> bool:
    """Was a picture chosen, or is the crest to go?"""
    if removing or form.cleaned_data["upload"]:
        return True
    form.add_error("upload", _("Choose a picture."))
    return False


def _versions(kind) -> tuple:
    found = []
    for path in (kind.template, kind.docx):
        try:
            found.append(template_at(path) if path else None)
        except BadTemplate:
            found.append("")
    return kind, *found


def _signer(request: HttpRequest, pk: UUID | None) -> Signer | None:
    if pk is None:
        return None
    found = Signer.objects.visible_to(request.viewer).filter(pk=pk, ended_at=None).first()
    if found is None:
        raise Http404
    return found


def _numbered() -> list:
    return [kind for kind in all_kinds() if kind.numbered]


def _typed_head(current: Letterhead, form: LetterheadForm) -> Letterhead:
    """The letterhead as typed, to show the numbers it would give; it is not saved."""
    told = {name: form.words[name] for name in ("pattern", "unit", "codes")}
    return Letterhead(agency=current.agency, changed_at=current.changed_at, **told)
