"""What reports hold about somebody, for an access copy: how they were described, and their own words as reporter."""

from django.utils.translation import gettext_lazy as _

from gugus.intake.codes import MentionRole
from gugus.intake.models import Mention
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these reports; row security limits to the agency"
WHO = (
    *(("names", _("Name")), ("name", _("Name")), ("aliases", _("Other names")), ("phones", _("Phones"))),
    *(("documents", _("Documents")), ("address", _("Address")), ("birth_on", _("Birth date"))),
)


def mentions(asked: Asked) -> list[Part]:
    """Chosen reports in which the person is named. Only the reporter gets the telling."""
    rows = Mention.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, report_id__in=asked.report_ids
    )
    lines = [_line(one) for one in rows.select_related("report__data_key", "data_key").order_by("pk")]
    return [Part("reports", _("Reports that mention you"), lines)]


def _line(one: Mention) -> list:
    report, who = one.report, one.who or {}
    known = [(label, _flat(who[name])) for name, label in WHO if who.get(name)]
    told = report.narrative if one.role == MentionRole.REPORTER else ""
    return row(
        (_("Report"), report.ref),
        (_("Received"), report.received_at.date().isoformat()),
        (_("Role"), one.get_role_display()),
        (_("Sex"), one.sex),
        (_("Age"), one.age),
        *known,
        (_("What you told"), told),
    )


def _flat(value) -> str:
    """A list of texts or of documents as one line."""
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return ", ".join(map(_flat, value)) if isinstance(value, (list, tuple)) else str(value)
