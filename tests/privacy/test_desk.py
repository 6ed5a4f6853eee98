"""The desk's lines about who looked at what: emergency access to review, unusual access to judge."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import voice_of
from tests.emergency.conftest import broken, case  # noqa: F401 (Rina's file, as emergency's own tests have it)

from gugus.audit.actions import record
from gugus.emergency.actions import review
from gugus.emergency.models import Opening
from gugus.trail.actions import judge_figure
from gugus.trail.codes import Figure, Judgement
from gugus.trail.unusual import monday

WEEK = monday(timezone.localdate()) - timedelta(weeks=1)
UNUSUAL = "Akses tak lazim yang menunggu putusan"


def unmaskings(user, times: int, *, weeks: int = 0) -> None:
    """So many in the last whole week, or in one before it."""
    at = timezone.now() - timedelta(days=timezone.localdate().weekday() + 5, weeks=weeks)
    with voice_of(user):
        for _ in range(times):
            record("person.unmasked", by=user, at=at)


@pytest.fixture
def curious(world):
    for user in (world.rina, world.dewi, world.yusuf):
        unmaskings(user, 3)
    unmaskings(world.ratih, 14)


def test_unusual_access_waits_on_the_desk_until_it_is_judged(signed_in, world, curious):
    client = signed_in(world.lestari)
    line = next(
        one for one in client.get(reverse("privacy:desk")).context["lines"] if one.url == "/jejak/tak-lazim/"
    )
    assert (line.label, line.number) == (UNUSUAL, 1)

    with voice_of(world.lestari):
        judge_figure(
            user=world.ratih, week=WEEK, figure=Figure.UNMASKINGS, judgement=Judgement.EXPLAINED, note="Penggerebekan.",
            by=world.lestari, at=timezone.now(),
        )  # fmt: skip

    assert UNUSUAL not in client.get(reverse("privacy:desk")).content.decode()


def test_nobody_is_told_of_their_own_figure_or_of_another_agency(signed_in, world):
    for user in (world.rina, world.dewi, world.yusuf):
        unmaskings(user, 3)
    unmaskings(world.lestari, 14)

    assert UNUSUAL not in signed_in(world.lestari).get(reverse("privacy:desk")).content.decode()
    assert UNUSUAL in signed_in(world.hasan).get(reverse("privacy:desk")).content.decode()


def test_emergency_access_waits_on_the_desk_until_it_is_signed_off(signed_in, world, case):  # noqa: F811
    broken(world.sari, case.ref)
    client, page = signed_in(world.lestari), reverse("emergency:list") + "?tab=review"
    line = next(one for one in client.get(reverse("privacy:desk")).context["lines"] if one.url == page)
    assert line.number == 1 and client.get(page).status_code == 200

    with voice_of(world.lestari):
        opening = Opening.objects.unscoped(because="test").get()
        review(opening=opening, verdict="justified", note="Benar.", by=world.lestari, at=timezone.now())

    assert page not in [one.url for one in client.get(reverse("privacy:desk")).context["lines"]]
    assert page not in [
        one.url for one in signed_in(world.hasan).get(reverse("privacy:desk")).context["lines"]
    ]


def test_an_unexplained_figure_leads_to_a_breach(signed_in, world, curious):
    way = f"{reverse('privacy:breach_new')}?source=unusual_access&amp;source_ref={WEEK:%Y%m%d}&amp;kind=disclosed"
    client = signed_in(world.lestari)
    assert way in client.get(reverse("trail:unusual")).content.decode()

    form = client.get(way.replace("&amp;", "&")).context["form"]
    assert (form["source"].value(), form["source_ref"].value()) == ("unusual_access", f"{WEEK:%Y%m%d}")
    facts = {"what_happened": "Belum jelas.", "found_at": "2026-06-14T12:00", "known_at": "2026-06-14T12:00"}
    told = {name: form[name].value() for name in ("key", "source", "source_ref", "kind")}
    assert client.post(reverse("privacy:breach_new"), told | facts).status_code == 302

    assert (
        reverse("privacy:breach_new")
        not in signed_in(world.hasan).get(reverse("trail:unusual")).content.decode()
    )
