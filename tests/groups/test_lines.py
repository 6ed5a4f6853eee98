"""One line per person: own answers, own decision; two officers at once; the wall."""

from datetime import timedelta

import pytest
from tests.conftest import NOON
from tests.groups.conftest import members, sight

from gugus.base.versions import Stale
from gugus.groups import lines, queries, rules
from gugus.groups.codes import Ageing
from gugus.groups.lines import (
    Answers,
    answers_of,
    ask_again,
    bring_back,
    decide_line,
    mark_absent,
    set_aside,
    write_line,
)
from gugus.groups.writing import CannotGroup, close_group
from gugus.law.lists import codes
from gugus.screening.actions import CannotScreen, write_down
from gugus.screening.facts import proposal_for
from gugus.screening.models import Assessment, IdentificationDecision
from gugus.tasks.models import Task

TOLD = Answers(act="recruitment", means="deception", purpose="online_scam", age_band="age_18_24")


def again(member):
    return members(member.group)[member.number - 1]


def decided(member, by, result="indicated", words="Jelas."):
    write_line(member=member, answers=TOLD, by=by, at=NOON)
    return decide_line(member=again(member), result=result, words=words, by=by, at=NOON)


def test_the_age_groups_of_a_line_are_those_of_the_law():
    assert [one.value for one in Ageing] == [one.code for one in codes("age_groups") if one.code != "unknown"]


def test_a_line_begins_a_screening_of_its_own(imported, rina):
    one, other, _rest = imported(3)

    write_line(member=one, answers=TOLD, by=rina, at=NOON)

    made = again(one).assessment
    assert (made.acts, made.means, made.exploitation) == (["recruitment"], ["deception"], ["online_scam"])
    assert (made.is_child, made.crossed_border, made.person_id) == (False, True, one.person_id)
    assert answers_of(again(one)) == TOLD and again(other).assessment is None
    assert again(one).group.state == "screening"


def test_the_proposal_is_the_laws_own(imported, rina):
    (one,) = imported(1)

    write_line(member=one, answers=TOLD, by=rina, at=NOON)
    assert proposal_for(again(one).assessment).result == "indicated"
    write_line(
        member=again(one),
        answers=Answers(act="recruitment", means="deception", purpose="none"),
        by=rina,
        at=NOON,
    )

    assert proposal_for(again(one).assessment).result == "not_trafficking"


def test_a_decision_is_one_officers_about_one_person(imported, rina):
    one, other = imported(2)
    write_line(member=other, answers=TOLD, by=rina, at=NOON)

    decided(one, rina)

    decisions = IdentificationDecision.objects.unscoped(because="test")
    assert [(d.person_id, d.recorded_by_id, d.result) for d in decisions] == [
        (one.person_id, rina.pk, "indicated")
    ]
    assert again(other).assessment.result == ""


def test_there_is_no_way_to_decide_for_several():
    names = [name for name in vars(lines) if "decide" in name and name.startswith(("decide", "_decide"))]

    assert names == ["decide", "decide_line"]
    assert "members" not in lines.decide_line.__wrapped__.__annotations__


def test_departing_from_the_proposal_needs_words(imported, rina):
    (one,) = imported(1)
    write_line(member=one, answers=TOLD, by=rina, at=NOON)

    with pytest.raises(CannotScreen, match="words_needed"):
        decide_line(member=again(one), result="not_trafficking", words=" ", by=rina, at=NOON)
    with pytest.raises(CannotGroup, match="no_result"):
        decide_line(member=again(one), result="", words="", by=rina, at=NOON)


def test_who_was_not_asked_is_not_decided_about(imported, rina):
    (one,) = imported(1)

    with pytest.raises(CannotGroup, match="not_asked"):
        decide_line(member=one, result="indicated", words="Ya.", by=rina, at=NOON)


def test_two_officers_on_one_line_the_later_one_is_told(imported, rina, world):
    (one,) = imported(1)
    write_line(member=one, answers=TOLD, by=rina, at=NOON, seen=one.version)

    with pytest.raises(Stale):
        write_line(member=one, answers=Answers(act="sending"), by=world.ratih, at=NOON, seen=one.version)

    assert again(one).assessment.acts == ["recruitment"] and again(one).touched_by == rina


