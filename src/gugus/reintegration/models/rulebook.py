"""How often somebody visits and when that may end, as officials keep it. No word about anybody."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.kernel.ids import new_id
from gugus.tasks.codes import Standing


class MonitoringRulesQuerySet(models.QuerySet):
    def counting_on(self, day: date) -> Self:
        """Versions that may count on a local day, the one that does first."""
        return self.filter(valid_from__lte=day).order_by("-number")


class MonitoringRules(models.Model):
    """One version of the schedules of visits and of the stop rule. Never changed: a change is the next number.

    `high`, `medium`, `low`: days after the reunion. `status`: how sure the source is. Open alarms always hold the end
    back; no version says otherwise.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)
    high = ArrayField(models.PositiveSmallIntegerField())
    medium = ArrayField(models.PositiveSmallIntegerField())
    low = ArrayField(models.PositiveSmallIntegerField())
    visits_done = models.PositiveSmallIntegerField()
    alone_once = models.PositiveSmallIntegerField()
    safe_at_last = models.BooleanField()
    supports_open = models.PositiveSmallIntegerField()
    end_outcomes = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    status = models.CharField(max_length=1, choices=Standing.choices)
    valid_from = models.DateField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(MonitoringRulesQuerySet)()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="every_risk_is_visited",
                condition=Q(high__len__gt=0) & Q(medium__len__gt=0) & Q(low__len__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def version(self) -> int:
        """What a writer saw: the newest number."""
        return self.number

    def days_of(self, risk: str) -> list[int]:
        """Days after the reunion on which somebody visits whom this risk was found for."""
        return {"high": self.high, "medium": self.medium, "low": self.low}[risk]

    @property
    def stops(self) -> Mapping[str, int]:
        """The conditions of the stop rule by name."""
        return {
            "visits_done": self.visits_done, "alone_once": self.alone_once, "safe_at_last": int(self.safe_at_last),
            "supports_open": self.supports_open, "alarms_open": 0, "end_outcomes": self.end_outcomes,
        }  # fmt: skip
