from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.tasks.kinds import name_kind

COPIES = (
    *("people.copies.facts", "intake.copies.mentions", "cases.copies.roles", "screening.copies.assessments"),
    *(
        "referrals.copies.referrals",
        "guests.copies.outside",
        "transfers.copies.transfers",
        "consent.copies.grounds",
        "care.copies.services",
        "justice.copies.proceedings",
        "shelter.copies.stays",
        "care.copies.assessments",
        "care.copies.plans",
        "restitution.copies.restitution",
        "conferences.copies.decisions",
        "reintegration.copies.returns",
        "files.copies.attachments",
        "documents.copies.letters",
        "tasks.copies.tasks",
    ),
    *("people.copies.openings", "cases.copies.lookers"),
)


class PrivacyConfig(AppConfig):
    name = "gugus.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Name the tasks whose clocks run (only the act itself ends them); ask every context for its part of a copy."""
        name_kind("breach_notice", _("Decide on %(about)s and notify"), by_act=True)
        name_kind("subject_request", _("Answer request %(about)s"), by_act=True)
        tell_copy = import_string("gugus.privacy.copies.tell_copy")  # by path: it needs models
        for path in COPIES:
            tell_copy(f"gugus.{path}")
