"""What must hold for any facts whatever: consent, children, proof and doubt."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus import law
from gugus.law.elements import missing_elements
from gugus.law.facts import DIRECTIONS, ELEMENTS, KINDS, Evidence, Facts
from gugus.law.screening import proposal

RANK = {"not_trafficking": 0, "other_offence": 0, "not_yet_proven": 1, "indicated": 2}
FINDING_RANK = {"incomplete": 0, "alternative": 1, "told": 1, "complete": 2}
THREE = st.sampled_from([True, False, None])


def some(list_name: str):
    return st.frozensets(st.sampled_from([one.code for one in law.codes(list_name)]), max_size=3)


def items(kind: str):
    stored = [one.code for one in law.codes(KINDS[kind])]
    strengths = st.sampled_from([one.code for one in law.codes("evidence_strengths")])
    return st.builds(Evidence, st.just(kind), st.sampled_from(stored), st.just("contract"), strengths)


any_evidence = st.lists(st.one_of([items(kind) for kind in KINDS]), max_size=4).map(tuple)
any_facts = st.builds(
    Facts,
    acts=some("acts"),
    means=some("means"),
    purposes=some("purposes"),
    exploitation=some("exploitation_forms"),
    ruled_out=st.frozensets(st.sampled_from(list(ELEMENTS))),
    circumstances=some("aggravations"),
    evidence=any_evidence,
    date_of_act=st.none() | st.dates(date(2007, 4, 19), date(2030, 12, 31)),
    is_child=THREE,
    age_at_act=st.none() | st.integers(0, 80),
    consented=THREE,
    crossed_border=THREE,
    direction=st.sampled_from(DIRECTIONS),
    indonesian_citizen=THREE,
    smuggled=THREE,
    placed_without_requirements=THREE,
    adoption_for_gain=THREE,
    committed_offence=THREE,
    forced_to_offend=THREE,
)


def adult(**told) -> Facts:
    return Facts(age_at_act=30, date_of_act=date(2025, 3, 10), **told)


@given(facts=any_facts, answer=THREE)
def test_consent_changes_nothing_but_one_reason(facts, answer):
    before, after = proposal(facts), proposal(replace(facts, consented=answer))

    assert _without_reasons(after) == _without_reasons(before)
    assert _reasons(after) - {"consent_irrelevant"} == _reasons(before) - {"consent_irrelevant"}
    assert ("consent_irrelevant" in _reasons(after)) is (answer is True)


@given(facts=any_facts)
def test_a_child_with_act_and_purpose_is_always_a_presumed_victim(facts):
    child = replace(facts, is_child=True)

    found = proposal(child)

    if child.has("act") and child.has("purpose"):
        assert found.result == "indicated" and found.services
        assert found.international.is_met


@given(facts=any_facts)
def test_nobody_who_may_be_a_child_is_excluded_while_act_and_purpose_were_told(facts):
    found = proposal(facts)

    if facts.child is not False and facts.has("act") and facts.has("purpose"):
        assert found.services
        assert found.result in ("indicated", "not_yet_proven")


@given(facts=any_facts, kind=st.sampled_from(list(KINDS)), data=st.data())
def test_telling_more_never_lowers_the_result(facts, kind, data):
    name = "exploitation" if kind == "exploitation" else KINDS[kind]
    more = data.draw(some(KINDS[kind]))

    before, after = proposal(facts), proposal(replace(facts, **{name: facts.told(kind) | more}))

    assert RANK[after.result] >= RANK[before.result]
    assert after.services >= before.services


@given(facts=any_facts, item=st.one_of([items(kind) for kind in KINDS]))
def test_more_evidence_never_lowers_a_finding(facts, item):
    before, after = proposal(facts), proposal(replace(facts, evidence=(*facts.evidence, item)))

    assert FINDING_RANK[after.national.result] >= FINDING_RANK[before.national.result]
    assert FINDING_RANK[after.international.result] >= FINDING_RANK[before.international.result]


@given(facts=any_facts)
def test_weak_evidence_never_hides_the_services(facts):
    weak = tuple(replace(item, strength="claimed") for item in facts.evidence)

    before, after = proposal(facts), proposal(replace(facts, evidence=weak))

    assert after.result == before.result and after.services is before.services


@given(facts=any_facts)
def test_silence_excludes_nobody(facts):
    found = proposal(replace(facts, ruled_out=frozenset()))

    assert found.result in ("indicated", "not_yet_proven")
    assert found.services or not facts.anything_told


@given(facts=any_facts)
def test_a_child_is_never_worse_off_than_an_adult(facts):
    same = replace(facts, age_at_act=None, circumstances=facts.circumstances - {"child"})

    as_child, as_adult = proposal(replace(same, is_child=True)), proposal(replace(same, is_child=False))

    assert RANK[as_child.result] >= RANK[as_adult.result]
    assert as_child.services >= as_adult.services


@given(facts=any_facts)
def test_doubt_about_age_lies_between_child_and_adult(facts):
    same = replace(facts, age_at_act=None, is_child=None, circumstances=facts.circumstances - {"child"})

    doubt = proposal(same)

    child, grown = proposal(replace(same, is_child=True)), proposal(replace(same, is_child=False))
    assert RANK[grown.result] <= RANK[doubt.result] <= RANK[child.result]
    assert (doubt.tracks[0].international, doubt.tracks[1].international) == (
        child.international,
        grown.international,
    )
    assert doubt.questions[0].code == "ask_age"


@given(facts=any_facts)
def test_every_reason_and_question_speaks_both_languages(facts):
    found = proposal(facts)

    for text in [one.cited for one in found.reasons] + [one.words for one in found.questions]:
        assert text.id and text.en and "{" not in text.id + text.en
    for one in found.reasons:
        for article in one.articles:
            assert ("(perlu dikonfirmasi)" in article.citation.id) is (article.status == "M")
            assert article.citation.id in one.cited.id and article.citation.en in one.cited.en


@given(facts=any_facts)
def test_every_missing_element_is_examined_or_asked_about(facts):
    found = proposal(facts)

    asked = {one.about for one in found.questions}
    for kind in missing_elements(facts):
        assert (f"{kind}_missing" in asked) is (kind not in facts.ruled_out)


@given(facts=any_facts)
def test_offences_named_counted_on_the_day_of_the_act(facts):
    found = proposal(facts)

    for one in (*found.possible_offences, *found.related_offences):
        assert one.counts_on(facts.date_of_act)
    if found.national.is_met and facts.date_of_act:
        assert found.possible_offences


def test_told_but_not_supported_is_said_so():
    found = proposal(adult(acts={"recruitment"}, means={"deception"}, purposes={"exploitation_intended"}))

    assert found.result == "indicated" and found.services
    assert found.national.result == "told"
    assert found.told_only == ("act", "means", "purpose")
    assert {"act_told", "means_told", "purpose_told", "national_told"} <= _reasons(found)
    assert {"ask_act_proof", "ask_means_proof", "ask_purpose_proof"} <= {one.code for one in found.questions}


def test_evidence_for_a_code_counts_as_telling_it():
    shown = Evidence("means", "debt_bondage", "money_trail", "documented")

    facts = adult(evidence=(shown,))

    assert facts.means == {"debt_bondage"} and facts.supported("means")
    assert "debt_void" in _reasons(proposal(facts))


def test_one_hint_of_childhood_is_enough():
    facts = Facts(is_child=False, age_at_act=16)

    assert facts.child is True


def test_an_adult_without_force_is_not_marked_for_article_18():
    told = {"acts": {"recruitment"}, "purposes": {"exploitation_happened"}, "exploitation": {"online_scam"}}

    assert proposal(adult(**told)).non_punishment
    assert not proposal(adult(**told, forced_to_offend=False)).non_punishment
    assert not proposal(adult(**told, committed_offence=False)).non_punishment


def test_the_wording_of_articles_3_and_4_is_raised_but_changes_no_result():
    told = {
        "acts": {"transportation"},
        "purposes": {"exploitation_intended"},
        "direction": "out_of_indonesia",
    }

    found = proposal(adult(**told))

    assert found.result == "not_yet_proven" and found.national.result == "incomplete"
    assert [one.code for one in found.possible_offences] == ["uu21_4"]
    assert "border_wording" in _reasons(found)


def test_an_unknown_word_fails_loudly():
    with pytest.raises(law.UnknownCode):
        Facts(acts={"teleportation"})
    with pytest.raises(ValueError, match="ruled_out"):
        Facts(ruled_out={"motive"})
    with pytest.raises(ValueError, match="motive"):
        Evidence("motive", "greed", "contract")
    with pytest.raises(law.UnknownCode):
        Evidence("act", "recruitment", "rumour")


def _reasons(found) -> set[str]:
    return {one.code for one in found.reasons}


def _without_reasons(found):
    return replace(found, reasons=())
