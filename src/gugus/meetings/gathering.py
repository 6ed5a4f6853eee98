"""What stands in the papers of a meeting that `documents` makes: invitation, minutes, recommendations, report, list.

All are Indonesian and name nobody but the people who were at the table.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.files.actions import opened
from gugus.meetings import queries, rules, shown_figures, wording
from gugus.meetings.codes import Answer, PaperKind, PointKind, Sex, State
from gugus.meetings.gate import Sight, sight_for
from gugus.meetings.models import Meeting, Paper, Point
from gugus.taskforce.policies import ONLY_THE_SECRETARIAT

CALLED_OFF = (State.CANCELLED, State.POSTPONED)
WRITTEN = (State.HELD, State.MINUTED, State.APPROVED)
MOST_PHOTOS, WIDEST = 6, 1200


class NotWritten(Cannot):
    """There is nothing to write a paper of yet."""


def gather_invitation(viewer: Viewer, ref: str, at: datetime) -> dict:
    """To whom, when, where, on what. Raises NotWritten when it was called off or nobody is invited."""
    sight = _hosted(viewer, ref, at)
    meeting = sight.meeting
    if meeting.state in CALLED_OFF:
        raise NotWritten([Reason("called_off", _("This meeting was postponed or cancelled."))])
    agenda = queries.agenda_of(meeting)
    if not agenda:
        raise NotWritten([Reason("no_agenda", _("Put at least one line on the agenda first."))])
    invited = queries.invitations_of(meeting)
    return _head(sight) | {
        "subject": f"Undangan {meeting.get_kind_display()}",
        "nature": "Biasa",
        "attachment": "1 (satu) lembar" if len(invited) > 5 else "-",
        "to": ["(daftar terlampir)"] if len(invited) > 5 else [wording.office_of(one) for one in invited],
        "invited": [wording.office_of(one) for one in invited] if len(invited) > 5 else [],
        "agenda": [one.title for one in agenda],
        "speakers": [_speaker(one) for one in queries.speakers_of(meeting)],
    }  # fmt: skip


def gather_minutes(viewer: Viewer, ref: str, at: datetime) -> dict:
    """Who was there, what was said, decided and recommended. Raises NotWritten before there are minutes."""
    sight = _written(viewer, ref, at)
    meeting, points = sight.meeting, queries.points_of(sight.meeting)
    there = wording.there(queries.attendees_of(meeting)) if sight.is_host else []
    return _head(sight) | {
        "subject": f"Notulen {meeting.get_kind_display()}",
        "nature": "Terbatas",
        "offices": _offices(there),
        "persons": len(there),
        "parts": _parts(sight, points),
        "recommendations": _recommendations(points),
        "addenda": [[one.number, one.written_at, one.text] for one in queries.addenda_of(meeting)],
        "digest": meeting.digest,
    }


def gather_recommendations(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The recommendations of the meeting as a table. Raises NotWritten when there are none."""
    sight = _written(viewer, ref, at)
    found = _recommendations(queries.points_of(sight.meeting))
    if not found:
        raise NotWritten([Reason("no_recommendation", _("This meeting has no recommendation."))])
    return _head(sight) | {
        "subject": f"Daftar rekomendasi {sight.meeting.get_kind_display()}",
        "nature": "Terbatas",
        "recommendations": found,
    }


