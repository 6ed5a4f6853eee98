"""The PDF of what was published: everybody takes it, it names nobody, and it goes when the text goes."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import text_of
from tests.publication.conftest import TEXT

from gugus.outbox.models import Event
from gugus.publication import actions
from gugus.publication.jobs import on_move
from gugus.publication.models import Publication
from gugus.publication.printing import printed
from gugus.publication.rules import Words

BILINGUAL = Words(TEXT.title, TEXT.body, "Plenary of 23 June 2025", "The meeting spoke of 20 cases.")


@pytest.fixture
def written(world, force):
    with voice_of(world.wulan):
        return actions.write(force=force, kind="meeting", words=BILINGUAL, by=world.wulan, at=NOON)


@pytest.fixture
def told(world, written):
    """Published in both languages, and the worker has heard of it."""
    with voice_of(world.wulan):
        one = actions.propose(one=written, by=world.wulan, at=NOON)
    with voice_of(world.arif):
        one = actions.publish(one=one, looked_at=[], by=world.arif, at=NOON)
    follow_all()
    return one


def follow_all() -> None:
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic__startswith="publication."):
            on_move(event=event, at=NOON)


def url(one) -> str:
    return f"{reverse('publication:public', args=[one.ref])}?bentuk=pdf"


def test_everybody_takes_the_pdf_without_an_account(client, told):
    page = client.get(reverse("publication:public", args=[told.ref])).content.decode()
    answer = client.get(url(told))

    assert "?bentuk=pdf" in page and answer["Content-Type"] == "application/pdf"
    assert told.ref in answer["Content-Disposition"] and not answer.cookies
    said = text_of(answer.content)
    assert "Rapatmembahas20kasus" in said and "Themeetingspokeof20cases" in said
    assert "wulan" not in said.lower() and "arif" not in said.lower()


def test_the_same_text_gives_the_same_file(world, told):
    with voice_of(world.wulan):
        one = Publication.objects.unscoped(because="the test looks").get(pk=told.pk)
    assert printed(one) == printed(one) == bytes(one.printed)


def test_nothing_is_printed_before_it_is_published(world, client, written):
    follow_all()

    assert client.get(url(written)).status_code == 404


def test_nothing_stays_after_it_was_withdrawn(world, client, told, signed_in):
    with voice_of(world.wulan):
        actions.withdraw(one=told, why="salah", by=world.wulan, at=NOON)
    follow_all()

    assert client.get(url(told)).status_code == 404
    assert signed_in(world.wulan).get(f"/api/v1/publications/{told.ref}/pdf").status_code == 404
    with voice_of(world.wulan):
        assert Publication.objects.unscoped(because="the test looks").get(pk=told.pk).printed is None


def test_a_program_of_a_member_takes_it_and_one_of_an_outsider_does_not_even_find_it(world, told, signed_in):
    path = f"/api/v1/publications/{told.ref}/pdf"

    assert signed_in(world.arif).get(path)["Content-Type"] == "application/pdf"
    assert signed_in(world.sari).get(path).status_code == 404


def test_nobody_puts_another_file_in_its_place(world, told):
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        rows = Publication.objects.unscoped(because="the test tries").filter(pk=told.pk)
        rows.update(printed=b"%PDF-1.4 lain")
