"""A criminal track in words and pictures: the way, the spans of its stages, the log, what is late."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from gugus.access.viewer import Viewer
from gugus.base.pictures import Bar, CaseEvent, CaseSpan
from gugus.cases.models import Party
from gugus.justice import rules
from gugus.justice.codes import Group, HearingState, ProtectionState, Stage
from gugus.justice.forms import cited
from gugus.justice.growing import raising_words
from gugus.justice.models import Charge, Hearing, Move, Proceeding
from gugus.kernel.rupiah import written
from gugus.law.clocks import zone
from gugus.law.lists import UnknownCode
from gugus.law.provisions import provision
from gugus.people.queries import shown_names

STAGE_CHIPS = {
    Stage.STOPPED: "closed", Stage.DIVERTED: "closed", Stage.DIED: "closed", Stage.FINAL: "done",
    Stage.FILE_RETURNED: "warn",
}  # fmt: skip

# On a picture there is room for a few words only.
SHORT = {Stage.HANDED_OVER: pgettext_lazy("picture", "Handed over (stage II)")}


def way_of(stage: str) -> list[dict]:
    """The main way, done, current and to do; a stage beside the way stands in its place on it."""
    here = rules.ON_WAY.get(stage, stage)
    names = [str(Stage(one).label) for one in rules.WAY]
    if here not in rules.WAY:  # stopped, diverted, died
        return []
    place = rules.WAY.index(here)
    if stage != here:
        names[place] = str(Stage(stage).label)
    last = stage == Stage.FINAL
    return [
        {
            "label": name,
            "state": "done" if number < place or last else "current" if number == place else "todo",
        }
        for number, name in enumerate(names)
    ]


def named(viewer: Viewer, parties: list[Party], at: datetime) -> dict[UUID, str]:
    """Party → masked name or code."""
    shown = shown_names(viewer, [one.person for one in parties], at) if parties else {}
    return {one.pk: shown.get(one.person_id, one.person.ref) for one in parties}


def choices_of(viewer: Viewer, parties: list[Party], at: datetime) -> list[tuple[str, str]]:
    """Parties for a field: masked name and role."""
    names = named(viewer, parties, at)
    return [(str(one.pk), f"{names[one.pk]} · {one.get_role_display()}") for one in parties]


def accused_of(viewer: Viewer, proceedings: list[Proceeding], at: datetime) -> None:
    """Put the masked name of the accused, the chip and the lateness on each proceeding."""
    parties = [one.accused for one in proceedings if one.accused is not None]
    names = named(viewer, parties, at)
    for one in proceedings:
        one.shown_accused = names.get(one.accused_id, "") if one.accused_id else ""
        one.chip = STAGE_CHIPS.get(one.stage, "open")
        one.is_ended = one.stage in rules.ENDED
        one.is_long = not one.is_ended and one.stage_due_at is not None and one.stage_due_at < at
        one.days_in_stage = (timezone.localdate(at) - one.stage_on).days


def live_moves(moves: list[Move]) -> list[Move]:
    """Steps that count, without those that only changed the office."""
    return [one for one in moves if one.undone_at is None and not one.passes_on]


def spans_of(moves: list[Move], at: datetime, right: dict[UUID, date]) -> list[CaseSpan]:
    """How long each stage lasted, for the picture; the present one still goes on. `right`: days that were corrected."""
    steps, today = live_moves(moves), timezone.localdate(at)
    days = [right.get(one.pk, one.on) for one in steps]
    spans = []
    for number, one in enumerate(steps):
        follows = days[number + 1] if number + 1 < len(steps) else None
        if one.stage in rules.ENDED and follows is None:
            continue
        end = follows or today
        late = one.due_at is not None and timezone.localdate(one.due_at) < end
        spans.append(
            CaseSpan(
                str(SHORT.get(one.stage) or one.get_stage_display()),
                days[number],
                follows,
                "late" if late else "info",
            )
        )
    return spans


def events_of(moves: list[Move], hearings: list[Hearing]) -> list[CaseEvent]:
    """Days that mattered: the end of the track, hearings that were held."""
    events = [
        CaseEvent(str(one.get_stage_display()), one.on, "safe" if one.stage == Stage.FINAL else "high")
        for one in live_moves(moves)
        if one.stage in rules.ENDED
    ]
    held = [one for one in hearings if one.state == HearingState.HELD]
    return events + [
        CaseEvent(str(one.get_agenda_display()), timezone.localdate(one.starts_at), "info")
        for one in held[:6]
    ]


def history(moves: list[Move], right: dict[UUID, date]) -> list[dict]:
    """Every step, the last first, also those that were taken back; a corrected day beside the written one."""
    return [
        {
            "on": one.on,
            "title": _("Another police office goes on") if one.passes_on else one.get_stage_display(),
            "kind": "late" if one.undone_at else "plain",
            "by": one.written_by.full_name if one.written_by else "",
            "chips": [{"kind": "closed", "text": _("taken back")}] if one.undone_at else [],
            "text": " · ".join(part for part in (_right_day(right.get(one.pk)), *_details(one)) if part),
        }
        for one in reversed(moves)
    ]


def _right_day(day: date | None) -> str:
    return _("corrected: it was on %(day)s") % {"day": date_format(day, "j F Y")} if day else ""


def _details(move: Move) -> list[str]:
    office = move.office.name if move.office else move.office_name
    return [
        str(move.get_code_display()) if move.code else "",
        _("No. %(number)s") % {"number": move.document} if move.document else _("number missing"),
        _("from %(office)s") % {"office": office} if office else "",
        _("Asked for: %(words)s") % {"words": move.asked} if move.asked else "",
    ]


def charge_words(charges: list[Charge]) -> list[Charge]:
    """Put the citation and what raises the penalty on each charge."""
    language = get_language()
    for one in charges:
        try:
            one.cited = cited(provision(one.provision))
        except UnknownCode:
            one.cited = one.provision
        one.raising = raising_words(one.aggravations, language)
    return charges


def rupiah(amount: int | None) -> str:
    """Whole rupiah in the reader's language; "" for nothing."""
    return "" if amount is None else written(Decimal(amount), get_language())


