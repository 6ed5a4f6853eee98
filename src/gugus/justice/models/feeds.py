"""The personal link under which a colleague's calendar fetches hearings."""

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.kernel.ids import new_id


class FeedLink(models.Model):
    """One link of one colleague; only a digest of its secret is kept. Renewing revokes the earlier one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_live_feed_each", fields=["user"], condition=Q(revoked_at=None))
        ]
