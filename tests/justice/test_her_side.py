"""A warning that art. 18 may protect her: the people who must act are asked, whoever pursues offences reads no word."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.justice.conftest import follow_all, opened_to, recruiter, seen_by
from tests.justice.test_survivors import tasks, told_of

from gugus.cases.actions import raise_flag, resolve_flag
from gugus.cases.models import Flag
from gugus.cases.policies import sight_of
from gugus.cases.reading import warnings_for
from gugus.justice.models import Shield

WORDS = "Dipaksa membawa paket yang ternyata berisi sabu."
PATHS = ("/kasus/{}/", "/kasus/{}/cetak/", "/api/v1/cases/{}")


@pytest.fixture
def flagged(world, case, helpers):
    for one in (world.budi, helpers.intan, helpers.galih, helpers.yoga):
        opened_to(world, case, one)
    opened_to(world, case, world.maya, ("case", "identity", "care"), "shelter")
    with voice_of(world.rina):
        raise_flag(case=case, kind="threat", note="Dicari perekrut.", by=world.rina, at=NOON)
        return raise_flag(case=case, kind="non_punishment", note=WORDS, by=world.rina, at=NOON)


def kinds_for(user) -> list[str]:
    return sorted(one.kind for one in seen_by(user, Flag))


def test_the_database_shows_it_to_her_side_alone(world, flagged, helpers):
    for ours in (world.rina, helpers.intan, helpers.galih):
        assert kinds_for(ours) == ["non_punishment", "threat"]
    for theirs in (world.budi, helpers.yoga, world.maya):
        assert kinds_for(theirs) == ["threat"]
    assert kinds_for(world.sari) == []


def test_legal_aid_without_the_criminal_track_does_not_read_it(world, case, helpers):
    opened_to(world, case, helpers.intan, ("case", "identity", "care"))
    with voice_of(world.rina):
        raise_flag(case=case, kind="non_punishment", note=WORDS, by=world.rina, at=NOON)

    assert kinds_for(helpers.intan) == []


@pytest.mark.parametrize("path", PATHS)
def test_no_page_print_or_answer_tells_the_other_side(world, case, flagged, helpers, signed_in, path):
    def read(user):
        answer = signed_in(user).get(path.format(case.ref))
        assert answer.status_code == 200, (user, path)
        return answer.content.decode()

    for ours in (world.rina, helpers.intan, helpers.galih):
        assert WORDS in read(ours)
    for theirs in (world.budi, helpers.yoga, world.maya):
        text = read(theirs)
        assert "Dicari perekrut." in text  # other warnings are for everybody
        for word in (WORDS, "sabu", "non_punishment", "Pasal 18", "pasal 18", str(flagged.pk)):
            assert word not in text, (theirs, word)


def test_the_first_lock_holds_without_the_second(world, case, flagged):
    def read(name):
        with as_role("gugus_worker"):
            sight = sight_of(world.viewer(name), case, NOON)
            return sorted(one.kind for one in warnings_for(sight))

    assert read("budi") == read("maya") == ["threat"]
    assert read("rina") == ["non_punishment", "threat"]


def test_the_police_cannot_touch_it(world, case, flagged):
    with voice_of(world.budi):
        rows = Flag.objects.unscoped(because="attack")
        assert rows.filter(pk=flagged.pk).update(note=None) == 0
        with pytest.raises(ObjectDoesNotExist), transaction.atomic():
            resolve_flag(flag=flagged, resolution="Selesai.", by=world.budi, at=NOON)
        with pytest.raises(DatabaseError), transaction.atomic():
            Flag(case=case, kind="non_punishment", raised_at=NOON).save(force_insert=True)


def test_it_asks_those_who_must_act_and_carries_no_words(world, case, flagged, helpers):
    follow_all()
    follow_all()

    (shield,) = seen_by(world.rina, Shield)
    assert (shield.origin, shield.because_ref, shield.note) == ("told", case.ref, None)
    for ours in (world.rina, helpers.intan, helpers.galih):
        assert len(tasks(ours, "justice_shield")) == 1 and "justice_shield" in told_of(ours)
    for theirs in (world.budi, helpers.yoga, world.maya):
        assert seen_by(theirs, Shield) == [] == tasks(theirs, "justice_shield")
        assert "justice_shield" not in told_of(theirs)


def test_other_warnings_ask_nothing_of_art_18(world, case):
    recruiter(world, case)
    with voice_of(world.rina):
        raise_flag(case=case, kind="threat", note="x", by=world.rina, at=NOON)
    follow_all()

    assert seen_by(world.rina, Shield) == []
