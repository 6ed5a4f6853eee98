"""Exports for programs: ask, see how far it is, take the file. The same gates and actions as the pages."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.base.api import problem
from gugus.exchange import actions
from gugus.exchange.codes import Format, State
from gugus.exchange.gate import export_for, list_for
from gugus.exchange.lists import lists_for
from gugus.exchange.models import Export
from gugus.exchange.views import as_file
from gugus.files import store
from gugus.files.crypt import ContentBroken

router = Router(tags=["exports"])
MOST = 100


class ListOut(Schema):
    """A list that the caller may export."""

    code: str
    label: str
    filters: list[str] = Field(description="Names of the filters that count; the same as of its page.")
    can_name: bool = Field(description="Whether it has columns with names; those need a second person.")


class ExportIn(Schema):
    """What to write down."""

    filters: dict[str, str] = Field(default_factory=dict, description="Codes only, as in the page's address.")
    format: Format = Format.CSV


class IdentifiedIn(ExportIn):
    """The same with names."""

    reason: str = Field(min_length=1, max_length=1000, description="Kept sealed; the second person reads it.")


class ExportOut(Schema):
    """One export and how far it is."""

    ref: str
    listed: str
    filters: dict[str, str]
    format: Format
    identified: bool
    state: State
    problem: str = Field(description="A code when it could not be made; empty otherwise.")
    asked_at: datetime
    ready_at: datetime | None
    until_at: datetime | None = Field(description="The file is there until then.")
    rows: int
    is_cut: bool = Field(description="There were more rows than an export holds.")
    size: int
    sha256: str
    downloads: int


class WaitingOut(Schema):
    """It is made when a second person agreed."""

    request: str = Field(description="Reference under /approvals.")


@router.get("/exports/lists", response=list[ListOut], summary="Lists that can be exported")
@api_door()
def list_lists(request: HttpRequest):
    """Those of the caller's role; empty when it exports nothing."""
    return [
        ListOut(code=one.code, label=str(one.label), filters=list(one.filters), can_name=one.can_name)
        for one in lists_for(request.viewer)
    ]


@router.get("/exports", response=list[ExportOut], summary="One's own exports")
@api_door()
def list_exports(request: HttpRequest, offset: int = Query(0, ge=0, le=100_000)):
    """At most 100, the newest first."""
    return [_out(one) for one in Export.objects.visible_to(request.viewer)[offset : offset + MOST]]


@router.post("/exports/lists/{listed}", response={202: ExportOut}, summary="Export a list without names")
@api_door()
def ask_export(request: HttpRequest, listed: str, body: ExportIn):
    """The worker makes it; ask for its state. Send an Idempotency-Key, so that a repeated call makes one."""
    made = actions.ask(
        listed=list_for(request.viewer, listed), filters=body.filters, form=body.format,
        by=request.viewer.user, at=now(),
    )  # fmt: skip
    return Status(202, _out(made))


@router.post(
    "/exports/lists/{listed}/identified", response={202: WaitingOut}, summary="Export a list with names"
)
@api_door()
def ask_identified(request: HttpRequest, listed: str, body: IdentifiedIn):
    """A second person of the agency has to agree first. Send an Idempotency-Key."""
    asked = actions.ask_identified(
        listed=list_for(request.viewer, listed), filters=body.filters, form=body.format, reason=body.reason,
        by=request.viewer.user, at=now(),
    )  # fmt: skip
    return Status(202, WaitingOut(request=asked.ref))


@router.get("/exports/{ref}", response=ExportOut, summary="One export")
@api_door()
def get_export(request: HttpRequest, ref: str):
    """How far it is. Only for who asked for it."""
    return _out(export_for(request.viewer, ref))


@router.get("/exports/{ref}/content", summary="The file of an export")
@api_door()
def content(request: HttpRequest, ref: str) -> HttpResponse:
    """As a download. Every call is written to the trail. 409 while it is not there, 410 when it is damaged."""
    export = export_for(request.viewer, ref)
    try:
        return as_file(export, actions.give_out(export=export, by=request.viewer.user, at=now()))
    except (store.ContentMissing, ContentBroken):
        return problem(410, "content_broken", _("Its content is missing or damaged."))


def _out(export: Export) -> ExportOut:
    names = (
        "ref", "listed", "filters", "format", "identified", "state", "problem", "asked_at", "ready_at", "until_at",
        "rows", "is_cut", "size", "sha256", "downloads",
    )  # fmt: skip
    return ExportOut(**{name: getattr(export, name) for name in names})
