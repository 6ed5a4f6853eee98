"""What each notice says. Higher contexts add their codes in AppConfig.ready."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ANYTHING = _("There is news on %(ref)s")

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
}


def name_notice(code: str, words: Any) -> None:
    """Say what notices of `code` read like: a lazy translation with %(ref)s, a verb, and nothing about a person."""
    _words[code] = words


def said(code: str, ref: str) -> str:
    """The sentence of a notice in the reader's language; an unknown code gives a neutral one."""
    return str(_words.get(code, ANYTHING)) % {"ref": ref}
