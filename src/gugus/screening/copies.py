"""What screenings hold about somebody, for an access copy: results and decisions, never evidence told by others."""

from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.screening.models import Assessment, IdentificationDecision

BECAUSE = "the request was granted for these files; row security limits to the agency"


def assessments(asked: Asked) -> list[Part]:
    """Screenings of the person within chosen files, and what bodies decided."""
    rows = Assessment.objects.unscoped(because=BECAUSE).filter(person_id=asked.person_id)
    mine = [
        one
        for one in rows.order_by("started_at")
        if one.case_id in asked.case_ids or one.report_id in asked.report_ids
    ]
    lines = [
        row(
            (_("Screening"), one.ref),
            (_("Begun"), one.started_at.date().isoformat()),
            (_("State"), one.get_state_display()),
            (_("Result"), one.get_result_display() if one.result else ""),
            (_("Decided"), one.decided_at.date().isoformat() if one.decided_at else ""),
        )
        for one in mine
    ]
    decided = IdentificationDecision.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, assessment__in=mine
    )
    decisions = [
        row(
            (_("Decided"), one.decided_on.isoformat()),
            (_("Body"), one.body.name if one.body else one.outside_body),
            (_("Result"), one.get_result_display()),
        )
        for one in decided.select_related("body").order_by("decided_on")
    ]
    return [
        Part("screenings", _("Screenings"), lines),
        Part("decisions", _("Identification decisions"), decisions),
    ]
