"""What the criminal track says about somebody, for an access copy: steps, verdicts, what she was told, protection."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.justice.models import Informing, Move, Protection, Verdict
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def proceedings(asked: Asked) -> list[Part]:
    """Steps and verdicts by reference; the accused is somebody else and stays out. What she was told, protection."""
    moves = Move.objects.unscoped(because=BECAUSE).filter(
        proceeding__case_id__in=asked.case_ids, undone_at=None
    )
    steps = [
        row(
            (_("Criminal case"), one.proceeding.ref),
            (_("Stage"), one.get_stage_display()),
            (_("Day"), one.on.isoformat()),
        )
        for one in moves.select_related("proceeding").order_by("proceeding", "number")
    ]
    ruled = Verdict.objects.unscoped(because=BECAUSE).filter(
        proceeding__case_id__in=asked.case_ids, void_at=None
    )
    verdicts = [
        row(
            (_("Criminal case"), one.proceeding.ref),
            (_("Verdict"), one.get_instance_display()),
            (_("Day"), one.ruled_on.isoformat()),
            (pgettext_lazy("document", "Number"), one.number),
        )
        for one in ruled.select_related("proceeding", "data_key").order_by("ruled_on")
    ]
    return [
        Part("criminal_steps", _("Steps of the criminal case"), steps),
        Part("verdicts", _("Verdicts"), verdicts),
        *_about_her(asked),
    ]


def _about_her(asked: Asked) -> list[Part]:
    of = {"case_id__in": asked.case_ids, "party__person_id": asked.person_id}
    told = Informing.objects.unscoped(because=BECAUSE).filter(**of, state="told").select_related("move")
    lines = [
        row(
            (_("Stage"), one.move.get_stage_display()),
            (_("Told on"), one.told_at.date().isoformat()),
            (_("How"), one.get_way_display()),
        )
        for one in told.order_by("told_at")
    ]
    requests = [
        row(
            (_("Request for protection"), one.ref),
            (_("Asked on"), one.asked_on.isoformat()),
            (_("State"), one.get_state_display()),
            (_("Since"), one.from_on.isoformat() if one.from_on else ""),
            (_("Until"), one.until_on.isoformat() if one.until_on else ""),
        )
        for one in Protection.objects.unscoped(because=BECAUSE).filter(**of).order_by("asked_on")
    ]
    return [
        Part("told", _("What was told about the criminal case"), lines),
        Part("protection", _("Protection"), requests),
    ]
