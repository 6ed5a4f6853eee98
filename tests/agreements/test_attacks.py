"""What nobody can make an agreement do: not with the Python lock off, not through the API, not by being fast."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from tests.agreements.conftest import (
    BECAUSE,
    LAST,
    TODAY,
    again,
    child_case,
    draft,
    grants,
    in_force,
    proposed,
    seen,
    signed,
    survivor_of,
    terms,
    work,
)
from tests.conftest import NOON, as_role, voice_of

from gugus.access.models import Grant
from gugus.agreements import actions, opening
from gugus.agreements.actions import CannotMove, Part
from gugus.agreements.models import Agreement, Signatory
from gugus.approvals.actions import CannotDecide, approve
from gugus.cases.models import Case, Party
from gugus.files.models import Attachment
from gugus.people.models import Identity, Person
from gugus.people.sealing import seal


def rows(model=Agreement):
    return model.objects.unscoped(because="attack")


def refused(user, act) -> None:
    with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_the_database_hides_a_draft_and_shows_a_proposal_to_its_parties_only(people):
    world = people.world
    made = draft(people)
    assert seen(world.maya, Agreement) == seen(world.sari, Agreement) == set()

    made = proposed(people)
    assert seen(world.maya, Agreement) == {made.pk}
    assert len(seen(world.maya, Signatory)) == 2
    for name in ("sari", "budi", "arif"):
        assert seen(getattr(world, name), Agreement) == seen(getattr(world, name), Signatory) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"scope_children": False, "scope_area": "31"},
        {"valid_until": LAST.replace(year=2030)},
        {"number": "X"},
    ],
)
def test_terms_do_not_change_once_they_were_proposed(people, more):
    made = proposed(people)

    for user in (people.yusuf, people.mira):
        refused(user, lambda: rows().filter(pk=made.pk).update(**more))


def test_a_party_cannot_widen_alone(people):
    made = proposed(people)
    parts = rows(Signatory).filter(agreement_id=made.pk)

    for user in (people.yusuf, people.mira):
        refused(user, lambda: parts.update(sections=["case", "health"]))
        refused(user, lambda: parts.update(field_class=2, receives=True))
        refused(user, parts.delete)
        refused(
            user,
            lambda: Signatory(agreement_id=made.pk, agency=people.world.outside, receives=True).save(
                force_insert=True
            ),
        )


def test_nobody_signs_for_another_agency_or_in_another_name(people):
    made = proposed(people)
    theirs = rows(Signatory).filter(agreement_id=made.pk, agency=people.world.shelter)
    decided = {"decision": "signed", "decided_at": NOON}

    refused(people.yusuf, lambda: theirs.update(decided_by=people.yusuf, **decided))
    refused(people.mira, lambda: theirs.update(decided_by=people.yusuf, **decided))
    refused(people.mira, lambda: rows().filter(pk=made.pk).update(state="signed"))


@pytest.mark.parametrize("state", ["in_force", "signed", "ended"])
def test_no_person_brings_it_into_force(people, state):
    made = proposed(people)

    for user in (people.yusuf, people.mira):
        refused(user, lambda: rows().filter(pk=made.pk).update(state=state, in_force_at=NOON))


def test_one_person_does_not_propose_what_opens_their_agencys_cases(people):
    made = draft(people)
    with voice_of(people.yusuf):
        asked = actions.propose(
            agreement=made, by=people.yusuf, at=NOON, reason="Anak perlu tempat aman."
        ).request
        with pytest.raises(CannotDecide):
            approve(request=asked, by=people.yusuf, at=NOON)
    refused(people.yusuf, lambda: rows().filter(pk=made.pk).update(state="proposed"))

    assert again(made).state == "draft"


def test_what_was_changed_after_asking_is_not_what_was_agreed(people):
    made = draft(people)
    with voice_of(people.yusuf):
        asked = actions.propose(
            agreement=made, by=people.yusuf, at=NOON, reason="Anak perlu tempat aman."
        ).request
        parts = [
            Part(people.world.unit, ["case", "care", "health"], 2),
            Part(people.world.shelter, receives=True),
        ]
        wider = terms(people.world, parts=parts)
        actions.change_agreement(agreement=made, terms=wider, by=people.yusuf, at=NOON)
    with voice_of(people.indah), pytest.raises((CannotMove, CannotDecide)):
        approve(request=asked, by=people.indah, at=NOON)

    assert again(made).state == "draft"


def test_an_end_is_not_put_off_and_what_was_opened_only_ends(people, case):
    made = in_force(people)
    opened = rows(Grant).filter(because_id=made.pk)

    for user in (people.yusuf, people.mira):
        refused(user, lambda: rows().filter(pk=made.pk).update(ends_at=made.ends_at.replace(year=2029)))
        for more in ({"until_at": None}, {"field_class": None}, {"sections": ["case", "health"]}):
            refused(user, lambda more=more: opened.update(**more))


def test_nobody_opens_in_the_name_of_an_agreement(people, case):
    made = in_force(people)

    def forged():
        Grant(
            record_kind="case", record_id=case.pk, agency=people.world.outside, sections=["case"], basis="agreement",
            because_kind="agreement", because_id=made.pk, given_by_agency=people.world.unit, from_at=NOON,
        ).save(force_insert=True)  # fmt: skip

    for user in (people.yusuf, people.mira, people.surya):
        refused(user, forged)


def test_a_stranger_closes_nothing(people, case):
    made = in_force(people)
    with voice_of(people.surya), connection.cursor() as cursor:
        cursor.execute("select agreements_close(%s)", [made.pk])

        assert cursor.fetchone() == (0,)
    with voice_of(people.mira), connection.cursor() as cursor:
        cursor.execute("select agreements_close(%s)", [made.pk])  # nothing became shorter, so nothing closes
    assert seen(people.world.maya) == {case.pk}


def test_it_never_opens_somebody_elses_cases(people, case):
    world = people.world
    parts = [Part(world.unit, receives=True), Part(world.shelter, ["case"], 0, False)]
    made = draft(people, parts=parts)
    with voice_of(people.yusuf):
        actions.propose(agreement=made, by=people.yusuf, at=NOON)
    with voice_of(people.mira):
        actions.sign(agreement=made, by=people.mira, at=NOON)
    work()

    assert again(made).state == "in_force"
    assert grants(made) == [] and seen(world.maya) == set()


def test_somebody_under_seal_keeps_the_whole_case_back(people, case):
    world = people.world
    made = in_force(people)
    assert seen(world.maya) == {case.pk}
    with voice_of(world.rina):
        person = Person.objects.unscoped(because=BECAUSE).get(pk=survivor_of(case).pk)
        seal(person=person, reason="protected", note="", named=[], by=world.rina, at=NOON)
    with as_role("gugus_worker"):
        opening.rematch(made.pk, [case.pk], NOON)

    assert grants(made) == []
    assert seen(world.maya) == seen(world.maya, Identity) == set()


def test_the_wall_stands_between_survivor_here_and_accused_there(people, case):
    world = people.world
    person = survivor_of(case)
    with as_role("gugus_worker"):
        theirs = Case(
            agency=world.shelter, opened_at=NOON, state_at=NOON, risk="high", summary="Berkas mereka"
        )
        theirs.save(force_insert=True)
        Party(case=theirs, person=person, role="accused", since_at=NOON).save(force_insert=True)
    made = in_force(people)

    assert grants(made) == []


def test_two_of_one_agency_sign_at_once_and_one_is_told(people):
    made = proposed(people)
    with voice_of(people.mira):
        actions.sign(agreement=made, by=people.mira, at=NOON)
        with pytest.raises(CannotMove):
            actions.sign(agreement=made, by=people.mira, at=NOON)


def test_a_decline_ends_it_for_all(people, case):
    made = proposed(people)
    with voice_of(people.mira):
        actions.decline(agreement=made, code="too_wide", by=people.mira, at=NOON)
    work()

    assert (again(made).state, again(made).code) == ("declined", "too_wide")
    assert grants(made) == []


def test_files_of_the_case_stay_closed_below_sensitive(people, case):
    world = people.world
    with voice_of(world.rina):
        Attachment(
            about_kind="case", about_id=case.pk, about_ref=case.ref, within_kind="case", within_id=case.pk,
            section="case", agency=world.unit, media_type="text/plain", size=1, sha256="0" * 64, uploaded_at=NOON,
        ).save(force_insert=True)  # fmt: skip
    in_force(people, parts=[Part(world.unit, ["case"], 1), Part(world.shelter, receives=True)])

    assert seen(world.maya, Attachment) == set()


def test_the_api_takes_no_more_than_it_names(people, signed_in):
    client = signed_in(people.yusuf)
    body = {
        "number": "1", "title": "Judul", "legal_basis": "UU", "purposes": ["protection"], "valid_from": str(TODAY),
        "valid_until": str(LAST), "scope_children": True,
        "parts": [{"agency": "upt-pppa", "sections": ["case"]}, {"agency": "rumah-melati", "receives": True}],
    }  # fmt: skip

    def post(**more):
        return client.post(
            "/api/v1/agreements", json.dumps(body | more), content_type="application/json"
        ).status_code

    for extra in ({"state": "in_force"}, {"agency": "lembaga-lain"}, {"in_force_at": NOON.isoformat()}):
        assert post(**extra) == 422
    signed_part = [{"agency": "rumah-melati", "receives": True, "decision": "signed"}, body["parts"][0]]
    assert post(parts=signed_part) == 422
    assert (
        post(
            parts=[
                {"agency": "rumah-melati", "sections": ["case"]},
                {"agency": "lembaga-lain", "receives": True},
            ]
        )
        == 409
    )
    assert post(parts=[{"agency": "upt-pppa", "sections": ["trail"]}, body["parts"][1]]) == 409
    assert post() == 201
    with voice_of(people.yusuf):
        assert rows().get(number="1").state == "draft"


def test_a_grown_list_of_cases_tells_the_other_side_no_small_count(people, case):
    made = proposed(people)
    work()
    with as_role("gugus_worker"):
        assert rows(Signatory).get(agreement_id=made.pk, agency=people.world.unit).estimate == -1
    for number in range(5):
        child_case(people.world, f"Anak Nomor {number}")
    other = proposed(people)
    work()
    with as_role("gugus_worker"):
        assert rows(Signatory).get(agreement_id=other.pk, agency=people.world.unit).estimate == 6


def test_a_signed_agreement_still_opens_nothing_to_a_third(people, case):
    signed(people)
    work()

    assert seen(people.world.budi) == seen(people.surya) == set()
