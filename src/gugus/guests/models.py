"""Passes, what they show, who answered through them; letters with a name, and answers from paper or phone."""

from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.files.models import Attachment
from gugus.guests.codes import Carrier, EndCode, PassState
from gugus.kernel.ids import new_id, new_ref
from gugus.referrals.codes import State, Way
from gugus.referrals.models import Referral

BY_REFERRAL = {
    "case": ("guest_pass__referral__case",),
    "person": ("guest_pass__referral__person",),
}


def new_pass_ref() -> str:
    """A reference such as T-7F3Q-9M2X; it opens nothing."""
    return new_ref("T")


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Only the sender's."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("of the sending agency")


class GuestPass(models.Model):
    """A link and a code for one referral. Only digests are kept; `session_digest` binds it to one browser.

    `seen_at` is the last request of that browser. `again_at`: when a second one first tried. `asked`: the office has
    accounts and wished to answer like this. `told_at`: when the sender heard of `again_at` or of the wrong codes.
    `days`: how long it lasts once it is opened.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_pass_ref, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="passes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=PassState.choices, default=PassState.WAITING)
    link_by = models.CharField(max_length=10, choices=Carrier.choices)
    code_by = models.CharField(max_length=10, choices=Carrier.choices)
    asked = models.BooleanField(default=False)
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    session_digest = models.CharField(max_length=64, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_code = models.CharField(max_length=16, choices=EndCode.choices, blank=True)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["agency", "-made_at"], condition=~Q(state="ended"), name="guest_passes_alive"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=~Q(state="ended"), name="one_guest_pass_at_a_time"
            ),
            models.CheckConstraint(
                name="link_and_code_travel_apart", condition=~Q(link_by=models.F("code_by"))
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Sheet(SealedModel):
    """What the guest reads after acceptance: {"name": …, "meeting": …}. Emptied when the pass ends."""

    belongs_to = BY_REFERRAL

    guest_pass = models.OneToOneField(
        GuestPass, primary_key=True, on_delete=models.PROTECT, related_name="sheet"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    content = SealedField()

    objects = ScopedManager()


class Deed(SealedModel):
    """One answer of a guest and who says to have given it. Sealed: name, position."""

    belongs_to = BY_REFERRAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest_pass = models.ForeignKey(GuestPass, on_delete=models.PROTECT, related_name="deeds")
    at = models.DateTimeField()
    to_state = models.CharField(max_length=12, choices=State.choices)
    name = SealedField()
    position = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]


class Slip(SealedModel):
    """An answer that came on paper or by phone and was typed in by the sender. Sealed: name, position.

    `on` is the day on which the other office answered. `scan` lies among the files of the case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="slips")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_state = models.CharField(max_length=12, choices=State.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    on = models.DateField()
    name = SealedField()
    position = SealedField()
    scan = models.ForeignKey(Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["typed_at"]


class Letter(models.Model):
    """A numbered copy of the referral letter with the person's name on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="each_copy_has_its_number")
        ]
