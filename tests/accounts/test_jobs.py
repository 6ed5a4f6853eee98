"""The worker forgets what nobody comes back for."""

from datetime import timedelta

from django.db.models import F
from tests.accounts.conftest import hours_pass
from tests.conftest import as_role

from gugus.accounts.jobs import tidy
from gugus.accounts.models import KeptText, Session


def test_old_sessions_and_old_texts_go(enter, with_passwords, world):
    browser, _ = enter("rina")
    enter("tono")
    hours_pass(1, world.rina)
    browser.post("/tugas/T-2222-2222/selesai/", {"summary": "x"})
    long_ago = timedelta(days=2)
    Session.objects.filter(user=world.rina).update(expire_date=F("expire_date") - long_ago)

    with as_role("gugus_worker"):
        KeptText.objects.unscoped(because="test").update(kept_at=F("kept_at") - long_ago)
        tidy(0)

        assert list(Session.objects.values_list("user__username", flat=True)) == ["tono"]
        assert not KeptText.objects.unscoped(because="test").exists()
