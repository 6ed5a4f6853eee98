"""Assessments: drafts are kept, finished ones stay, each domain is read by whom its part is open to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.care.conftest import PARTS, TODAY, assessed, scored
from tests.conftest import NOON, voice_of

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.care import assessing
from gugus.care.assessing import CannotAssess, Scored, Sheet
from gugus.care.models import DomainScore, NeedsAssessment
from gugus.care.needs import assessments_of, last_scores, lines_of
from gugus.cases.gate import sight_for
from gugus.law.assessing import instrument_on

SHEET = Sheet(assessed_on=TODAY, profession="psychologist")


def start(world, case, party, **more):
    return assessing.start_assessment(case=case, party=party, kind="initial", by=world.rina, at=NOON, **more)


def write(draft, by, given, sections=PARTS, **more):
    return assessing.write_scores(
        assessment=draft, sheet=SHEET, scored=given, sections=sections, by=by, at=NOON, **more
    )


def test_every_domain_has_a_sentence_for_each_score_in_both_languages():
    used = instrument_on(TODAY)

    assert [one.code for one in used.domains] == [one.domain for one in scored()]
    for domain in used.domains:
        assert [score for score, _words in domain.anchors] == [1, 2, 3, 4, 5]
        assert all(words.id and words.en and words.id != words.en for _score, words in domain.anchors)


def test_a_draft_is_kept_half_filled_and_opened_again_by_the_next_colleague(world, case, child):
    with voice_of(world.rina):
        draft = start(world, case, child)
        write(draft, world.rina, [Scored("medical", 2, note="Luka lama.")])
        again = start(world, case, child)

    assert again.pk == draft.pk
    with voice_of(world.rina):
        assert draft.scores.get().note == "Luka lama."


def test_the_same_form_twice_makes_one_draft(world, case, child):
    key = uuid4()
    with voice_of(world.rina):
        assert start(world, case, child, key=key).pk == start(world, case, child, key=key).pk == key


def test_finishing_needs_a_score_or_a_reason_in_each_open_domain(world, case, child):
    with voice_of(world.rina):
        draft = start(world, case, child)
        write(draft, world.rina, [one for one in scored() if one.domain != "family"])
        with pytest.raises(CannotAssess) as refused:
            assessing.finish_assessment(assessment=draft, sections=PARTS, by=world.rina, at=NOON)
        assert [one.field for one in refused.value.reasons] == ["score_family"]

        write(draft, world.rina, [Scored("family", why_not="declined")])
        done = assessing.finish_assessment(assessment=draft, sections=PARTS, by=world.rina, at=NOON)

    assert done.state == "finished"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (Scored("medical", 6), "no_such_score"),
        (Scored("medical", 2, why_not="later"), "both"),
        (Scored("medical", why_not="because"), "no_such_reason"),
    ],
)
def test_bad_answers_are_refused_and_nothing_is_kept(world, case, child, bad, code):
    with voice_of(world.rina):
        draft = start(world, case, child)
        with pytest.raises(CannotAssess) as refused:
            write(draft, world.rina, [Scored("legal", 3), bad])

        assert [one.code for one in refused.value.reasons] == [code]
        assert not draft.scores.exists()


def test_a_day_in_the_future_is_refused(world, case, child):
    with voice_of(world.rina):
        draft = start(world, case, child)
        sheet = Sheet(assessed_on=TODAY + timedelta(days=1))
        with pytest.raises(CannotAssess):
            assessing.write_scores(
                assessment=draft, sheet=sheet, scored=[], sections=PARTS, by=world.rina, at=NOON
            )


def test_two_at_once_the_second_hears_it(world, case, child):
    with voice_of(world.rina):
        draft = start(world, case, child)
        write(draft, world.rina, [Scored("legal", 3)], seen=draft.version)
        with pytest.raises(Stale):
            write(draft, world.rina, [Scored("legal", 5)], seen=draft.version)

        assert draft.scores.get().score == 3


def test_the_database_itself_keeps_a_finished_one(world, case, child):
    done = assessed(world.rina, case, child)

    with voice_of(world.rina):
        with pytest.raises(CannotAssess):
            write(done, world.rina, [Scored("legal", 1)])
        for rows, values in (
            (NeedsAssessment.objects.unscoped(because="attack").filter(pk=done.pk), {"profession": "doctor"}),
            (DomainScore.objects.unscoped(because="attack").filter(assessment=done), {"score": 1}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**values)


def test_a_correction_names_the_old_one_and_takes_its_place(world, case, child):
    old = assessed(world.rina, case, child, legal=1)
    with voice_of(world.rina):
        draft = assessing.correct_assessment(assessment=old, by=world.rina, at=NOON)
        assert draft.corrects_id == old.pk and draft.scores.count() == 7
        with pytest.raises(CannotAssess):
            assessing.correct_assessment(assessment=old, by=world.rina, at=NOON)
        write(draft, world.rina, [Scored("legal", 4)])
        assessing.finish_assessment(assessment=draft, sections=PARTS, by=world.rina, at=NOON)
        sight = sight_for(world.viewer("rina"), case.ref, at=NOON)
        found = assessments_of(sight)

    assert last_scores(found, child.person_id)["legal"]["score"] == 4
    new = next(one for one in found if one.corrects_id)
    assert next(one for one in lines_of(new, found) if one.domain == "legal").before is None


def test_the_last_score_stands_beside_the_new_one(world, case, child):
    assessed(world.rina, case, child, on=TODAY - timedelta(days=30), social=2)
    assessed(world.rina, case, child, social=4)
    with voice_of(world.rina):
        found = assessments_of(sight_for(world.viewer("rina"), case.ref, at=NOON))
        line = next(one for one in lines_of(found[0], found) if one.domain == "social")

    assert (line.before, line.score, line.moved) == (2, 4, 2)


def test_a_provider_reads_the_parts_that_are_open_to_it_and_no_more(world, case, child, opened):
    done = assessed(world.rina, case, child)
    maya = opened("care")

    with voice_of(maya):
        rows = DomainScore.objects.unscoped(because="attack").filter(assessment=done)
        assert set(rows.values_list("section", flat=True)) == {"care"}
        found = assessments_of(sight_for(world.viewer("maya"), case.ref, at=NOON))
        assert {one.domain for one in found[0].open_scores} == {"social", "family", "spiritual", "talent"}


def test_a_shelter_never_reads_the_legal_part_even_where_a_grant_names_it(world, case, child, opened):
    assessed(world.rina, case, child)
    maya = opened("care", "justice")

    with voice_of(maya):
        found = assessments_of(sight_for(world.viewer("maya"), case.ref, at=NOON))

    assert "legal" not in {one.domain for one in found[0].open_scores}


def test_a_provider_writes_its_own_assessment_which_the_owner_reads_once_finished(world, case, child, opened):
    maya = opened("health")
    with voice_of(maya):
        draft = assessing.start_assessment(case=case, party=child, kind="initial", by=maya, at=NOON)
        with pytest.raises(CannotAssess):
            write(draft, maya, [Scored("social", 3)], sections=["health"])
        write(draft, maya, [Scored("medical", 2), Scored("psychological", 2)], sections=["health"])
    with voice_of(world.rina):
        assert draft.pk not in {
            one.pk for one in assessments_of(sight_for(world.viewer("rina"), case.ref, at=NOON))
        }
        assert not NeedsAssessment.objects.unscoped(because="attack").filter(pk=draft.pk).exists()
    with voice_of(maya):
        assessing.finish_assessment(assessment=draft, sections=["health"], by=maya, at=NOON)
    with voice_of(world.rina):
        found = assessments_of(sight_for(world.viewer("rina"), case.ref, at=NOON))
        assert {one.domain for one in found[0].open_scores} == {"medical", "psychological"}


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "maya"])
def test_others_find_nothing_in_the_database(world, case, child, name):
    assessed(world.rina, case, child)

    with voice_of(getattr(world, name)):
        assert not NeedsAssessment.objects.unscoped(because="attack").exists()
        assert not DomainScore.objects.unscoped(because="attack").exists()


def test_a_provider_cannot_write_into_anothers_assessment(world, case, child, opened):
    with voice_of(world.rina):
        draft = start(world, case, child)
    maya = opened("care")

    with voice_of(maya), pytest.raises(DatabaseError), transaction.atomic():
        DomainScore(assessment_id=draft.pk, case_id=case.pk, domain="social", section="care", score=1).save(
            force_insert=True
        )


def test_each_deed_leaves_one_line(world, case, child):
    done = assessed(world.rina, case, child)
    with voice_of(world.rina):
        verbs = list(
            Entry.objects.unscoped(because="test")
            .filter(about_id=done.pk)
            .order_by("seq")
            .values_list("verb", flat=True)
        )

    assert verbs == ["needs.begun", "needs.written", "needs.finished"]
