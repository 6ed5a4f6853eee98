"""Standing in for a colleague: asked, accepted, acted, ended; never further, never more."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from gugus.access import jobs, lending
from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.lending import CannotLend
from gugus.access.models import Delegation, User
from gugus.access.viewer import viewer_of
from gugus.audit import circumstances
from gugus.audit.models import Entry
from gugus.cases.actions import open_case
from gugus.cases.gate import refusal_of
from gugus.outbox.models import Event
from tests.access.conftest import hired
from tests.conftest import as_role, voice_of


def viewer(user, loan=None):
    return viewer_of(user, on=localdate(), at=now(), standing_in=loan.pk if loan else None)


def asked(lender, deputy, **changes):
    facts = {
        "from_on": localdate(),
        "until_on": localdate() + timedelta(days=7),
        "reason": "Cuti.",
        "at": now(),
    }
    with voice_of(lender):
        return lending.ask_deputy(viewer(lender), deputy=deputy, **(facts | changes))


def agreed(lender, deputy, **changes):
    made = asked(lender, deputy, **changes)
    with voice_of(deputy):
        return lending.accept(viewer(deputy), delegation=made, at=now())


@pytest.fixture
def case(world):
    with voice_of(world.ratih):
        return open_case(
            agency=world.unit, manager=world.ratih, risk="high", summary="x", by=world.ratih, at=now()
        )


def sees(known, case) -> bool:
    return refusal_of(known, case, verb=Verb.WRITE, at=now()) is None


def test_the_deputy_reaches_the_colleagues_files_only_while_standing_in(world, case):
    loan = agreed(world.ratih, world.nadia)
    with voice_of(world.nadia):
        assert not sees(viewer(world.nadia), case)
        assert sees(viewer(world.nadia, loan), case)


def test_own_files_rest_meanwhile(world, case):
    loan = agreed(world.ratih, world.rina)
    with voice_of(world.rina):
        own = open_case(
            agency=world.unit, manager=world.rina, risk="low", summary="y", by=world.rina, at=now()
        )

        assert (sees(viewer(world.rina), own), sees(viewer(world.rina), case)) == (True, False)
        assert (sees(viewer(world.rina, loan), own), sees(viewer(world.rina, loan), case)) == (False, True)


def test_nothing_is_lent_before_the_answer_or_after_the_end(world):
    made = asked(world.ratih, world.nadia)
    with voice_of(world.nadia):
        assert viewer(world.nadia, made).stands_in_for is None
        lending.accept(viewer(world.nadia), delegation=made, at=now())
        assert viewer(world.nadia, made).stands_in_for
        after = localdate() + timedelta(days=8)
        assert viewer_of(world.nadia, on=after, standing_in=made.pk).stands_in_for is None
        lending.end(viewer(world.nadia), delegation=made, at=now())
        assert viewer(world.nadia, made).stands_in_for is None


def test_what_guards_is_never_lent(world):
    boss = hired("bima", world.unit, Role.SUPERVISOR)
    with as_role("postgres"):
        boss.assignments.create(role=Role.ADMINISTRATOR, valid_from=localdate() - timedelta(days=9))
    loan = agreed(boss, world.rina)
    with voice_of(world.rina):
        known = viewer(world.rina, loan)

    assert known.roles == {"supervisor"}
    assert known.reach(Section.CASE, Verb.WRITE) == Scope.AGENCY
    for verb in (Verb.APPROVE, Verb.BREAK_GLASS, Verb.DELETE):
        assert not any(known.has(section, verb) for section in Section)


@pytest.mark.parametrize("name", ["tono", "lestari", "hasan"])
def test_guards_lend_nothing_at_all(world, name):
    with pytest.raises(CannotLend, match="nothing_lendable"):
        asked(getattr(world, name), world.rina)


def test_what_was_lent_is_not_lent_further(world):
    loan = agreed(world.ratih, world.rina)
    with voice_of(world.rina), pytest.raises(CannotLend, match="not_further"):
        lending.ask_deputy(
            viewer(world.rina, loan), deputy=world.nadia, from_on=localdate(), until_on=localdate(), reason="x",
            at=now(),
        )  # fmt: skip
    second = agreed(world.rina, world.nadia)
    with voice_of(world.nadia):
        known = viewer(world.nadia, second)
        assert known.self_id == world.rina.pk and [one.id for one in known.loans] == [second.pk]


def test_a_role_taken_from_the_lender_is_taken_from_the_deputy(world):
    loan = agreed(world.ratih, world.nadia)
    world.ratih.assignments.update(valid_to=localdate())
    with voice_of(world.nadia):
        assert viewer(world.nadia, loan).roles == frozenset()


@pytest.mark.parametrize("change", [{"is_active": False}, {"agency": "police"}])
def test_who_is_gone_lends_nothing(world, change):
    loan = agreed(world.ratih, world.nadia)
    facts = {name: getattr(world, value, value) if value else value for name, value in change.items()}
    User.objects.filter(pk=world.ratih.pk).update(**facts)
    with voice_of(world.nadia):
        assert viewer(world.nadia, loan).stands_in_for is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_on": localdate() - timedelta(days=1)}, "past"),
        ({"until_on": localdate() - timedelta(days=1)}, "too_long"),
        ({"until_on": localdate() + timedelta(days=200)}, "too_long"),
        ({"reason": " "}, "no_reason"),
        ({"deputy": "sari"}, "not_a_colleague"),
        ({"deputy": "ratih"}, "not_a_colleague"),
    ],
)
def test_what_cannot_be_asked(world, changes, code):
    facts = dict(changes)
    deputy = getattr(world, facts.pop("deputy", "rina"))
    with pytest.raises(CannotLend, match=code):
        asked(world.ratih, deputy, **facts)


def test_one_deputy_at_a_time(world):
    asked(world.ratih, world.rina)

    with pytest.raises(CannotLend, match="overlaps"):
        asked(world.ratih, world.nadia)


def test_only_the_asked_colleague_accepts(world):
    made = asked(world.ratih, world.rina)
    for other in (world.ratih, world.nadia):
        with voice_of(other), pytest.raises(CannotLend):
            lending.accept(viewer(other), delegation=made, at=now())
    rows = Delegation.objects.unscoped(because="attack").filter(pk=made.pk)
    with voice_of(world.nadia), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(accepted_at=now())
    with voice_of(world.rina), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(until_on=localdate() + timedelta(days=90))
    with voice_of(world.sari):
        assert not rows.exists()
    with voice_of(world.nadia), pytest.raises(DatabaseError), transaction.atomic():
        Delegation(
            lender=world.ratih, deputy=world.nadia, from_on=localdate(), until_on=localdate(), asked_at=now()
        ).save(force_insert=True)  # fmt: skip


def test_the_supervisor_hears_of_it(world):
    agreed(world.ratih, world.rina)

    with as_role("gugus_worker"):
        event = Event.objects.get(topic="delegation.accepted")
    assert event.facts["agency"] == str(world.unit.pk)


def test_the_worker_writes_down_the_end_once(world):
    made = agreed(world.ratih, world.rina)
    with as_role("gugus_worker"):
        rows = Delegation.objects.unscoped(because="time passes").filter(pk=made.pk)
        rows.update(from_on=localdate() - timedelta(days=3), until_on=localdate() - timedelta(days=1))
        jobs.expire_rights(0)
        jobs.expire_rights(0)
        found = Entry.objects.unscoped(because="test").filter(verb="access.deputy_ended")
        assert (rows.get().ended_at is not None, found.count()) == (True, 1)


def test_pages_from_asking_to_ending(world, case, signed_in):
    client = signed_in(world.ratih)
    days = {"from_on": f"{localdate()}", "until_on": f"{localdate()}"}
    wrong = client.post(reverse("access:deputies"), days | {"deputy": world.nadia.pk, "reason": ""})
    assert wrong.status_code == 422
    client.post(reverse("access:deputies"), days | {"deputy": world.nadia.pk, "reason": "Cuti."})
    with voice_of(world.ratih):
        ref = lending.delegations(viewer(world.ratih)).get().ref

    client = signed_in(world.nadia)
    assert client.get(reverse("cases:detail", args=[case.ref])).status_code == 404
    assert client.post(reverse("access:stand_in", args=[ref])).status_code == 302
    assert client.get(reverse("cases:detail", args=[case.ref])).status_code == 404
    client.post(reverse("access:deputy_step", args=[ref, "terima"]))
    client.post(reverse("access:stand_in", args=[ref]))
    page = client.get(reverse("cases:detail", args=[case.ref]))
    assert page.status_code == 200 and "Anda menggantikan Ratih" in page.content.decode()
    with voice_of(world.nadia):
        entry = Entry.objects.unscoped(because="test").filter(verb="case.seen", actor="nadia").latest("seq")
    assert entry.changes[circumstances.KEY]["on_behalf_of"] == str(world.ratih.pk)

    client.post(reverse("access:stand_down"))
    assert client.get(reverse("cases:detail", args=[case.ref])).status_code == 404


@pytest.mark.parametrize("name", ["sari", "maya", "dewi", "arif"])
def test_a_delegation_of_others_is_not_there(world, signed_in, name):
    made = asked(world.ratih, world.rina)
    client = signed_in(getattr(world, name))

    there = client.get(reverse("access:deputy", args=[made.ref]))
    missing = client.get(reverse("access:deputy", args=["D-0000-0000"]))

    assert (there.status_code, there.content) == (missing.status_code, missing.content)
    assert client.post(reverse("access:deputy_step", args=[made.ref, "akhiri"])).status_code == 404


def test_a_key_never_stands_in(world):
    loan = agreed(world.ratih, world.rina)
    with voice_of(world.rina):
        assert viewer(world.rina).narrowed_to(sections=frozenset(), read_only=False).stands_in_for is None
        assert loan.pk in {one.id for one in viewer(world.rina).loans}
