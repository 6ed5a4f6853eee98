"""The trail for programs: the same filters, the same limits, its own entry."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import problem
from gugus.base.refusals import Reason
from gugus.trail.forms import TrailFilter
from gugus.trail.queries import Line, colleagues, page_of

router = Router(tags=["trail"])


class Asked(Schema):
    """The filters of the page; what is left out does not narrow."""

    user: str = Field("", max_length=36, description="Id of a colleague.")
    group: str = Field(
        "", max_length=20, description="Kind: read, change, opening, leaving, sign_in, refusal."
    )
    verb: str = Field("", max_length=60)
    since: str = Field("", max_length=10, description="First day, 2026-12-31.")
    until: str = Field("", max_length=10, description="Last day, 2026-12-31.")
    ref: str = Field("", max_length=20, description="A record; everything within it counts.")
    agency: str = Field("", max_length=36, description="Id of an agency; with a reference only.")
    reason: str = Field("", max_length=100)
    off_hours: bool = Field(False, description="Outside the office hours of your agency only.")
    before: str = Field("", max_length=400, description="`older` of the answer before.")


class EntryOut(Schema):
    """Something that was done or seen."""

    at: datetime
    username: str
    who: str
    agency: str
    verb: str = Field(description="Stable code.")
    did: str = Field(description="The same in words of the caller's language.")
    about: str = Field(description="Reference of the record; empty when there is none.")
    reason: str
    circumstances: list[str]
    changes: dict[str, str] = Field(description="New values; personal ones only as dots.")

    @staticmethod
    def of(line: Line) -> "EntryOut":
        entry = line.entry
        return EntryOut(
            at=entry.at, username=entry.actor, who=line.who, agency=line.agency, verb=entry.verb, did=line.did,
            about=entry.about_ref, reason=entry.reason, circumstances=list(line.circumstances),
            changes=dict(line.changes),
        )  # fmt: skip


class TrailOut(Schema):
    """A page of the trail, newest first."""

    entries: list[EntryOut]
    older: str = Field(description="Send it as `before` for the next older page; empty at the end.")


@router.get("/trail", response=TrailOut, summary="The trail of my agency")
@api_door(Section.TRAIL, Verb.SEE)
def trail(request: HttpRequest, asked: Query[Asked]):
    """Fifty entries; with a reference of one's own file everybody's entries about it, of other agencies too."""
    told = {name: value for name, value in asked.dict().items() if value and name != "before"}
    form = TrailFilter(told, colleagues=colleagues(request.viewer))
    if not form.is_valid():
        reasons = [Reason("invalid", words[0], name) for name, words in form.errors.items()]
        return problem(422, "invalid", reasons[0].words, reasons)
    page = page_of(request.viewer, form.asked(), cursor=asked.before)
    record("trail.seen", by=request.viewer.user, at=now(), changes=form.said())
    return TrailOut(entries=[EntryOut.of(line) for line in page.lines], older=page.older)
