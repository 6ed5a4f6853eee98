"""Codes of the law's lists in the reader's language, as choices and as labels."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus import law
from gugus.cases.codes import ArchiveReason, CaseState, HoldReason, ResumeReason
from gugus.kernel.words import Words


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def said(words: Words) -> str:
    """Words in the reader's language, beginning with a capital."""
    return _upper(words.in_language(get_language()))


def label(list_name: str, code: str) -> str:
    """One code of a list for people; an unknown code stays readable as it is, "" stays empty."""
    if not code:
        return ""
    try:
        return said(law.code(list_name, code).words)
    except law.UnknownCode:
        return code


def labels(list_name: str, codes: Iterable[str]) -> list[str]:
    """Several codes for people."""
    return [label(list_name, code) for code in codes]


def choices(list_name: str, blank: str = "–") -> Callable[[], list]:
    """Choices for a form, read at every rendering because the language is the reader's.

    Sub-forms stand in a group under their form.
    """

    def read() -> list:
        every = law.codes(list_name)
        lines: list = [("", blank)] if blank else []
        for top in (one for one in every if not one.parent):
            below = [(one.code, said(one.words)) for one in every if one.parent == top.code]
            own = (top.code, said(top.words))
            lines.append((_short(said(top.words)), [own, *below]) if below else own)
        return lines

    return read


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def state_reasons(to: str, before: str) -> list[tuple[str, str]]:
    """The coded reasons that fit a move from one state to another."""
    if to == CaseState.CLOSED:
        return [(one.code, said(one.words)) for one in law.codes("case_closing_reasons")]
    if to == CaseState.ON_HOLD:
        return list(HoldReason.choices)
    if to == CaseState.ARCHIVED:
        return list(ArchiveReason.choices)
    if before == CaseState.ON_HOLD:
        return list(ResumeReason.choices)
    return [(one.code, said(one.words)) for one in law.codes("case_reopening_reasons")]


def state_reason(state: str, code: str) -> str:
    """The reason for the state a case is in now."""
    every = dict(state_reasons(state, CaseState.ON_HOLD)) | dict(state_reasons(state, CaseState.CLOSED))
    return str(every.get(code, code))


def closing_asked(request: Any) -> str:
    """What the second person reads of a request to close; the words stand beside it."""
    facts = request.facts
    reason = state_reason(CaseState.CLOSED, facts.get("code", ""))
    agreed = {True: _("agrees to be contacted"), False: _("does not want to be contacted")}
    parts = [_("Close the case, because: %(reason)s.") % {"reason": reason}]
    if day := facts.get("aftercare_on"):
        parts.append(
            _("Somebody asks again on %(day)s.") % {"day": date_format(date.fromisoformat(day), "j F Y")}
        )
    said = agreed.get(facts.get("contact_agreed"), _("was not asked whether contact is wanted"))
    parts.append(_("The survivor %(said)s.") % {"said": said})
    return " ".join(parts)
