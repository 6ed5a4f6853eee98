"""What was assessed, planned and done for somebody, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.care.models import CarePlan, NeedsAssessment, PlanSignature, PlanStep, ServiceLine
from gugus.care.wording import anchor_words, domain_words
from gugus.kernel.copies import Asked, Part, row
from gugus.referrals.wording import word

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def services(asked: Asked) -> list[Part]:
    """Services of the person within chosen cases, with the notes on them: they are about this person alone."""
    rows = ServiceLine.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = [
        row(
            (_("Service"), word("services", one.service)),
            (_("Asked for"), one.asked_at.date().isoformat()),
            (_("Provider"), one.provider.name if one.provider else one.provider_name),
            (_("State"), one.get_state_display()),
            (_("Done on"), one.done_on.isoformat() if one.done_on else ""),
            (_("Result"), one.get_result_display() if one.result else ""),
            (_("Note"), one.note),
            (_("Note on the result"), one.result_note),
        )
        for one in rows.select_related("provider", "data_key").order_by("asked_at")
    ]
    return [Part("services", _("Services"), lines)]


def assessments(asked: Asked) -> list[Part]:
    """Finished assessments, domain by domain with their notes; drafts are unfinished words of an officer."""
    rows = NeedsAssessment.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids, state="finished"
    )
    lines = []
    for one in rows.select_related("data_key").prefetch_related("scores__data_key").order_by("assessed_on"):
        summary = (_("Kind"), one.get_kind_display()), (_("Summary"), one.summary)
        lines.append(row((_("Day"), one.assessed_on.isoformat()), *summary))
        lines += [
            row(
                (_("Day"), one.assessed_on.isoformat()),
                (_("Domain"), domain_words(one, score.domain)),
                (_("Score"), score.score),
                (_("In words"), anchor_words(one, score)),
                (_("Note"), score.note),
            )
            for score in one.scores.all()
        ]
    return [Part("assessments", _("Assessments"), lines)]


def plans(asked: Asked) -> list[Part]:
    """Every version that was handed in, with goals, steps and what the person said to it."""
    rows = CarePlan.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = []
    rows = rows.exclude(state="draft").select_related("data_key").order_by("number")
    for plan in rows.prefetch_related("goals__steps__data_key", "goals__data_key", "signatures__data_key"):
        lines.append(
            row((_("Plan"), plan.ref), (_("State"), plan.get_state_display()), (_("Words"), plan.words))
        )
        for goal in plan.goals.all():
            until = goal.until_on.isoformat()
            lines.append(row((_("Goal"), goal.words), (_("Measure"), goal.measure), (_("Until"), until)))
            lines += [_step(step) for step in goal.steps.all()]
        lines += [_signature(one) for one in plan.signatures.all()]
    return [Part("plans", _("Intervention plans"), lines)]


def _step(step: PlanStep) -> list:
    state = (_("State"), step.get_state_display())
    return row((_("Step"), step.words), (_("Until"), step.until_on.isoformat()), state)


def _signature(one: PlanSignature) -> list:
    day = (_("Day"), one.signed_on.isoformat())
    return row((_("Signed by"), one.get_signer_display()), day, (_("Words"), one.words))
