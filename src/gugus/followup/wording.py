"""A recommendation in words: chips, its way as lines and as a picture, where it was said."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gugus.base.links import url_of
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.followup import rules
from gugus.followup.codes import LineKind, MoveCode, OriginKind, Standing
from gugus.followup.models import Line, Recommendation

CHIPS = {
    Standing.LATE: "late", Standing.SOON: "soon", Standing.RUNNING: "open", Standing.WAITING: "info",
    Standing.ENDED: "closed",
}  # fmt: skip
EVENTS = {
    LineKind.RECORDED: "info", LineKind.PROGRESS: "plain", LineKind.ASKED: "medium", LineKind.MOVED: "medium",
    LineKind.REPORTED: "info", LineKind.SENT_BACK: "late", LineKind.ACCEPTED: "safe", LineKind.DROPPED: "sealed",
    LineKind.REPLACED: "sealed", LineKind.SPLIT: "sealed", LineKind.HANDED: "medium", LineKind.CHANGED: "plain",
}  # fmt: skip


def chip_of(one: Recommendation, day: date) -> tuple[str, str]:
    """Kind and words of the chip: how it stands, or how it ended."""
    standing = rules.standing(one.state, one.due_on, day)
    if standing == Standing.ENDED:
        return ("done" if one.state == "done" else "closed"), one.get_state_display()
    return CHIPS[standing], str(standing.label)


def origin_of(one: Recommendation) -> dict:
    """Where it was said: words, a link where there is a record, the day."""
    url = url_of(RECORDS.get(one.origin_kind, ""), one.origin_ref) if one.origin_ref else ""
    return {
        "kind": one.get_origin_kind_display(), "ref": one.origin_ref, "url": url, "words": one.origin_words or "",
        "on": one.said_on,
    }  # fmt: skip


def decision_of(one: Recommendation) -> dict:
    """What dropped it: its words, its day, a link where it is a record. The day is kept at the end of the words."""
    words, _space, day = (one.ended_words or "").rpartition(" ")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        words, on = one.ended_words or "", None
    url = url_of(RECORDS.get(one.ended_kind, ""), one.ended_ref) if one.ended_ref else ""
    return {"words": words, "on": on, "url": url}


RECORDS = {
    OriginKind.MEETING: "meeting", OriginKind.CONFERENCE: "conference", OriginKind.ACTION_PLAN: "plan",
    OriginKind.REPORT: "forcereport",
}  # fmt: skip


def told_of(line: Line, one: Recommendation) -> dict:
    """One line of the way for the drawn history."""
    by = f"{line.by.full_name}, {line.agency.name}" if line.by and line.agency else _("automatically")
    title = line.get_kind_display()
    if line.recommendation_id != one.pk:
        title = f"{title} ({line.recommendation.ref})"
    return {
        "at": line.at, "title": title, "kind": "done" if line.kind == LineKind.ACCEPTED else "",
        "text": " · ".join(part for part in (facts_of(line), line.words or "", _before(line)) if part), "by": by,
        "evidence": line.evidence,
    }  # fmt: skip


def _before(line: Line) -> str:
    return _("before: “%(words)s”") % {"words": line.earlier.replace("\n", " · ")} if line.earlier else ""


def facts_of(line: Line) -> str:
    """What a line says beside its words: days, agencies, how far."""
    parts = []
    if line.due_before and line.due_on:
        parts.append(f"{_day(line.due_before)} → {_day(line.due_on)}")
    elif line.due_on and line.kind == LineKind.RECORDED:
        parts.append(_("deadline %(day)s") % {"day": _day(line.due_on)})
    if line.code:
        parts.append(str(MoveCode(line.code).label))
    if line.to_agency:
        parts.append(line.to_agency.name)
    if line.share is not None:
        parts.append(f"{line.share} %")
    if line.other:
        parts.append(line.other.ref)
    return ", ".join(parts)


def way_of(one: Recommendation, lines: list[Line], day: date) -> tuple[list[CaseSpan], list[CaseEvent], date]:
    """The way from where it was said to the result, for `figure_case`: time it was given, time it took, events."""
    events = [CaseEvent(_("Said"), one.said_on, "info")]
    events += [
        CaseEvent(str(LineKind(line.kind).label), timezone.localdate(line.at), EVENTS[line.kind])
        for line in lines
        if line.kind not in {LineKind.RECORDED, LineKind.CHANGED}
    ]
    end = one.closed_on or day
    spans = [CaseSpan(_("Time given at first"), one.said_on, max(one.first_due_on, one.said_on), "plain")]
    if one.due_on != one.first_due_on:
        spans.append(CaseSpan(_("Time given in the end"), one.said_on, max(one.due_on, one.said_on), "info"))
    kind = "late" if end > one.due_on else "safe"
    spans.append(CaseSpan(_("Time taken"), one.said_on, one.closed_on, kind))
    return spans, events, max(end, one.due_on, one.said_on)


def _day(on: date) -> str:
    return date_format(on, "j M Y")
