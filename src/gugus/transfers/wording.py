"""The preview of a transfer, what went along and why it ended, in the reader's language."""

from datetime import datetime

from django.utils.functional import lazystr
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gugus.cases.codes import Safety
from gugus.places.queries import labels
from gugus.referrals.wording import word
from gugus.tasks.models import Clock
from gugus.transfers.codes import DeclineCode, EndCode, State, WithdrawCode
from gugus.transfers.models import Transfer

COUNTS = {
    "tasks": gettext_lazy("Open tasks"),
    "tasks_late": gettext_lazy("of them late"),
    "referrals": gettext_lazy("Running referrals"),
    "conferences": gettext_lazy("Open case conferences"),
    "services": gettext_lazy("Open services"),
    "reports": gettext_lazy("Reports"),
    "screenings": gettext_lazy("Screenings"),
    "files": gettext_lazy("Files"),
    "stays": gettext_lazy("Stays in a house"),
    "repatriations": gettext_lazy("Returns under way"),
    "reintegrations": gettext_lazy("Reintegrations under way"),
    "proceedings": gettext_lazy("Criminal cases that run"),
    "hearings": gettext_lazy("Hearings to come"),
    "restitution": gettext_lazy("Open claims for restitution"),
}
PIECES = {
    "case": gettext_lazy("Case"),
    "report": gettext_lazy("Report"),
    "person": gettext_lazy("Person"),
    "assessment": gettext_lazy("Screening"),
    "referral": gettext_lazy("Referral"),
    "conference": gettext_lazy("Case conference"),
    "service": gettext_lazy("Service"),
    "file": gettext_lazy("File"),
    "task": gettext_lazy("Task"),
    "hold": gettext_lazy("Legal hold"),
    "grant": gettext_lazy("What was opened to other agencies"),
    "seal": gettext_lazy("Seal of an identity"),
    "teammember": gettext_lazy("Member of the team"),
    "needsassessment": gettext_lazy("Assessment"),
    "careplan": gettext_lazy("Plan"),
    "stay": gettext_lazy("Stay in a house"),
    "repatriation": gettext_lazy("Return"),
    "reintegration": gettext_lazy("Reintegration"),
    "proceeding": gettext_lazy("Criminal case"),
}
HOW = {
    "moved": gettext_lazy("handed over"),
    "shared": gettext_lazy("stays with the old agency too, open to the new one"),
    "reassigned": gettext_lazy("goes on with its deadline"),
    "ended": gettext_lazy("ended"),
}
RISKS = {"high": gettext_lazy("High"), "medium": gettext_lazy("Medium"), "low": gettext_lazy("Low")}
STAGES = {
    "opened": gettext_lazy("opened"),
    "screened": gettext_lazy("screened"),
    "identified": gettext_lazy("identified"),
    "planned": gettext_lazy("services planned"),
    "served": gettext_lazy("being served"),
    "followed": gettext_lazy("followed up"),
    "closed": gettext_lazy("case closed"),
}


def code_words(transfer: Transfer) -> str:
    """Why a transfer came into its state, in words; "" without a code."""
    known = {
        State.DECLINED: dict(DeclineCode.choices),
        State.WITHDRAWN: dict(WithdrawCode.choices) | dict(EndCode.choices),
        State.EXPIRED: dict(EndCode.choices),
        State.RETURNED: dict(EndCode.choices),
    }
    return str(known.get(transfer.state, {}).get(transfer.code, "")) if transfer.code else ""


def preview_lines(facts: dict) -> list[tuple[str, str]]:
    """What a receiver may know before it accepts: label and words, without what is not known. At most one query."""
    if not facts:
        return []
    code = facts.get("area_code", "")
    minors = {True: _("yes"), False: _("no"), None: _("not yet known")}[facts.get("minors")]
    lines = [
        (_("Kind of case"), ", ".join(word("exploitation_forms", one) for one in facts["exploitation"])),
        (_("Risk"), str(RISKS.get(facts["risk"], facts["risk"]))),
        (_("Safety"), str(dict(Safety.choices).get(facts["safety"], ""))),
        (_("Survivors"), "; ".join(_group(one) for one in facts["survivors"]) or _("nobody named yet")),
        (_("Children among them"), minors),
        (_("Languages"), ", ".join(facts["languages"])),
        (_("Accessibility"), ", ".join(word("disabilities", one) for one in facts["accessibility"])),
        (_("District"), labels([code]).get(code, "") if code else ""),
        (_("Stage"), str(STAGES.get(facts["stage"], facts["stage"]))),
        (_("Crossed a border"), {True: _("yes"), False: _("no")}.get(facts["crossed_border"], "")),
    ]
    return [(lazystr(label), words) for label, words in lines if words]


def _group(one: dict) -> str:
    sex = word("sexes", one["sex"]) if one["sex"] else _("sex not known")
    band = word("age_groups", one["age_band"]) if one["age_band"] else _("age not known")
    return f"{one['count']} × {sex}, {band}"


def in_short(facts: dict) -> str:
    """One line for a list: how many survivors, children or not."""
    if not facts:
        return ""
    number = sum(one["count"] for one in facts["survivors"])
    words = ngettext("%(number)d survivor", "%(number)d survivors", number) % {"number": number}
    return f"{words} · {_('child')}" if facts.get("minors") else words


def count_lines(facts: dict) -> list[tuple[str, int]]:
    """The numbers of what waits and goes along, in a fixed order."""
    counts = facts.get("counts", {})
    return [
        (COUNTS.get(code, code), counts[code])
        for code in (*COUNTS, *sorted(counts.keys() - COUNTS.keys()))
        if code in counts
    ]


def clock_lines(facts: dict) -> list[tuple[str, datetime]]:
    """The deadlines that run: what for, until when. One query."""
    running = facts.get("clocks", [])
    rows = Clock.objects.filter(code__in={one["clock"] for one in running}, valid_to=None)
    names = {row.code: row.words_in(get_language()) for row in rows}
    lines = [
        (names.get(one["clock"], one["clock"]), datetime.fromisoformat(one["due_at"])) for one in running
    ]
    if facts.get("safety_check_due_at"):
        lines.append(
            (_("Look whether the person is safe"), datetime.fromisoformat(facts["safety_check_due_at"]))
        )
    return sorted(lines, key=lambda line: line[1])


def piece_lines(pieces: list) -> list[tuple[str, str, str]]:
    """What went along: kind, reference, how."""
    return [
        (PIECES.get(one.what_kind, one.what_kind), one.record_ref, HOW.get(one.how_code, one.how_code))
        for one in pieces
    ]
