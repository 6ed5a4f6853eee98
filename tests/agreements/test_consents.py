"""What somebody said about sharing wins over every agreement."""

from datetime import timedelta

import pytest
from tests.agreements.conftest import child_case, grants, in_force, seen, survivor_of
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented

from gugus.agreements import opening
from gugus.consent.models import Ground, Recall, Withdrawal
from gugus.consent.withdrawing import Wish, withdraw

LATER = NOON + timedelta(hours=1)


def said(case, answer: str, receiver=None, *, at=NOON, **more):
    person = survivor_of(case)
    with as_role("gugus_worker"):
        told = (
            {"recipient_kind": "agency", "recipient": receiver}
            if receiver
            else {"recipient_kind": "services"}
        )
        made = Ground(
            person=person, agency_id=case.agency_id, purpose="protection", basis="consent", answer=answer, giver="self",
            asked_at=at, recorded_at=at, **told, **more,
        )  # fmt: skip
        made.save(force_insert=True)
    return made


def looked_at(made, case) -> tuple[int, int]:
    with as_role("gugus_worker"):
        return opening.rematch(made.pk, [case.pk], LATER)


@pytest.mark.parametrize("named", [True, False])
def test_a_refusal_closes_the_case_and_a_later_yes_opens_it(people, case, named):
    world = people.world
    made = in_force(people)
    receiver = world.shelter if named else None
    said(case, "refused", receiver)
    assert looked_at(made, case) == (0, 1)
    assert grants(made) == [] and seen(world.maya) == set()

    said(case, "given", receiver, at=LATER)
    assert looked_at(made, case) == (1, 0)


def test_a_withdrawal_closes_and_a_refusal_towards_others_does_not(people, case):
    made = in_force(people)
    said(case, "refused", people.world.police)
    assert looked_at(made, case) == (0, 0)

    person = survivor_of(case)
    with as_role("gugus_worker"):
        act = Withdrawal(
            person=person, agency_id=case.agency_id, asker="self", channel="in_person", asked_at=LATER,
            at=LATER,
        )  # fmt: skip
        act.save(force_insert=True)
    said(case, "given", people.world.shelter, withdrawn_at=LATER, withdrawal=act)
    assert looked_at(made, case) == (0, 1)


def test_a_withdrawal_closes_at_once_and_the_receiver_owes_a_receipt(people, case):
    world, made = people.world, in_force(people)
    ground = consented(world.rina, survivor_of(case), world.shelter, purpose="data_sharing")
    assert seen(world.maya) == {case.pk}

    with voice_of(world.rina):
        wish = Wish(grounds=(ground.pk,), asker="guardian", relation="mother", asker_name="Ibu Contoh")
        withdraw(person=ground.person, wish=wish, by=world.rina, at=LATER)

    assert seen(world.maya) == set()
    assert [(g.record_kind, g.record_id == ground.person_id) for g in grants(made)] == []
    with voice_of(world.maya):
        recalled = Recall.objects.unscoped(because="the test looks").get()
    assert (recalled.about_ref, recalled.to_agency_id) == (made.ref, world.shelter.pk)
    assert looked_at(made, case) == (0, 0)


def test_whoever_refused_before_is_never_opened(people):
    case = child_case(people.world)
    said(case, "refused", people.world.shelter)

    assert grants(in_force(people)) == []
