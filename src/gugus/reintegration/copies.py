"""How somebody's return was prepared and followed up, for an access copy."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from gugus.cases.codes import Safety
from gugus.kernel.copies import Asked, Part, row
from gugus.reintegration.models import MonitoringVisit, SupportStep
from gugus.reintegration.queries import counting_records
from gugus.reintegration.wording import told_findings

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def returns(asked: Asked) -> list[Part]:
    """Visits and support of the person within chosen cases. Homes and reasons tell of others too and stay."""
    which = {"reintegration__person_id": asked.person_id, "case_id__in": asked.case_ids}
    visits = MonitoringVisit.objects.unscoped(because=BECAUSE).filter(**which, state="done")
    helps = SupportStep.objects.unscoped(because=BECAUSE).filter(**which).prefetch_related("payments")
    counting = Prefetch("records", queryset=counting_records().select_related("data_key"), to_attr="counting")
    lines = [_visit(one) for one in visits.prefetch_related(counting).order_by("visited_on")]
    lines += [_help(one) for one in helps.select_related("data_key").order_by("at")]
    return [Part("reintegration", _("Reintegration"), lines)]


def _visit(one: MonitoringVisit):
    found = one.counting[0]
    said = "; ".join(f"{what}: {answer}" for what, answer in told_findings(found.findings or {}))
    return row(
        (_("Visit"), f"k{one.number}"), (_("Visited on"), one.visited_on.isoformat()),
        (_("How"), found.get_means_display()), (_("Safety"), Safety(found.safety).label), (_("What was found"), said),
        (_("Note"), found.words),
    )  # fmt: skip


def _help(one: SupportStep):
    paid = ", ".join(f"{part.paid_on.isoformat()}: {part.amount}" for part in one.payments.all())
    return row(
        (_("Support"), one.get_kind_display()), (_("What it is"), one.words), (_("State"), one.get_state_display()),
        (_("Amount in rupiah"), str(one.amount or "")), (_("Paid"), paid),
    )  # fmt: skip
