"""What each notice says. Higher contexts add their codes in AppConfig.ready."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.kernel.ids import parse_ref
from gugus.notices.families import place

ANYTHING = _("There is news on %(ref)s")
SOMETHING = _("There is news for you")

# A sentence with one of these words says too much over a shoulder: outside it becomes "there is news on".
TELLING = re.compile(
    r"korban|penyintas|anak|perempuan|perdagangan orang|tppo|eksploitasi|hamil|kekerasan|seksual|polisi|polres|jaksa"
    r"|rumah aman|rumah sakit|wali\b|usia|umur|berumur|tahun\b|orangnya|nama\b|victim|survivor|child|girl|boy\b|woman"
    r"|trafficking|exploit|pregnan|violence|sexual|police|prosecutor|shelter|hospital|guardian|\bage\b"
    r"|the person|\bname\b|\b1[0-9]\b",
    re.IGNORECASE,
)

_words: dict[str, Any] = {
    "task_late": _("Task %(ref)s is late"),
    "task_assigned": _("Task %(ref)s was given to you"),
    "sign_in_reset": _("The sign-in of %(ref)s was made anew by an administrator"),
    "delegation_asked": _("You are asked to stand in: %(ref)s"),
    "delegation_accepted": _("A colleague stands in: %(ref)s"),
    "delegation_ended": _("Standing in has ended: %(ref)s"),
    "report_received": _("Report %(ref)s waits for triage"),
    "report_fact_added": _("Report %(ref)s has a new fact"),
    "report_sent_on": _("Report %(ref)s was sent on to your agency"),
    "case_handed_over": _("Case %(ref)s was handed over to you"),
    "case_changed": _("Case %(ref)s has news"),
    "case_opened": _("Case %(ref)s was opened"),
    "referral_sent": _("Referral %(ref)s waits for an answer"),
    "referral_accepted": _("Referral %(ref)s was accepted"),
    "referral_declined": _("Referral %(ref)s was declined"),
    "referral_revoked": _("Referral %(ref)s was revoked"),
    "referral_feedback": _("Referral %(ref)s has feedback"),
    "approval_asked": _("Request %(ref)s waits for your yes or no"),
    "approval_approved": _("Request %(ref)s was approved"),
    "approval_refused": _("Request %(ref)s was refused"),
    "approval_run_out": _("Request %(ref)s ran out of time"),
    "file_infected": _("A virus was found in a file of %(ref)s"),
    "export_ended": _("Export %(ref)s has news"),
    "emergency_opened": _("Emergency access %(ref)s waits for review"),
    "referral_expired": _("Referral %(ref)s has expired"),
    "message_given_up": _("A message to you outside this product could not be sent"),
}


def name_notice(code: str, words: Any, *, family: str = "", must: bool = False) -> None:
    """Say what notices of `code` read like: a lazy translation with %(ref)s, a verb, and nothing about a person.

    `family` says to what it belongs if the first word of the code does not; what is `must` nobody can switch off.
    """
    _words[code] = words
    place(code, family=family, must=must)


def known_codes() -> list[str]:
    """All codes that somebody named, for the test that searches them for what must not leave."""
    return sorted(_words)


def said(code: str, ref: str) -> str:
    """The sentence of a notice in the reader's language; an unknown code gives a neutral one."""
    return str(_words.get(code, ANYTHING)) % {"ref": ref}


def said_outside(code: str, ref: str) -> tuple[str, str]:
    """Reference and sentence as they may leave the product: neither a user name nor a telling word does."""
    known = parse_ref(ref or "")
    if known is None or known != ref:
        return "", str(SOMETHING)
    telling = TELLING.search(str(_words.get(code, ANYTHING)))
    return ref, str(ANYTHING) % {"ref": ref} if telling else said(code, ref)
