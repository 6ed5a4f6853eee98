"""Codes of the legal pack in the reader's language, and the preview of a referral in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.law.lists import UnknownCode
from gugus.places.queries import labels
from gugus.referrals import rules
from gugus.referrals.along import TOOK_OVER
from gugus.referrals.codes import ReturnCode, RevokeCode, State
from gugus.referrals.models import Referral


def word(list_name: str, stored: str) -> str:
    """The wording of a stored code today, with a capital; an unknown code stays readable as itself."""
    try:
        words = law.code(list_name, stored).words.in_language(get_language())
    except UnknownCode:
        words = stored.replace("_", " ")
    return words[:1].upper() + words[1:]


def choices(list_name: str, *, blank: str | None = None) -> Callable[[], list[tuple[str, str]]]:
    """Choices of a list for a form field, worded when the form is drawn."""

    def worded() -> list[tuple[str, str]]:
        first = [] if blank is None else [("", str(blank))]
        return first + [(one.code, word(list_name, one.code)) for one in law.codes(list_name)]

    return worded


def service_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The official services, each with its own sub-services: [(words of the root, [(code, words)])]."""
    roots = [one for one in law.codes("services") if not one.parent]
    return [
        (word("services", one.code), [(each.code, word("services", each.code)) for each in _branch(one.code)])
        for one in roots
    ]


def _branch(root: str) -> list:
    return [law.code("services", root), *law.children("services", root)]


def code_words(state: str, code: str) -> str:
    """Why a referral came into its state, in words; "" without a code."""
    if not code:
        return ""
    if state == State.DECLINED:
        return word("referral_decline_reasons", code)
    if code == rules.TAKEN_OVER:
        return str(_("The agency was closed or merged; its successor took over"))
    if code == TOOK_OVER:
        return str(_("The asked agency has taken the whole case over"))
    if state == State.EXPIRED:
        return str(_("Nobody answered in time"))
    known = dict(ReturnCode.choices) if state == State.RETURNED else dict(RevokeCode.choices)
    return str(known.get(code, code))


def preview_lines(referral: Referral, places: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What a receiver may know before it accepts: label and words, without what is not known.

    One or two queries, none where the names of the `places` are brought along.
    """
    if places is None:
        places = labels([referral.area_code]) if referral.area_code else {}
    place = places.get(referral.area_code, "")
    lines = [
        (_("Service"), word("services", referral.service)),
        (_("Urgency"), referral.get_urgency_display()),
        (_("Age"), age_words(referral)),
        (_("Sex"), word("sexes", referral.sex) if referral.sex else ""),
        (_("Language"), word("languages", referral.language) if referral.language else ""),
        (_("District"), place),
        (_("Accessibility"), word("disabilities", referral.accessibility) if referral.accessibility else ""),
    ]
    return [(lazystr(label), words) for label, words in lines if words]


def age_words(referral: Referral) -> str:
    """The age band, and that somebody is a child."""
    band = word("age_groups", referral.age_band) if referral.age_band else str(_("not yet known"))
    return f"{band} · {_('child')}" if referral.minor else band


def in_short(referrals: Iterable[Referral]) -> None:
    """Put `short` (sex and age), `service_words` and its `clock` on each of many rows, without a query."""
    for one in referrals:
        sex = word("sexes", one.sex) if one.sex and one.sex != "unknown" else ""
        one.short = ", ".join(part for part in (sex, age_words(one)) if part)
        one.service_words = word("services", one.service)
        one.code_words = code_words(one.state, one.code)
        one.clock = clock_of(one)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """What runs on a referral: since when, until when (None: no deadline), and when it stopped (None: it runs)."""

    since: datetime
    due: datetime | None
    done: datetime | None = None

    def is_late(self, at: datetime) -> bool:
        return self.done is None and self.due is not None and self.due < at


def clock_of(referral: Referral) -> RunningClock:
    """The clock of the present state, the same for both sides; of an ended one, the answer's as it stopped."""
    one = referral
    if one.ended_at is not None and one.sent_at:
        return RunningClock(one.sent_at, one.answer_due_at, one.answered_at or one.ended_at)
    return RunningClock(one.clock_from or one.state_at, one.due_at)
