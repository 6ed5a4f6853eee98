"""Recommendations: late ones, those that the secretariat has to accept, and the follow-up rate of two years."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Section, Verb
from gugus.base.pictures import StackedBar
from gugus.directory.models import TaskForce
from gugus.followup.codes import Standing
from gugus.followup.models import Recommendation
from gugus.followup.queries import late_ones, of_standing, rate_of, recommendations_for
from gugus.followup.rules import Rate
from gugus.room.parts import SHOWN, Ask, Drawn, Fact, Line, Pile, Told
from gugus.room.rules import share_said
from gugus.taskforce.policies import Sight

LONGEST = 110


def tell(sight: Sight, at: datetime) -> Told | None:
    """What is late by whom, what waits to be accepted, how much of what was recommended was done. Seven queries."""
    viewer, force, day = sight.viewer, sight.force, timezone.localdate(at)
    if viewer.reach(Section.FOLLOWUP, Verb.SEE) < Scope.TASK_FORCE:
        return None
    late = late_ones(viewer, force, day)
    waiting = recommendations_for(viewer).filter(of_standing(Standing.WAITING, day), task_force=force)
    waiting = waiting.select_related("owner", "data_key").order_by("due_on", "pk")
    rates = [(year, rate_of(viewer, force, since=date(year, 1, 1), until=date(year + 1, 1, 1), on=day))
             for year in (day.year - 1, day.year)]  # fmt: skip
    return Told(
        piles=(
            Pile("recommendations_late", Ask.LATE, _("Recommendations over their deadline"), late.count(),
                 _list(force, Standing.LATE), _("The agency named in each line."), _lines(late)),
            Pile("recommendations_waiting", Ask.DECIDE, _("Reported as done, to be accepted or sent back"),
                 waiting.count(), _list(force, Standing.WAITING), _("The secretariat."), _lines(waiting),
                 yours=sight.host),
        ),
        drawn=(_picture(rates),), facts=(_fact(force, *rates),),
    )  # fmt: skip


def _list(force: TaskForce, standing: str = "") -> str:
    return f"{reverse('followup:board')}?gugus={force.ref}&keadaan={standing}"


def _lines(rows: QuerySet[Recommendation]) -> list[Line]:
    return [
        Line(Truncator(one.text or one.ref).chars(LONGEST), reverse("followup:detail", args=[one.ref]), one.owner.name,
             one.due_on, _("until"))
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _picture(rates: list[tuple[int, Rate]]) -> Drawn:
    """What became of the recommendations of each year: done in time, done later, still in time, late."""
    bars = []
    for year, rate in rates:
        later, open_ = rate.done - rate.done_in_time, rate.counted - rate.done - rate.late
        bars.append(StackedBar(str(year), [rate.done_in_time, later, open_, rate.late]))
    series = [_("Done in time"), _("Done later"), _("Not due yet"), _("Late, not done")]
    note = _(
        "Counted by the day on which it was said. What was replaced or split counts by what took its place."
    )
    return Drawn(_("What became of recommendations"), bars, series, note)


def _fact(force: TaskForce, before: tuple[int, Rate], now: tuple[int, Rate]) -> Fact:
    year, rate = now
    last = share_said(before[1].done, before[1].counted)
    note = _("%(done)d of %(all)d of %(year)d; %(before)d: %(share)s") % {
        "done": rate.done, "all": rate.counted, "year": year, "before": before[0], "share": last,
    }  # fmt: skip
    return Fact(_("Follow-up rate"), share_said(rate.done, rate.counted), note, _list(force))