def test_the_short_line_loses_nothing_of_the_long_form(imported, rina):
    (one,) = imported(1)
    write_line(member=one, answers=TOLD, by=rina, at=NOON)
    write_down(assessment=again(one).assessment, facts={"acts": ["recruitment", "sending"]}, by=rina, at=NOON)

    write_line(member=again(one), answers=Answers(**{**_fields(TOLD), "means": "violence"}), by=rina, at=NOON)

    made = again(one).assessment
    assert sorted(made.acts) == ["recruitment", "sending"] and made.means == ["violence"]


def _fields(answers) -> dict:
    return {name: getattr(answers, name) for name in Answers.__slots__}


def test_codes_that_no_list_knows_are_refused(imported, rina):
    (one,) = imported(1)

    with pytest.raises(CannotGroup, match="unknown_code"):
        write_line(member=one, answers=Answers(act="Melati", danger="x", needs=("y",)), by=rina, at=NOON)


def test_after_the_decision_the_answers_stay_and_a_new_screening_may_begin(imported, rina):
    (one,) = imported(1)
    decided(one, rina)

    with pytest.raises(CannotGroup, match="decided"):
        write_line(member=again(one), answers=Answers(act="sending"), by=rina, at=NOON)
    ask_again(member=again(one), by=rina, at=NOON)
    write_line(member=again(one), answers=Answers(**{**_fields(TOLD), "act": "sending"}), by=rina, at=NOON)

    assert (
        again(one).assessment.acts == ["sending"] and Assessment.objects.unscoped(because="test").count() == 2
    )


def test_needs_can_still_be_written_after_the_decision_and_call_for_help(imported, rina):
    (one,) = imported(1)
    decided(one, rina)

    write_line(
        member=again(one), answers=Answers(**{**_fields(TOLD), "needs": ("medical",)}), by=rina, at=NOON
    )

    assert Task.objects.unscoped(because="test").filter(kind="group_urgent").count() == 1


def test_who_may_have_recruited_leaves_the_victims_list(imported, rina, world):
    one, other = imported(2)

    set_aside(member=one, words="Tiga orang menyebut dia.", by=rina, at=NOON)

    assert [m.pk for m in queries.members_of(one.group)] == [other.pk]
    assert [m.pk for m in queries.members_of(one.group, aside=True)] == [one.pk]
    assert Task.objects.unscoped(because="test").filter(kind="group_aside").exists()
    assert sight(rina, one.group).sees_aside and not sight(world.nadia, one.group).may_bring_back
    with pytest.raises(CannotGroup, match="aside"):
        write_line(member=one, answers=TOLD, by=rina, at=NOON)


def test_a_reason_is_asked_before_and_after_the_wall(imported, rina):
    (one,) = imported(1)

    with pytest.raises(CannotGroup, match="words_needed"):
        set_aside(member=one, words=" ", by=rina, at=NOON)
    set_aside(member=one, words="Disebut.", by=rina, at=NOON)
    with pytest.raises(CannotGroup, match="words_needed"):
        bring_back(member=again(one), words="", by=rina, at=NOON)
    bring_back(member=again(one), words="Tidak terbukti.", by=rina, at=NOON)

    assert again(one).aside_at is None and again(one).aside_words is None


def test_who_did_not_arrive_waits_for_nothing(imported, rina):
    one, other = imported(2)
    mark_absent(member=one, absent=True, by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="people_left"):
        close_group(group=one.group, by=rina, at=NOON)
    decided(other, rina, "not_trafficking", "Berangkat sendiri.")
    close_group(group=one.group, by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="closed"):
        mark_absent(member=again(one), absent=False, by=rina, at=NOON)


def test_who_works_on_a_line_is_known_for_ten_minutes(imported, rina):
    (one,) = imported(1)
    write_line(member=one, answers=TOLD, by=rina, at=NOON)

    assert again(one).touched_at + rules.HERE_FOR > NOON + timedelta(minutes=9)
