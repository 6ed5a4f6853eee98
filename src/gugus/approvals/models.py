"""What one person asked and another decided."""

import json
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.approvals.codes import State
from gugus.approvals.kinds import Kind, approvable_by, kind_of
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.base.vault import keyed_digests
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref


def new_request_ref() -> str:
    """A code such as SP-7F3Q-9M2X."""
    return new_ref("SP")


class RequestQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those of one's agency in whose section one may approve."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        mine = Q(asked_by_id=viewer.user_id) | Q(decided_by_id=viewer.user_id)
        rows = self.filter(agency_id=viewer.agency_id).filter(mine | Q(kind__in=approvable_by(viewer)))
        return rows.admitted("one's own requests and those one may decide")

    def waiting(self, at: datetime) -> Self:
        """Still to be decided."""
        return self.filter(state=State.ASKED, until_at__gt=at)


class Request(SealedModel):
    """Something that needs two people. `facts` are open (codes, references, counts) and never change.

    `digest` is a keyed digest of everything that was asked, so that what is approved is what was asked.
    Sealed: reason, decision_reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_request_ref, editable=False)
    kind = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    reason = SealedField()
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    about_ref = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = SealedField()
    key = models.CharField(max_length=80, blank=True)

    objects = ScopedManager.from_queryset(RequestQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "state", "-asked_at"], name="request_of_agency"),
            models.Index(fields=["until_at"], condition=Q(state="asked"), name="request_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="second_person_is_another",
                condition=~Q(state__in=["approved", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="request_is_decided_or_waits",
                condition=Q(state="asked", decided_at=None, decided_by=None)
                | (~Q(state="asked") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="approved_in_time", condition=~Q(state="approved") | Q(decided_at__lt=F("until_at"))
            ),
            models.UniqueConstraint(
                fields=["asked_by", "key"], condition=~Q(key=""), name="one_request_per_key"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def named(self) -> Kind | None:
        """What its kind stands for."""
        return kind_of(self.kind)

    @property
    def label(self) -> Any:
        """What is asked, in a few words."""
        return self.named.label if self.named else self.kind

    def waits(self, at: datetime) -> bool:
        """May it still be decided?"""
        return self.state == State.ASKED and self.until_at > at


def digest_of(request: Request) -> str:
    """The keyed digest of everything that was asked."""
    return digests_of(request)[0]


def digests_of(request: Request) -> list[str]:
    """The same under older digest keys too, for what was asked before a new one came."""
    said = [
        str(request.pk), request.kind, str(request.agency_id), str(request.asked_by_id),
        request.about_kind, _text(request.about_id), request.about_ref, request.facts,
        request.until_at.timestamp(),
    ]  # fmt: skip
    told = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return [digest.hex() for digest in keyed_digests("approval", told)]


def _text(one: UUID | None) -> str:
    return str(one or "")
