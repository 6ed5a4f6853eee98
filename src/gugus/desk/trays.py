"""What stands beside the board of referrals though it belongs to a context of the same floor."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.agreements.codes import Tab
from gugus.agreements.queries import tray
from gugus.referrals.trays import Tray, Waiting

SHOWN = 6


def _agreements(viewer: Viewer, at: datetime) -> Iterator[Waiting]:
    """Sharing agreements that wait for the signature of the viewer's agency, the longest wait first."""
    for one in tray(viewer, Tab.WAITING)[:SHOWN]:
        url = reverse("agreements:detail", args=[one.ref])
        yield Waiting(f"{one.ref} · {one.agency.name}", url, since=one.proposed_at)


AGREEMENTS = Tray("agreements", _("Agreements that wait for our signature"), "consent", _agreements)
