"""A reintegration in words: hurdles at their fields, answers of the lists, what the page shows of each visit."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.pictures import TrendPoint
from gugus.base.refusals import Reason
from gugus.cases.wording import label
from gugus.kernel.rupiah import written
from gugus.law.lists import children, codes
from gugus.people.queries import shown_names
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.codes import BreakCode, Moment
from gugus.reintegration.models import MonitoringVisit, PreparationStep, Reintegration, SupportStep

HURDLES = {
    "not_wanted": Reason("not_wanted", _("The person does not want to live there."), "wants"),
    "not_asked": Reason("not_asked", _("Ask the person, alone, before anybody decides."), "wants"),
    "child_alone": Reason("child_alone", _("A child, or somebody of unknown age, does not live alone."), "place"),
    "not_looked_at": Reason(
        "not_looked_at", _("Nobody has looked at this home yet, or its safety is not known."), "place"
    ),
    "refuses": Reason("refuses", _("The people there refuse. Look for relatives or a substitute family."), "place"),
    "unsafe": Reason("unsafe", _("This home is not safe. Look for relatives or a substitute family."), "place"),
    "accused_there": Reason(
        "accused_there", _("The alleged offender lives there or comes there. Nobody is sent there."), "place"
    ),
    "accused_not_asked": Reason(
        "accused_not_asked", _("Find out first whether the alleged offender lives there or comes there."), "place"
    ),
    "accused_is_family": Reason(
        "accused_is_family", _("An alleged offender of this case is written down as family. Choose another home."),
        "place",
    ),
}  # fmt: skip
MOMENTS = dict(Moment.choices)
STOPS = {
    "not_followed": _("Nobody follows this person up now."),
    "too_early": _("The shortest time of monitoring lasts until %(until)s."),
    "too_few_visits": _("Too few visits took place."),
    "never_alone": _("Nobody has seen or spoken to the person alone yet."),
    "not_safe_at_last": _("The last visit did not find the person safe, or was a second call in a row."),
    "supports_open": _("Support is still open. Finish it or give it up with a reason."),
    "alarms_open": _("An alarm is open. Settle it first."),
    "no_end_outcomes": _("The outcomes at the end have not been asked."),
}


def stop_hurdle(code: str, one: Reintegration) -> Reason:
    """Why it cannot end by the rule yet."""
    until = date_format(one.minimum_until, "j F Y") if one.minimum_until else "–"
    return Reason(code, STOPS[code] % {"until": until} if code == "too_early" else STOPS[code])


def names_of(viewer: Viewer, rows: Iterable[Reintegration], at: datetime) -> dict[UUID, str]:
    """Person → masked name; whom the agency does not know is a dash."""
    wanted = list(rows)
    known = queries.people_of(wanted) if wanted else {}
    names = shown_names(viewer, known.values(), at) if known else {}
    return {one.person_id: names.get(one.person_id, "–") for one in wanted}


def checklist(steps: dict[str, PreparationStep]) -> list[dict]:
    """Client, family, community; each with its steps and how they stand."""
    sides = [one for one in codes("reintegration_preparations") if not one.parent]
    return [
        {
            "label": label("reintegration_preparations", side.code),
            "steps": (lines := [
                {"code": one.code, "label": label("reintegration_preparations", one.code), "line": steps.get(one.code)}
                for one in children("reintegration_preparations", side.code)
            ]),
            "open": sum(1 for each in lines if each["line"] is None or each["line"].answer == "open"),
        }
        for side in sides
    ]  # fmt: skip


def looks_of(one: Reintegration, visits: list[MonitoringVisit], at: datetime) -> list[MonitoringVisit]:
    """Put on each visit how it is drawn, and its findings in words."""
    today = schedule.day_at(at, one.area_code)
    upcoming = next((each for each in visits if each.state == "planned"), None)
    for each in visits:
        due_on = schedule.day_at(each.due_at, one.area_code)
        each.look = rules.look_of(each.state, each.planned_on, due_on, today, each is upcoming)
        each.need_words = [{"code": need, "label": label("services", need)} for need in each.needs]
        record = getattr(each, "found", None)
        each.told = told_findings(record.findings or {}) if record is not None else []
        for old in getattr(each, "earlier", ()):
            old.told = told_findings(old.findings or {})
    return visits


def supports_said(supports: list[SupportStep]) -> list[SupportStep]:
    """Put what was promised and paid into words."""
    for one in supports:
        one.paid_said, one.amount_said = rupiah(one.paid), rupiah(one.amount)
    return supports


def rupiah(amount: Decimal | None) -> str:
    """An amount in the reader's language; nothing for None."""
    return "" if amount is None else written(amount, get_language())


def reason_said(one: Reintegration) -> str:
    """Why it was broken off."""
    return str(BreakCode(one.code).label) if one.code in BreakCode.values else ""


def told_findings(findings: dict[str, str]) -> list[tuple[str, str]]:
    """What was found, in words, in the order of the list."""
    order = [one.code for one in codes("reintegration_findings") if not one.parent]
    return [
        (label("reintegration_findings", domain), label("reintegration_findings", findings[domain]))
        for domain in order
        if domain in findings
    ]


def levels(outcomes: dict[tuple[str, str], int]) -> list[dict]:
    """Indicators with their level at each moment, for the picture: 0 worst, 3 best."""
    found = []
    for one in codes("reintegration_outcomes"):
        if one.parent:
            continue
        scale = children("reintegration_outcomes", one.code)
        cells = []
        for moment in MOMENTS:
            level = outcomes.get((one.code, moment))
            words = label("reintegration_outcomes", scale[level].code) if level is not None else ""
            cells.append({"moment": moment, "level": level, "words": words})
        name = label("reintegration_outcomes", one.code)
        points = [TrendPoint(str(MOMENTS[cell["moment"]]), cell["level"]) for cell in cells if cell["words"]]
        found.append({"code": one.code, "label": name, "cells": cells, "points": points})
    return found
