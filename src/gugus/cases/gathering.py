"""What stands in the papers of a case that `documents` makes: progress notes, closing form, statement; masked."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.cases.codes import CaseState
from gugus.cases.gate import sight_for
from gugus.cases.policies import Sight
from gugus.cases.reading import CaseView, read_case
from gugus.cases.story import read_story
from gugus.cases.wording import state_reason

MOST_LINES = 60
RISKS = {"high": "Tinggi", "medium": "Sedang", "low": "Rendah"}


class NotWritten(Cannot):
    """There is nothing to write a paper of yet."""


def gather_progress(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What happened since the case was opened, newest first, in the sections that the reader sees."""
    sight = sight_for(viewer, ref, at=at)
    view, story = read_case(sight, at, on_paper=True), read_story(sight, most=MOST_LINES)
    return _head(sight, view) | {
        "subject": "Catatan perkembangan kasus",
        "flags": [[flag.get_kind_display(), flag.note] for flag in view.flags],
        "summary": sight.case.summary if sight.reads_notes else "",
        "entries": [
            [one.happened_at, one.get_kind_display(), one.text, one.by.full_name if one.by else ""]
            for one in story.entries
        ],
        "more": bool(story.older),
        "next": [[task.title, task.due_at] for task in view.work.tasks[:8]],
    }


def gather_closing(viewer: Viewer, ref: str, at: datetime) -> dict:
    """How the case ended. Raises NotWritten while it runs."""
    sight = _ours(viewer, ref, at)
    case = sight.case
    if case.state not in {CaseState.CLOSED, CaseState.ARCHIVED}:
        raise NotWritten([Reason("case_runs", _("The case is not closed yet."))])
    view = read_case(sight, at, on_paper=True)
    return _head(sight, view) | {
        "subject": "Formulir terminasi",
        "reason": state_reason(case.state, case.state_code),
        "closed_at": case.state_at,
        "note": case.state_note if sight.reads_notes else "",
        "aftercare_on": case.aftercare_on,
        "contact_agreed": case.contact_agreed,
        "watch_since": case.watch_since,
        "manager": case.manager.full_name if case.manager else "",
    }


def gather_statement(viewer: Viewer, ref: str, at: datetime) -> dict:
    """That somebody is looked after in this case. The office adds the name by hand, once its ground was checked."""
    sight = _ours(viewer, ref, at)
    view = read_case(sight, at, on_paper=True)
    survivors = [line for line in view.people if line.party.role == "survivor"]
    if not survivors:
        raise NotWritten([Reason("nobody", _("No survivor is named in this case."))])
    return {
        "ref": sight.case.ref,
        "subject": "Surat keterangan",
        "office": sight.case.agency.name,
        "person": ", ".join(line.party.person.ref for line in survivors),
        "since": timezone.localdate(sight.case.opened_at),
        "rows": [
            ["Kode berkas", sight.case.ref],
            ["Status penanganan", sight.case.get_state_display()],
            ["Penanggung jawab", sight.case.manager.full_name if sight.case.manager else ""],
        ],
    }


def _ours(viewer: Viewer, ref: str, at: datetime) -> Sight:
    """The case, for the agency that answers for it: only that one writes such papers."""
    sight = sight_for(viewer, ref, at=at)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def _head(sight: Sight, view: CaseView) -> dict:
    case = sight.case
    return {
        "ref": case.ref,
        "facts": [
            ["Kode kasus", case.ref],
            ["Status", case.get_state_display()],
            ["Penanggung jawab", f"{case.manager.full_name if case.manager else '–'}, {case.agency.name}"],
            ["Dibuka", case.opened_at],
            ["Risiko", RISKS.get(case.risk, case.risk)],
            ["Keamanan", case.get_safety_display()],
            ["Keamanan diperiksa", case.safety_at],
            ["Bentuk eksploitasi", list(view.exploitation)],
            ["Tempat kejadian", view.area],
        ],
        "people": [_person(line) for line in view.people],
    }


def _person(line) -> list:
    person, age = line.party.person, line.party.age_at_act
    return [
        line.party.get_role_display(),
        line.name,
        person.get_sex_display(),
        "" if age is None else f"{age} tahun",
        person.ref,
    ]
