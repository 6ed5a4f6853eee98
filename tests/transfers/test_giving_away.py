"""The demo's two transfers, on a small stage."""

from datetime import timedelta

from tests import cast
from tests.conftest import NOON, as_role
from tests.transfers.conftest import BECAUSE, settle_case

from gugus.demo.enacting import Stage
from gugus.demo.giving_away import give_away
from gugus.referrals.models import Referral
from gugus.transfers.models import Transfer


def test_one_waits_and_one_has_moved(world):
    home = cast.agency("uptd-ppa-lotim", "UPTD PPA", "protection_unit")
    nurul = cast.user("nurul", home, "case_manager", at=NOON)
    first, second = settle_case(world), settle_case(world)
    with as_role("gugus_worker"):
        Referral.objects.unscoped(because=BECAUSE).update(state="done")
        stage = Stage({"uptd-ppa-lotim": home}, {"nurul": nurul})
        stage.cases.update({"a": first, "b": second})
        give_away(stage, at=NOON + timedelta(days=3))
        states = set(Transfer.objects.unscoped(because=BECAUSE).values_list("state", flat=True))
        assert states == {"moved", "offered"}
