"""A case of the unit with a child survivor and a grown one, a shelter that accepted a referral, small helpers."""

from datetime import date, timedelta

import pytest
from tests.conftest import NOON, voice_of
from tests.ledger import consented
from tests.referrals.conftest import settle_case, wish_for

from gugus.care import agreeing, assessing, planning
from gugus.care.agreeing import Signed
from gugus.care.assessing import Scored, Sheet
from gugus.care.models import CareRule
from gugus.care.planning import Aim, Doing
from gugus.cases.actions import add_party
from gugus.people.actions import register_person
from gugus.referrals.actions import accept_referral, send_referral, write_referral

TODAY = NOON.date()
PARTS = ["care", "health", "justice"]
DOMAINS = ("medical", "psychological", "social", "legal", "family", "spiritual", "talent")


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def child(world, case):
    with voice_of(world.rina):
        return case.parties.select_related("person").get(role="survivor")


@pytest.fixture
def grown(world, case):
    """A second survivor, certainly of age."""
    with voice_of(world.rina):
        person = register_person(
            agency=world.unit, sex="female", birth_year=1990, names={"full": "Melati Contoh", "aliases": []},
            by=world.rina, at=NOON,
        )  # fmt: skip
        return add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)


@pytest.fixture
def opened(world, case):
    """A function: Maya's shelter accepts a referral that opens these sections."""

    def open_for(*sections, by="maya", agency=None):
        user, to = getattr(world, by), agency or world.shelter
        with voice_of(world.rina):
            party = case.parties.select_related("person").filter(role="survivor").earliest("since_at", "pk")
            consented(world.rina, party.person, to, at=NOON)
            wish = wish_for(to, sections=["case", *sections])
            draft = write_referral(case=case, party=party, wish=wish, by=world.rina, at=NOON)
            referral = send_referral(referral=draft, by=world.rina, at=NOON)
        with voice_of(user):
            accept_referral(referral=referral, answer="", by=user, at=NOON)
        return user

    return open_for


@pytest.fixture
def strict(world):
    """The unit wants its plans approved."""
    with voice_of(world.yusuf):
        CareRule(agency=world.unit, plan_approval=True, changed_at=NOON).save(force_insert=True)


def scored(**scores) -> list[Scored]:
    """All domains with 3, unless said otherwise."""
    return [Scored(one, score=scores.get(one, 3), note=f"catatan {one}") for one in DOMAINS]


def assessed(user, case, party, *, on=TODAY, at=NOON, only=None, sections=PARTS, **scores):
    """A finished assessment of a day."""
    with voice_of(user):
        draft = assessing.start_assessment(case=case, party=party, kind="initial", by=user, at=at)
        sheet = Sheet(assessed_on=on, profession="social_worker", summary="Ringkas.")
        given = [one for one in scored(**scores) if only is None or one.domain in only]
        assessing.write_scores(assessment=draft, sheet=sheet, scored=given, sections=sections, by=user, at=at)
        return assessing.finish_assessment(assessment=draft, sections=sections, by=user, at=at)


def drafted(user, case, party, *, at=NOON, domains=("social", "medical", "legal")):
    """A draft of a plan with one goal and one step in each domain."""
    with voice_of(user):
        plan = planning.start_plan(case=case, party=party, by=user, at=at)
        for domain in domains:
            aim = Aim(domain, f"tujuan {domain}", "terlihat", TODAY + timedelta(days=60))
            goal = planning.add_goal(plan=plan, aim=aim, by=user, at=at)
            doing = Doing(f"langkah {domain}", TODAY + timedelta(days=14), by_agency=case.agency)
            planning.add_step(goal=goal, doing=doing, by=user, at=at)
        plan.refresh_from_db()
        return plan


def yes(**more) -> Signed:
    told = {"signer": "self", "agrees": True, "form": "paper", "signed_on": TODAY}
    return Signed(**(told | more))


def running(user, case, party, *, at=NOON, **more):
    """A plan that is being carried out; for a child the agency decided, with the child's yes."""
    plan = drafted(user, case, party, at=at, **more)
    with voice_of(user):
        plan = agreeing.hand_in(plan=plan, by=user, at=at)
        for_child = {"signer": "official", "child_view": "agrees", "no_guardian": "absent"}
        said = for_child if agreeing.counts_as_child(party.person, at) else {}
        plan = agreeing.sign(plan=plan, said=yes(signed_on=at.date(), **said), by=user, at=at)
        plan.refresh_from_db()
        return plan


def day(text: str) -> date:
    return date.fromisoformat(text)
