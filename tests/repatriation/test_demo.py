"""The demo's three ways home."""

from types import SimpleNamespace

from django.db import connection
from tests import cast
from tests.conftest import NOON, as_role
from tests.referrals.conftest import settle_case
from tests.repatriation.conftest import DAY

from gugus.demo.sending_home import send_home
from gugus.repatriation.models import Handover, Leg, Repatriation, Signature


def test_three_returns_are_acted_out(world):
    for _ in range(3):
        settle_case(world)
    with connection.cursor() as cursor:
        cursor.execute("set local role gugus_owner")
    cast.agency("uptd-ppa-indramayu", "UPTD PPA Indramayu", "protection_unit")
    stage = SimpleNamespace(users={"rina": world.rina, "indah": world.maya, "nurul": world.sari})

    with as_role("gugus_worker"):
        send_home(stage, at=NOON + 30 * DAY)

        assert sorted(Repatriation.objects.unscoped(because="test").values_list("state", flat=True)) == [
            "arrived",
            "assessed",
            "departed",
        ]
        assert (
            Handover.objects.unscoped(because="test").filter(state="signed", carried_at__isnull=False).count()
            == 3
        )
        assert Signature.objects.unscoped(because="test").count() == 6
        assert Leg.objects.unscoped(because="test").filter(alarmed_at__isnull=False).count() == 1
