"""Screening as a story: facts, evidence, conversion, decision; and what never happens."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.law import UnknownCode
from gugus.screening.actions import (
    CannotScreen,
    add_evidence,
    convert,
    decide,
    record_decision,
    retract_evidence,
    write_down,
)
from gugus.screening.codes import Track
from gugus.screening.facts import proposal_for
from gugus.screening.models import Assessment, EvidenceItem, IdentificationDecision
from gugus.screening.starting import keep_note_draft, note_draft, screen_again
from tests.conftest import NOON, voice_of

CHILD_STORY = {"acts": ["harbouring"], "purposes": ["exploitation_intended"]}


def evidence(screening, rina, kind="act", code="harbouring"):
    return add_evidence(
        assessment=screening, kind=kind, code=code, source="witness_statement", strength="supported",
        words="Kata tetangga", by=rina, at=NOON,
    )  # fmt: skip


def ruling(screening, rina, result, words=""):
    return decide(assessment=screening, result=result, words=words, by=rina, at=NOON, on=NOON.date())


def test_the_report_gives_what_it_knows(screening):
    assert (screening.age_at_act, screening.date_of_act, screening.act_precision) == (
        15,
        date(2026, 5, 1),
        "month",
    )


def test_consent_is_kept_and_lowers_nothing(screening, rina):
    before = proposal_for(write_down(assessment=screening, facts=CHILD_STORY, by=rina, at=NOON)).result

    after = write_down(assessment=screening, facts={"consented": True}, by=rina, at=NOON)

    assert after.consented is True and proposal_for(after).result == before == "indicated"


def test_examined_and_not_found_is_an_answer(screening, rina):
    made = write_down(assessment=screening, facts={"ruled_out": ["purpose"]}, by=rina, at=NOON)

    assert proposal_for(made).result == "not_trafficking"


def test_a_code_stays_told_while_evidence_speaks_for_it(screening, rina):
    item = evidence(screening, rina)
    kept = write_down(assessment=screening, facts={"acts": []}, by=rina, at=NOON)
    retract_evidence(item=item, reason="Salah dengar", by=rina, at=NOON)
    freed = write_down(assessment=screening, facts={"acts": []}, by=rina, at=NOON)

    assert (kept.acts, freed.acts) == (["harbouring"], [])


def test_unknown_codes_change_nothing(screening, rina):
    with pytest.raises(UnknownCode):
        write_down(assessment=screening, facts={"acts": ["flying"]}, by=rina, at=NOON)

    assert Assessment.objects.unscoped(because="the test asks").get().acts == []


def test_whoever_saw_an_older_version_is_told(screening, rina):
    write_down(assessment=screening, facts=CHILD_STORY, by=rina, at=NOON, seen=1)

    with pytest.raises(Stale):
        write_down(assessment=screening, facts={"acts": []}, by=rina, at=NOON, seen=1)


def test_saving_the_same_again_leaves_no_trace(screening, rina):
    write_down(assessment=screening, facts=CHILD_STORY, by=rina, at=NOON)
    before = Entry.objects.unscoped(because="the test asks").count()

    again = write_down(assessment=screening, facts=CHILD_STORY, by=rina, at=NOON)

    assert (Entry.objects.unscoped(because="the test asks").count(), again.version) == (before, 2)


def test_conversion_there_and_back_keeps_its_history(screening, rina):
    convert(assessment=screening, to=Track.SMUGGLING, reason="Tidak ada eksploitasi", by=rina, at=NOON)
    made = convert(assessment=screening, to=Track.TRAFFICKING, reason="Ternyata dipaksa", by=rina, at=NOON)

    steps = [(one.from_track, one.to_track, one.reason) for one in made.conversions.order_by("id")]
    assert made.track == "trafficking"
    assert steps == [
        ("trafficking", "smuggling", "Tidak ada eksploitasi"),
        ("smuggling", "trafficking", "Ternyata dipaksa"),
    ]


def test_departing_from_the_proposal_needs_words(screening, rina):
    with pytest.raises(CannotScreen, match="words_needed"):
        ruling(screening, rina, "indicated")

    assert ruling(screening, rina, "indicated", "Keterangan korban meyakinkan.").proposed == "not_yet_proven"


def test_a_decided_screening_is_history(screening, rina):
    ruling(screening, rina, "not_yet_proven")

    with pytest.raises(CannotScreen, match="decided"):
        write_down(assessment=screening, facts=CHILD_STORY, by=rina, at=NOON)


def test_screening_again_keeps_the_first_decision(screening, rina):
    evidence(screening, rina)
    ruling(screening, rina, "not_yet_proven")
    fresh = screen_again(assessment=screening, by=rina, at=NOON)
    assert screen_again(assessment=screening, by=rina, at=NOON) == fresh

    ruling(fresh, rina, "indicated", "Bukti baru.")

    screening.refresh_from_db()
    assert (screening.state, screening.result) == ("superseded", "not_yet_proven")
    assert [item.words for item in fresh.evidence.all()] == ["Kata tetangga"]


def test_the_same_decision_sent_twice_is_one(screening, rina, world):
    facts = {"outside_body": "KBRI", "decided_on": date(2026, 6, 1), "result": "indicated", "signer": "Atase"}

    for _ in range(2):
        record_decision(assessment=screening, facts=facts, by=rina, at=NOON)

    assert screening.decisions.count() == 1


def test_the_database_keeps_decisions_unchanged(screening, rina):
    ruling(screening, rina, "not_yet_proven")
    rows = IdentificationDecision.objects.unscoped(because="an attack")

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(result="indicated")


def test_a_draft_of_notes_is_its_writer_s_alone(screening, world):
    with voice_of(world.rina):
        keep_note_draft(assessment=screening, text="setengah kalimat", by=world.rina, at=NOON)
        assert note_draft(screening, world.rina).text == "setengah kalimat"

    with voice_of(world.ratih):
        assert note_draft(screening, world.rina) is None


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif"])
def test_without_the_first_lock_the_database_still_refuses(name, screening, rina, world):
    evidence(screening, rina)
    ruling(screening, rina, "not_yet_proven")

    with voice_of(getattr(world, name)):
        for model in (Assessment, EvidenceItem, IdentificationDecision):
            assert not model.objects.unscoped(because="an attack").exists(), model
