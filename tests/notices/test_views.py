"""The page of notices."""

import pytest
from django.urls import reverse
from tests.conftest import NOON, voice_of

from gugus.notices.actions import notify
from gugus.notices.models import Notice


@pytest.fixture
def notice(world):
    with voice_of(world.rina):
        notify(code="referral_sent", about=world.police, users=[world.budi], at=NOON)
    with voice_of(world.budi):
        return Notice.objects.unscoped(because="the test needs its id").get()


def read_at(notice):
    with voice_of(notice.user):
        return Notice.objects.unscoped(because="the test looks").get(pk=notice.pk).read_at


def test_nobody_signed_in_is_asked_to_sign_in(client, db):
    assert client.get("/pemberitahuan/").status_code == 302


def test_the_page_shows_my_news_in_words(signed_in, world, notice):
    page = signed_in(world.budi).get("/pemberitahuan/")

    assert "menunggu jawaban" in page.content.decode()
    assert page.context["unread"] == 1


def test_an_empty_list_says_what_would_be_here(signed_in, world):
    assert "Belum ada pemberitahuan" in signed_in(world.budi).get("/pemberitahuan/").content.decode()


def test_following_a_notice_marks_it_read(signed_in, world, notice):
    answer = signed_in(world.budi).get(reverse("notices:follow", args=[notice.pk]))

    assert answer.status_code == 302
    assert read_at(notice) is not None


def test_another_persons_notice_does_not_exist(signed_in, world, notice):
    assert signed_in(world.rina).get(reverse("notices:follow", args=[notice.pk])).status_code == 404
    assert read_at(notice) is None


def test_all_or_one_can_be_marked_read(signed_in, world, notice):
    client = signed_in(world.budi)

    client.post("/pemberitahuan/terbaca/", {"notice": str(notice.pk)})

    assert read_at(notice) is not None
    assert client.post("/pemberitahuan/terbaca/", {"notice": "nonsense"}).status_code == 404
    assert client.post("/pemberitahuan/terbaca/").status_code == 302


def test_read_ones_leave_the_list_of_unread_ones(signed_in, world, notice):
    client = signed_in(world.budi)
    client.post("/pemberitahuan/terbaca/")

    assert len(client.get("/pemberitahuan/").context["page"].object_list) == 1
    assert len(client.get("/pemberitahuan/?unread=1").context["page"].object_list) == 0
