"""What stands against writing or proposing an agreement, each reason at its field."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gugus.access import wording as access_wording
from gugus.agreements import rules
from gugus.agreements.codes import Ceiling, Purpose
from gugus.agreements.models import Agreement
from gugus.base.refusals import Reason
from gugus.law.lists import UnknownCode, code
from gugus.places.queries import area

BETWEEN = {
    "two_parties": _("An agreement needs at least two agencies."),
    "nothing_given": _("Nothing is opened: choose at least one section."),
    "nobody_receives": _("Nobody receives what is opened: say who does."),
    "idle_party": _("Each agency gives or receives something."),
}
LISTS = {"scope_form": "exploitation_forms", "scope_service": "services"}


def hurdles_to_writing(terms: Any, writer: UUID) -> list[Reason]:
    """Everything that is wrong with terms (`actions.Terms`) that an agency writes."""
    return [*_words(terms), *_days(terms), *_scope(terms), *_parts(terms, writer)]


def _words(terms: Any) -> list[Reason]:
    needed = {
        "number": _("Write the number of the agreement."),
        "title": _("Write what the agreement is called."),
        "legal_basis": _("Write on which law or regulation it stands."),
    }
    found = [
        Reason(f"{name}_needed", words, name)
        for name, words in needed.items()
        if not getattr(terms, name).strip()
    ]
    if not terms.purposes or set(terms.purposes) - set(Purpose.values):
        found.append(Reason("purpose_needed", _("Choose at least one purpose."), "purposes"))
    return found


def _days(terms: Any) -> list[Reason]:
    found = []
    if terms.valid_until < terms.valid_from:
        found.append(Reason("ends_before", _("The last day lies before the first."), "valid_until"))
    elif (terms.valid_until - terms.valid_from).days > rules.LONGEST * 366:
        found.append(
            Reason("too_long", _("An agreement lasts five years at most; renew it then."), "valid_until")
        )
    if not 0 <= terms.notice_days <= rules.LONGEST_NOTICE:
        words = _("A period of notice has 180 days at most.")
        found.append(Reason("notice_too_long", words, "notice_days"))
    return found


def _scope(terms: Any) -> list[Reason]:
    found = []
    conditions = (
        terms.scope_worked,
        terms.scope_children,
        terms.scope_area,
        terms.scope_form,
        terms.scope_service,
    )
    if not any(conditions):
        words = _("Say which cases are meant: at least one condition. An agreement never opens all of them.")
        found.append(Reason("scope_needed", words, "scope_worked"))
    if terms.scope_area and area(terms.scope_area) is None:
        found.append(Reason("unknown_area", _("There is no such area."), "scope_area"))
    for name, list_name in LISTS.items():
        value = getattr(terms, name)
        try:
            if value:
                code(list_name, value)
        except UnknownCode:
            found.append(Reason("unknown_code", _("There is no such code."), name))
    return found


def _parts(terms: Any, writer: UUID) -> list[Reason]:
    ours = [part for part in terms.parts if part.agency.pk == writer]
    found = [Reason(one, BETWEEN[one], "others") for one in rules.hurdles_between(_as_rules(terms.parts))]
    if len(ours) != 1 or len({part.agency.pk for part in terms.parts}) != len(terms.parts):
        words = _("Your own agency and each other one take part once.")
        found.append(Reason("once_each", words, "others"))
    for part in terms.parts:
        side = "we_give" if part.agency.pk == writer else "they_give"
        found += _sections(part, side)
    return list(dict.fromkeys(found))


def _as_rules(parts: Any) -> list[rules.Opens]:
    return [rules.Opens(part.sections, part.ceiling, part.receives) for part in parts]


def _sections(part: Any, side: str) -> list[Reason]:
    if rules.unknown_sections(part.sections) or part.ceiling not in Ceiling.values:
        return [Reason("unknown_section", _("An agreement does not open this section."), side)]
    if part.sections and "case" not in part.sections:
        return [Reason("case_needed", _("Without the section Case there is no page to see."), side)]
    if shallow := rules.too_shallow(part.sections, part.ceiling):
        names = ", ".join(access_wording.section(one) for one in shallow)
        words = _("This depth is too shallow for: %(sections)s.") % {"sections": names}
        return [Reason("too_shallow", words, side)]
    return []


def hurdles_to_proposing(agreement: Agreement, at: datetime) -> list[Reason]:
    """What stands against asking the others now."""
    today, found = rules.day_of(at), []
    if agreement.valid_until < today:
        found.append(Reason("over_already", _("Its last day has passed already.")))
    parties = list(agreement.signatories.select_related("agency"))
    gone = [one.agency.name for one in parties if not exists_on(one.agency, today)]
    if gone:
        words = _("No longer exists: %(agencies)s.") % {"agencies": ", ".join(gone)}
        found.append(Reason("agency_gone", words))
    return found


def exists_on(agency: Any, day: Any) -> bool:
    """Does an agency exist on a day?"""
    return agency.valid_from <= day and (agency.valid_to is None or agency.valid_to > day)