def court_time(hearing: Hearing) -> str:
    """The hour at the court's place: "Senin, 15 Juni 2026 10.00 WITA"."""
    local = hearing.starts_at.astimezone(zone(hearing.zone))
    return f"{date_format(local, 'l, j F Y')} {local.strftime('%H.%M')} {hearing.zone.upper()}"


def hearing_words(hearings: list[Hearing]) -> list[Hearing]:
    """Put the court's time and the chip on each hearing."""
    chips = {"planned": "soon", "held": "done", "postponed": "warn", "cancelled": "closed"}
    for one in hearings:
        one.court_time = court_time(one)
        one.chip = chips[one.state]
        one.where = one.court.name if one.court_id and one.court else one.court_name or ""
    return hearings


def protection_chip(state: str) -> str:
    """The chip of a request."""
    kinds = {
        "granted": "safe",
        "refused": "closed",
        "withdrawn": "closed",
        "ended": "closed",
        "incomplete": "warn",
    }
    return kinds.get(ProtectionState(state), "open")


def group_bars(told) -> list[Bar]:
    """How many proceedings stand in each group, as the police publish them."""
    return [Bar(str(one.label), told.groups[one]) for one in Group]


def median_bars(told) -> list[Bar]:
    """The median number of days in each stage; beside it, over how many stays."""
    return [
        Bar(
            str(Stage(stage).label),
            days,
            note=ngettext("days, in %(number)d stay", "days, in %(number)d stays", number)
            % {"number": number},
        )  # fmt: skip
        for stage, (days, number) in told.medians.items()
    ]


def late_at(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at < at
