"""Judge an unusual figure, change a threshold."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.trail.codes import Figure, Judgement
from gugus.trail.models import Assessment, Threshold


class CannotJudge(Cannot):
    """The judgement does not fit."""


@transaction.atomic
def judge_figure(
    *, user: User, week: date, figure: Figure, judgement: Judgement, note: str, by: User, at: datetime
) -> Assessment:
    """Keep what the officer found out; the figure leaves the list. Raises CannotJudge."""
    reasons = []
    if user.pk == by.pk:
        reasons.append(Reason("own_figure", _("Nobody judges their own figures.")))
    if not note.strip():
        reasons.append(Reason("no_words", _("Say what you found out."), "note"))
    if by.agency_id not in {user.agency_id, *user.employments.values_list("agency_id", flat=True)}:
        reasons.append(Reason("not_a_colleague", _("Only colleagues of your agency are in this report.")))
    if reasons:
        raise CannotJudge(reasons)
    made = Assessment(
        agency_id=by.agency_id, user=user, week=week, figure=figure, judgement=judgement, note=note.strip()[:1000],
        by=by, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise CannotJudge([Reason("judged", _("A colleague has judged this figure meanwhile."))]) from None
    changes = {"week": week, "figure": figure, "judgement": judgement, "user": user.username}
    record("trail.figure_judged", about=Named("user", user.pk), by=by, at=at, changes=changes)
    return made


@transaction.atomic
def change_threshold(
    *, figure: Figure, deviations, least: int, valid_from: date, by: User, at: datetime
) -> Threshold:
    """From a day on a figure is shown earlier or later than before. The row before stays, with its end."""
    before = Threshold.objects.select_for_update().filter(figure=figure, valid_to=None).first()
    if before and valid_from < before.valid_from:
        raise CannotJudge([Reason("too_early", _("A later change is already planned."), "valid_from")])
    if before:
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    made = Threshold.objects.create(
        figure=figure, deviations=deviations, least=least, valid_from=valid_from, changed_by=by
    )
    changes = {"figure": figure, "deviations": deviations, "least": least, "valid_from": valid_from}
    record("trail.threshold_changed", by=by, at=at, changes=changes)
    return made
