"""Papers beside one cost or payment, and clocks that end on the day on which something happened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.files.conftest import upload
from tests.restitution.conftest import TODAY, a_claim, opened_to, pay, up_to

from gugus.files.models import Attachment
from gugus.restitution.actions.turning import turn
from gugus.restitution.models import Deadline, LedgerLine


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def attach(client, line, name="kuitansi.pdf"):
    return client.post(
        reverse("files:upload", args=["ledgerline", line.ref, "justice"]),
        {"upload": upload(name=name), "title": name},
    )


def test_a_cost_and_a_payment_carry_their_own_papers(signed_in, world, granted):
    paid = pay(world, granted, "deposited", "5")
    with voice_of(world.rina):
        cost = LedgerLine.objects.unscoped(because="test").filter(claim=granted, kind="claimed").first()
    client = signed_in(world.rina)

    assert attach(client, paid, "setoran.pdf").status_code == 302
    assert attach(client, cost, "gaji.pdf").status_code == 302

    page = client.get(reverse("restitution:detail", args=[granted.ref])).content.decode()
    row = page.partition(f'id="{paid.ref}"')[2].partition("</tr>")[0]
    assert "setoran.pdf" in row and "gaji.pdf" not in row
    with voice_of(world.rina):
        rows = list(Attachment.objects.unscoped(because="test"))
    assert {(one.about_kind, one.within_kind, one.section) for one in rows} == {
        ("ledgerline", "case", "justice")
    }


def test_whoever_shares_the_track_reads_the_paper_and_others_do_not(signed_in, world, case, granted):
    line = pay(world, granted, "deposited", "5")
    attach(signed_in(world.rina), line)
    opened_to(world, case, world.police)
    opened_to(world, case, world.shelter, ("case", "justice"))
    with voice_of(world.rina):
        file = Attachment.objects.unscoped(because="test").get()
    link = reverse("files:link", args=[file.pk])

    assert signed_in(world.budi).get(link).status_code == 302
    for name in ("maya", "sari", "arif"):
        assert signed_in(getattr(world, name)).get(link).status_code in {403, 404}
        assert attach(signed_in(getattr(world, name)), line).status_code in {403, 404}


def test_the_page_asks_once_for_all_papers(signed_in, world, granted, django_assert_max_num_queries):
    client = signed_in(world.rina)
    address = reverse("restitution:detail", args=[granted.ref])
    attach(client, pay(world, granted, "deposited", "5"))
    with django_assert_max_num_queries(200) as few:
        client.get(address)
    for amount in ("6", "7", "8"):
        attach(client, pay(world, granted, "deposited", amount))
    with django_assert_max_num_queries(200) as many:
        client.get(address)

    assert len(many) == len(few)


def test_what_came_in_time_and_was_written_down_late_was_in_time(world, case):
    claim = up_to(world, a_claim(world, case), "applied", start=TODAY - timedelta(days=40))
    with voice_of(world.rina):
        turn(claim=claim, to="complete", on=TODAY - timedelta(days=36), by=world.rina, at=NOON)
        (clock,) = Deadline.objects.unscoped(because="test").filter(claim=claim, kind="restitution_complete")

    assert clock.ended_at is not None and clock.ended_at < clock.due_at
    assert clock.ended_at.date() == TODAY - timedelta(days=36)
