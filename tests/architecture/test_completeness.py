"""Nothing about a record is read, changed or refused without an entry in the trail."""

import pytest
from tests.architecture.test_routes import addresses, refs
from tests.conftest import voice_of

from gugus.audit.models import Entry
from gugus.desk.routes import routes

__all__ = ["refs"]


def count(user) -> int:
    with voice_of(user):
        return Entry.objects.unscoped(because="the test counts").count()


def last(user) -> Entry:
    with voice_of(user):
        return Entry.objects.unscoped(because="the test reads the trail").latest("seq")


@pytest.mark.parametrize("name", ["rina", "yusuf", "lestari"])
def test_every_page_about_a_record_leaves_an_entry(refs, signed_in, world, name):
    user = getattr(world, name)
    client = signed_in(user)
    silent = []
    for route, url, is_record in addresses(refs):
        before = count(user) if is_record else 0
        if is_record and client.get(url).status_code in {200, 403} and count(user) == before:
            silent.append(route.name)

    assert silent == []


def test_every_attempt_to_change_a_record_leaves_an_entry(refs, signed_in, world):
    """An empty form is refused with its errors, or does what it says; both are in the trail."""
    client = signed_in(world.rina)
    silent = []
    for route, url, is_record in addresses(refs):
        before = count(world.rina) if is_record else 0
        if is_record and client.post(url).status_code in {200, 403, 409, 422} and count(world.rina) == before:
            silent.append(route.name)

    assert silent == []


def test_every_operation_about_a_record_leaves_an_entry(refs, signed_in, world):
    client = signed_in(world.rina)
    silent = []
    for route in routes():
        kind = route.path.removeprefix("/api/v1/").partition("/")[0]
        ref = refs.get(SPACES.get(kind, ""))
        if (
            not route.path.startswith("/api/v1/")
            or route.path.count("<") != 1
            or "GET" not in route.methods
            or not ref
        ):
            continue
        before = count(world.rina)
        url = route.path.partition("<")[0] + ref + route.path.partition(">")[2]
        if client.get(url).status_code in {200, 403} and count(world.rina) == before:
            silent.append(route.path)

    assert silent == []


SPACES = {
    "cases": "cases", "people": "people", "reports": "intake", "referrals": "referrals", "services": "care",
    "needs-assessments": "needs", "plans": "plans",
    "referral-batches": "batches", "assessments": "screening", "screenings": "screening",
    "transfers": "transfers", "reintegrations": "reintegration", "restitution-claims": "restitution",
    "groups": "groups",
    "arrivals": "arrivals", "providers": "providers", "repatriations": "repatriation", "handovers": "handovers",
    "proceedings": "justice", "hearings": "hearings", "protections": "protections", "shields": "shields",
    "houses": "houses", "stays": "shelter",
    "taskforces": "taskforce", "legal-bases": "bases", "recommendations": "followup",
    "action-plans": "actionplan", "plan-activities": "activities", "plan-reports": "planreports",
    "frozen-figures": "figures", "published-figures": "published",
    "force-reports": "reporting", "publications": "publication",
}  # fmt: skip


@pytest.mark.parametrize("name", ["arif", "wulan", "dewi"])
def test_a_refusal_is_in_the_trail_of_the_one_who_tried(signed_in, world, name):
    user = getattr(world, name)

    assert signed_in(user).get("/jejak/").status_code == 403

    entry = last(user)
    assert (entry.verb, entry.actor, entry.changes["page"]) == ("page.refused", name, "trail:index")


def test_a_refused_record_is_named_and_a_hidden_one_is_not_told_apart_from_a_missing_one(
    refs, signed_in, world
):
    client = signed_in(world.lestari)
    assert client.get(f"/kasus/{refs['cases']}/jejak/").status_code == 403
    assert last(world.lestari).verb == "page.refused"

    before = count(world.sari)
    stranger = signed_in(world.sari)
    assert stranger.get(f"/kasus/{refs['cases']}/").status_code == 404
    assert stranger.get("/kasus/K-0000-0000/").status_code == 404
    assert count(world.sari) == before