def gather_report(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The activity report (laporan kegiatan) with its photos. Raises NotWritten before the meeting was held."""
    _hosted(viewer, ref, at)
    sight = _written(viewer, ref, at)
    meeting, points = sight.meeting, queries.points_of(sight.meeting)
    there = wording.there(queries.attendees_of(meeting))
    photos = [one for one in queries.papers_of(meeting) if one.kind == PaperKind.PHOTO][:MOST_PHOTOS]
    sexes = rules.by_sex(one.sex for one in there)
    return _head(sight) | {
        "subject": f"Laporan kegiatan {meeting.get_kind_display()}",
        "nature": "Biasa",
        "why": meeting.words,
        "persons": len(there),
        "by_sex": [[str(Sex(code).label), sexes[code]] for code in Sex.values if sexes.get(code)],
        "offices": _offices(there),
        "speakers": [_speaker(one) for one in queries.speakers_of(meeting)],
        "agenda": [one.title for one in queries.agenda_of(meeting)],
        "discussion": _texts(points, PointKind.DISCUSSION),
        "inputs": _texts(points, PointKind.INPUT),
        "decisions": _texts(points, PointKind.DECISION),
        "recommendations": _recommendations(points),
        "figures": [
            [one["words"], one["shown"].figure_ref, one["digest"][:16]]
            for one in shown_figures.told(queries.shown_at(meeting))
        ],
        "photos": [_photo(number, one) for number, one in enumerate(photos, start=1)],
        "digest": meeting.digest,
        "_pictures": _pictures(sight, photos, at),
    }


def gather_attendance(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The attendance list with a column for signatures; before the meeting with the announced and empty lines."""
    sight = _hosted(viewer, ref, at)
    meeting = sight.meeting
    if meeting.state in CALLED_OFF:
        raise NotWritten([Reason("called_off", _("This meeting was postponed or cancelled."))])
    there = wording.there(queries.attendees_of(meeting))
    lines = [
        [number, one.name, one.position, wording.office_of(one), SEXES.get(one.sex, "")]
        for number, one in enumerate(there, start=1)
    ]
    return _head(sight) | {
        "subject": "Daftar hadir",
        "nature": "Terbatas",
        "lines": lines,
        "expected": [] if lines else [_expected(one) for one in queries.invitations_of(meeting)],
        "empty": 20 if not lines else 0,
    }


SEXES = {Sex.FEMALE: "P", Sex.MALE: "L"}


def _expected(one) -> list:
    comes = one.answer in {Answer.COMES, Answer.SUBSTITUTE}
    return [wording.office_of(one), one.people if comes else ""]


def _hosted(viewer: Viewer, ref: str, at: datetime) -> Sight:
    """Papers that only the secretariat has made. Raises PermissionDenied for the other members."""
    sight = sight_for(viewer, ref, at=at)
    if not sight.is_host:
        raise PermissionDenied(ONLY_THE_SECRETARIAT)
    return sight


def _written(viewer: Viewer, ref: str, at: datetime) -> Sight:
    sight = sight_for(viewer, ref, at=at)
    if sight.meeting.state not in WRITTEN or not sight.reads_minutes:
        raise NotWritten([Reason("no_minutes", _("The minutes are not written yet."))])
    return sight


def _head(sight: Sight) -> dict:
    """What every paper of a meeting begins with; the fields of the official reports."""
    meeting = sight.meeting
    return {
        "ref": meeting.ref,
        "task_force": meeting.task_force.name,
        "level": meeting.task_force.get_level_display(),
        "kind": meeting.get_kind_display(),
        "topic": meeting.title,
        "fields": wording.fields_of(meeting.fields),
        "starts_at": meeting.starts_at,
        "ends": _until(meeting),
        "room": meeting.room,
        "legal_basis": meeting.legal_basis,
        "letter_number": meeting.letter_number or queries.letter_number(sight.viewer, meeting),
        "host": meeting.agency.name,
        "opened_by": meeting.opened_by,
        "chaired_by": meeting.chaired_by,
        "writers": _writers(meeting),
        "minutes_number": meeting.number,
        "state": meeting.get_state_display(),
        "approved_at": meeting.approved_at,
        "approved_on": timezone.localdate(meeting.approved_at) if meeting.approved_at else "",
        "approved_by": meeting.approved_by.full_name if meeting.approved_by else "",
        "approved_position": meeting.approved_by.title if meeting.approved_by else "",
    }


def _until(meeting: Meeting) -> datetime | str:
    """The end: only the hour on the day on which it began, where the office is."""
    ends = timezone.localtime(rules.ends_at(meeting.starts_at, meeting.minutes))
    same = timezone.localdate(meeting.starts_at) == ends.date()
    return f"pukul {ends:%H.%M}" if same else ends


def _writers(meeting: Meeting) -> list[str]:
    return queries.writers_of(meeting) if meeting.state in WRITTEN else []


def _speaker(one) -> list:
    return [one.name, one.position or "", one.topic]


def _offices(there: list) -> list:
    """How many came from which office, in the order of names."""
    found: dict[str, int] = {}
    for one in there:
        found[wording.office_of(one)] = found.get(wording.office_of(one), 0) + 1
    return [[name, found[name]] for name in sorted(found)]


def _parts(sight: Sight, points: list[Point]) -> list:
    """Line of the agenda by line: discussion, inputs, decisions, recommendations as they were said."""
    return [
        {
            "title": told["item"].title if told["item"] else "Hal lain",
            "lines": [
                [one.number, str(PointKind(one.kind).label), one.said_by or "", one.text]
                for one in told["points"] if one.kind != PointKind.RECOMMENDATION
            ],
        }
        for told in wording.agenda(queries.agenda_of(sight.meeting), points)
    ]  # fmt: skip


def _texts(points: list[Point], kind: str) -> list[str]:
    return [
        one.text if not one.said_by else f"{one.text} ({one.said_by})" for one in points if one.kind == kind
    ]


def _recommendations(points: list[Point]) -> list:
    found = [one for one in points if one.kind == PointKind.RECOMMENDATION]
    return [
        [
            number, one.text, one.owner.name if one.owner else "", one.due_on, one.get_field_display(),
            one.target or "", one.recommendation,
        ]
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip


def _photo(number: int, paper: Paper) -> list:
    """The name by which the template asks for it, its caption, the digest of the kept file."""
    return [f"foto-{number}.jpg", paper.attachment.title or "", paper.attachment.sha256]


def _pictures(sight: Sight, photos: list[Paper], at: datetime) -> Callable[[], dict[str, bytes]]:
    def read() -> dict[str, bytes]:
        return {
            f"foto-{number}.jpg": _smaller(
                b"".join(opened(attachment=one.attachment, within=sight.meeting, by=sight.viewer.user, at=at))
            )
            for number, one in enumerate(photos, start=1)
        }

    return read


def _smaller(content: bytes) -> bytes:
    """The picture as a page shows it: at most 1,200 points wide, and still nothing but the picture."""
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        small = picture.convert("RGB")
    small.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    small.save(out, format="JPEG", quality=78)
    return out.getvalue()
