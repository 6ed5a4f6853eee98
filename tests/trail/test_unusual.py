"""The report on unusual access: who is in it, who reads it, what happens to a judgement."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import as_role, voice_of

from gugus.audit.actions import Named, record
from gugus.audit.models import Entry
from gugus.notices.models import Notice
from gugus.outbox.actions import deliver
from gugus.outbox.models import Event
from gugus.trail import jobs
from gugus.trail.actions import CannotJudge, change_threshold, judge_figure
from gugus.trail.codes import Figure, Judgement
from gugus.trail.models import Assessment, Threshold
from gugus.trail.unusual import figures, limits_on, monday, report

WEEK = monday(timezone.localdate()) - timedelta(weeks=1)


def at(weeks: int = 0, hour: int = 10):
    """A Tuesday, by the clock of Jakarta."""
    day = WEEK - timedelta(weeks=weeks) + timedelta(days=1)
    return timezone.make_aware(
        timezone.datetime(day.year, day.month, day.day, hour), timezone.get_current_timezone()
    )


def did(user, verb, times, *, weeks=0, hour=10, **given) -> None:
    with voice_of(user):
        for _ in range(times):
            record(verb, by=user, at=at(weeks, hour), **given)


@pytest.fixture
def curious(world):
    """Ratih opened fourteen identities in the week; she and the others usually open two or three."""
    for weeks in range(1, 6):
        for user in (world.ratih, world.rina, world.dewi, world.yusuf):
            did(user, "person.unmasked", 2 + weeks % 2, weeks=weeks)
    did(world.ratih, "person.unmasked", 14)
    for user in (world.rina, world.dewi, world.yusuf):
        did(user, "person.unmasked", 3)
    return world.ratih


def lines(world):
    with voice_of(world.lestari):
        return report(world.unit, WEEK)


def test_what_stands_out_is_named_with_what_is_usual(curious, world):
    (line,) = [one for one in lines(world) if one.figure == Figure.UNMASKINGS]

    assert (line.user, line.found.value) == (curious, 14)
    assert 2 <= line.found.own <= 3 and line.found.peers == 3
    assert [count for _, count in line.past][-1] == 14


def test_small_numbers_and_what_everybody_does_are_not_in_it(world):
    for user in (world.ratih, world.rina, world.dewi, world.yusuf):
        did(user, "person.unmasked", 14)
    did(world.tono, "person.unmasked", 2)

    assert [line for line in lines(world) if line.figure == Figure.UNMASKINGS] == []


def test_each_figure_counts_what_it_says(world):
    ratih = world.ratih
    did(ratih, "person.searched", 3, changes={"shown": [], "pointed_to": []})
    did(ratih, "person.searched", 2, changes={"shown": ["P-1"], "pointed_to": []})
    did(ratih, "case.seen", 2, hour=23)
    did(ratih, "trail.exported", 4)
    did(ratih, "person.unmasked", 2, changes={"until": at()})

    with voice_of(world.lestari):
        counted = figures(world.unit, WEEK)

    def figure(one):
        return counted[one][ratih.pk][WEEK]

    assert figure(Figure.EMPTY_SEARCHES) == 3
    assert figure(Figure.OFF_HOURS) == 2
    assert figure(Figure.EXPORTS) == 4
    assert figure(Figure.UNMASKINGS) == 2


def test_files_that_one_worked_on_are_not_foreign(world):
    mine, other = (Named("case", user.pk, "K-1") for user in (world.rina, world.budi))
    did(world.ratih, "case.seen", 2, about=mine)
    did(world.ratih, "case.written", 1, about=mine)
    did(world.ratih, "case.seen", 2, about=other)

    with voice_of(world.lestari):
        assert figures(world.unit, WEEK)[Figure.FOREIGN][world.ratih.pk][WEEK] == 1


def test_another_agency_counts_nothing_here(curious, world):
    with voice_of(world.budi):
        assert report(world.unit, WEEK) == []


@pytest.mark.parametrize(("name", "status"), [("lestari", 200), ("hasan", 200), ("yusuf", 403), ("rina", 403),
                                             ("arif", 403), ("sari", 403), ("tono", 403)])  # fmt: skip
def test_the_page_is_for_data_protection_and_audit(signed_in, world, name, status):
    assert signed_in(getattr(world, name)).get(reverse("trail:unusual")).status_code == status


def posted(world, **other) -> dict:
    return {
        "user": world.ratih.pk, "week": WEEK.isoformat(), "figure": "unmaskings", "judgement": "explained",
        "note": "Melati's raid", **other,
    }  # fmt: skip


def test_a_judgement_is_kept_sealed_and_leaves_the_list(signed_in, world, curious):
    client = signed_in(world.lestari)
    page = client.get(reverse("trail:unusual")).content.decode()
    assert "14 pembukaan identitas" in page and "Angka, bukan penilaian" in page

    answer = client.post(reverse("trail:judge"), posted(world))

    assert answer.status_code == 302
    kept = next(one for one in lines(world) if one.figure == Figure.UNMASKINGS).judged
    assert (kept.judgement, kept.note) == (Judgement.EXPLAINED, "Melati's raid")
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from trail_assessment where position('raid' in encode(note, 'escape')) > 0"
        )
        assert cursor.fetchone() == (0,)
    with voice_of(world.lestari):
        entry = Entry.objects.unscoped(because="test").get(verb="trail.figure_judged")
    assert "raid" not in str(entry.changes)


@pytest.mark.parametrize(
    "other",
    [{"note": ""}, {"judgement": "x"}, {"figure": "x"}, {"user": "x"}, {"week": "x"}],
)
def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(signed_in, world, curious, other):
    answer = signed_in(world.lestari).post(reverse("trail:judge"), posted(world, **other))

    assert answer.status_code == 422
    if "note" not in other and "user" not in other and "figure" not in other:
        assert "Melati&#x27;s raid" in answer.content.decode()


def test_a_colleague_of_another_agency_cannot_be_judged(signed_in, world, curious):
    answer = signed_in(world.lestari).post(reverse("trail:judge"), posted(world, user=world.budi.pk))

    assert answer.status_code == 422


def test_twice_is_told(signed_in, world, curious):
    client = signed_in(world.lestari)
    client.post(reverse("trail:judge"), posted(world))

    assert client.post(reverse("trail:judge"), posted(world)).status_code == 409
    with voice_of(world.lestari):
        assert Assessment.objects.unscoped(because="test").count() == 1


def test_nobody_judges_themselves(world):
    with voice_of(world.lestari), pytest.raises(CannotJudge, match="own_figure"):
        judge_figure(
            user=world.lestari, week=WEEK, figure=Figure.EXPORTS, judgement=Judgement.EXPLAINED, note="x",
            by=world.lestari, at=at(),
        )  # fmt: skip


def test_a_judgement_stays(signed_in, world, curious):
    signed_in(world.lestari).post(reverse("trail:judge"), posted(world))

    for attempt in ("update trail_assessment set judgement = 'x'", "delete from trail_assessment"):
        with (
            voice_of(world.lestari),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attempt)


def test_another_agency_reads_no_judgement(signed_in, world, curious):
    signed_in(world.lestari).post(reverse("trail:judge"), posted(world))

    with voice_of(world.budi):
        assert not Assessment.objects.unscoped(because="test").exists()


def test_thresholds_are_data_with_a_history(signed_in, world):
    client = signed_in(world.tono)
    fields = {
        "figure": "unmaskings",
        "deviations": "5",
        "least": "100",
        "valid_from": timezone.localdate().isoformat(),
    }

    assert client.get(reverse("trail:thresholds")).status_code == 200
    assert client.post(reverse("trail:thresholds"), fields).status_code == 302
    assert client.post(reverse("trail:thresholds"), fields | {"least": "0"}).status_code == 422
    assert signed_in(world.lestari).post(reverse("trail:thresholds"), fields).status_code == 403

    assert limits_on(timezone.localdate())[Figure.UNMASKINGS].least == 100
    assert limits_on(WEEK)[Figure.UNMASKINGS].least == 8
    assert Threshold.objects.filter(figure="unmaskings").count() == 2


def test_a_planned_threshold_is_not_overtaken(world):
    with voice_of(world.tono):
        change_threshold(figure=Figure.EXPORTS, deviations=3, least=9, valid_from=timezone.localdate()
                         + timedelta(days=9), by=world.tono, at=at())  # fmt: skip
        with pytest.raises(CannotJudge, match="too_early"):
            change_threshold(
                figure=Figure.EXPORTS,
                deviations=3,
                least=8,
                valid_from=timezone.localdate(),
                by=world.tono,
                at=at(),
            )


def test_on_monday_the_officers_hear_that_something_waits(world, curious):
    with as_role("gugus_worker"):
        jobs.weekly(0)
        for event in Event.objects.filter(topic="trail.unusual"):
            deliver(event.pk, at=timezone.now())
        told = set(Notice.objects.unscoped(because="test").filter(code="trail_unusual").values_list(
            "user__username", "about_ref"))  # fmt: skip

    assert told == {("lestari", WEEK.isoformat())}


def test_the_number_of_queries_does_not_grow(signed_in, world, curious, django_assert_max_num_queries):
    client = signed_in(world.lestari)
    client.get(reverse("trail:unusual"))

    with django_assert_max_num_queries(24):
        client.get(reverse("trail:unusual"))
