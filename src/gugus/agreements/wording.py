"""Agreements in words: what is meant, what opens, why it ended."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gugus import law
from gugus.access import wording as access_wording
from gugus.agreements.codes import Ceiling, DeclineCode, EndCode, Purpose, State
from gugus.agreements.models import Agreement, Signatory
from gugus.law.lists import UnknownCode
from gugus.places.queries import area_label

CHIPS = {
    State.DRAFT: "draft", State.PROPOSED: "new", State.SIGNED: "info", State.IN_FORCE: "open", State.ENDED: "closed",
    State.SUPERSEDED: "closed", State.DECLINED: "closed", State.WITHDRAWN: "closed",
}  # fmt: skip
STEPS = {
    "proposed": gettext_lazy("Proposed"),
    "signed": gettext_lazy("Signed by an agency"),
    "declined": gettext_lazy("Not signed by an agency"),
    "withdrawn": gettext_lazy("Withdrawn by the writer"),
    "in_force": gettext_lazy("Came into force"),
    "noticed": gettext_lazy("Notice was given"),
    "ended": gettext_lazy("It ended"),
    "superseded": gettext_lazy("A successor came into force"),
}


def word(list_name: str, stored: str) -> str:
    """The wording of a stored code of the law today, with a capital."""
    try:
        words = law.code(list_name, stored).words.in_language(get_language())
    except UnknownCode:
        words = stored.replace("_", " ")
    return words[:1].upper() + words[1:]


def choices(list_name: str, *, blank: Any) -> Callable[[], list[tuple[str, str]]]:
    """Choices of a list for a form field, worded when the form is drawn."""

    def worded() -> list[tuple[str, str]]:
        return [("", str(blank)), *((one.code, word(list_name, one.code)) for one in law.codes(list_name))]

    return worded


def scope_lines(agreement: Agreement) -> list[str]:
    """Which cases are meant; every line must hold."""
    lines = []
    if agreement.scope_worked:
        lines.append(_("The receiving agency works on the case already"))
    if agreement.scope_children:
        lines.append(_("A survivor is a child"))
    if agreement.scope_area:
        lines.append(_("In %(area)s") % {"area": area_label(agreement.scope_area)})
    if agreement.scope_form:
        form = word("exploitation_forms", agreement.scope_form)
        lines.append(_("Exploitation: %(form)s") % {"form": form})
    if agreement.scope_service:
        service = word("services", agreement.scope_service)
        lines.append(_("Service under way: %(service)s") % {"service": service})
    return lines


def sections_words(sections: Iterable[str]) -> list[str]:
    """Sections in words."""
    return [access_wording.section(one) for one in sections]


def ceiling_words(depth: int) -> str:
    return str(Ceiling(depth).label) if depth in Ceiling.values else ""


def purposes_words(agreement: Agreement) -> list[str]:
    return [str(Purpose(one).label) for one in agreement.purposes if one in Purpose.values]


def code_words(state: str, code: str) -> str:
    """Why an agreement came into its state; "" without a reason."""
    if not code:
        return ""
    known = dict(DeclineCode.choices) if state == State.DECLINED else dict(EndCode.choices)
    return str(known.get(code, code))


def estimate_words(part: Signatory) -> str:
    """How many cases would open, as the worker counted it for the others."""
    if part.estimate is None:
        return _("not counted yet")
    return _("fewer than five") if part.estimate < 0 else str(part.estimate)


def parties_words(parties: Iterable[Signatory]) -> str:
    return " – ".join(one.agency.name for one in parties)


def reasons(ids: set) -> dict:
    """Which agreement a grant was given because of: number and last day, for the page that explains."""
    rows = Agreement.objects.unscoped(because="row security: agreements of one's own agency")
    return {
        one.pk: lazystr(_("Sharing agreement %(number)s (%(ref)s)") % {"number": one.number, "ref": one.ref})
        for one in rows.filter(pk__in=ids)
    }
