"""The story frames: lawful codes, no holes, and no two tellings alike."""

from random import Random

import pytest

from gugus.demo.cast import BY_SLUG
from gugus.demo.narratives import BrokenStory, common, spoken, stories
from gugus.demo.signs import INDICATORS
from gugus.intake.codes import Outcome
from gugus.law import code, codes
from gugus.law.facts import Evidence, Facts
from gugus.law.screening import proposal

TRAFFICKING = [story for story in stories() if story.is_trafficking]
OTHERS = [story for story in stories() if not story.is_trafficking]
KIND_OF = {
    one.code: kind
    for kind, name in (("act", "acts"), ("means", "means"), ("purpose", "purposes"))
    for one in codes(name)
}


def by_key(frames):
    return {"argvalues": frames, "ids": [frame.key for frame in frames]}


def facts_of(story, *, child):
    evidence = tuple(Evidence(KIND_OF[row[0]], *row[:3]) for row in story.evidence)
    return Facts(
        acts=story.acts, means=story.means, purposes=story.purposes, exploitation=story.forms, evidence=evidence,
        is_child=child,
    )  # fmt: skip


def test_there_are_at_least_forty_five_frames_of_both_sorts():
    assert len(stories()) >= 45
    assert len(TRAFFICKING) >= 28 and len(OTHERS) >= 15


@pytest.mark.parametrize("story", **by_key(TRAFFICKING))
def test_the_facts_of_a_story_stand_in_the_lists_of_the_law(story):
    for name, told in (
        ("acts", story.acts), ("means", story.means), ("purposes", story.purposes),
        ("exploitation_forms", story.forms), ("modus", [story.modus]), ("places", [story.place]),
        ("relations", [*story.accused, story.family]), ("reporter_roles", story.reporters),
        ("risk_levels", story.risk), ("transports", [leg[2] for leg in story.route if leg[2]]),
        ("case_closing_reasons", [story.close[0]]),
    ):  # fmt: skip
        for one in told:
            code(name, one)

    for kind, _, _, done, _ in story.serve:
        assert code("services", kind) and done >= 0
    for agency, service, *_ in story.refer:
        assert agency in BY_SLUG and code("services", service)
    assert set(story.signs) <= set(INDICATORS)


@pytest.mark.parametrize("story", **by_key(TRAFFICKING))
def test_every_evidence_sentence_supports_an_element_the_story_tells(story):
    told = {*story.acts, *story.means, *story.purposes}

    assert story.evidence
    for element, source, strength, text in story.evidence:
        assert element in told, element
        assert code("evidence_sources", source) and code("evidence_strengths", strength) and len(text) > 15


@pytest.mark.parametrize("story", **by_key(TRAFFICKING))
def test_the_law_proposes_that_the_story_is_trafficking(story):
    child = story.who[0] in ("girl", "boy", "baby")

    assert proposal(facts_of(story, child=child)).result == "indicated"


@pytest.mark.parametrize("story", **by_key(OTHERS))
def test_a_report_that_opens_no_case_says_why(story):
    assert story.outcome in Outcome.values
    reasons = {"declined": "report_decline_reasons", "not_a_case": "report_no_case_reasons"}
    if story.outcome == "sent_on":
        assert story.to and set(story.to) <= set(BY_SLUG)
    else:
        assert code(reasons[story.outcome], story.reason)
    assert story.note


@pytest.mark.parametrize("story", **by_key(stories()))
def test_channels_and_openings_exist_for_every_reporter(story):
    assert set(story.channels) <= {one.code for one in codes("report_channels")}
    for reporter in story.reporters:
        for way in ("call", "text", "face", "paper"):
            assert common()["opening"][f"{reporter}_{way}"]


def test_a_template_chooses_fills_and_begins_with_a_capital():
    assert spoken(Random(1), "[ia|ia] pergi ke {kel}.", {"kel": "Tebet"}) == "Ia pergi ke Tebet."


@pytest.mark.parametrize("broken", ["{unknown}", "a ] b", "a | b"])
def test_a_template_with_a_hole_is_refused(broken):
    with pytest.raises(BrokenStory):
        spoken(Random(1), broken, {})
