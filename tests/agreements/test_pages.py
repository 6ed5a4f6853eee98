"""Pages and API: what each side may see and do, and which agreement lets somebody see a case."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import cast
from tests.agreements.conftest import LAST, TODAY, again, child_case, draft, grants, in_force, proposed, work
from tests.conftest import NOON, as_role, voice_of

from gugus.access.codes import Role
from gugus.access.models import Grant
from gugus.agreements import actions
from gugus.agreements.actions import Part
from gugus.agreements.models import Agreement
from gugus.approvals.actions import approve


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Pages ask the clock: it stands at noon of the test's day."""
    for module in ("views", "writing", "api"):
        monkeypatch.setattr(f"gugus.agreements.{module}.now", lambda: NOON)


def typed(people, **more) -> dict:
    told = {
        "number": "7/PKS/2026", "title": "Berbagi data", "others": [people.world.shelter.pk],
        "purposes": ["protection"], "legal_basis": "Perpres 69/2008", "we_give": ["case"], "we_ceiling": 0,
        "they_ceiling": 0, "scope_children": "on", "valid_from": str(TODAY), "valid_until": str(LAST),
        "notice_days": 30,
    }  # fmt: skip
    return told | more


def test_from_draft_to_force_on_pages(people, case, signed_in):
    client = signed_in(people.yusuf)
    assert client.get(reverse("agreements:new")).status_code == 200
    answer = client.post(reverse("agreements:new"), typed(people))
    assert answer.status_code == 302
    ref = answer["Location"].rstrip("/").rpartition("/")[2]

    step = reverse("agreements:step", args=[ref, "usulkan"])
    page = client.get(step)
    assert page.context["ours_would_open"] == 1
    assert client.post(step, {"version": 1, "reason": ""}).status_code == 422
    assert client.post(step, {"version": 1, "reason": "Anak perlu tempat aman."}).status_code == 302
    asked = client.get(reverse("agreements:detail", args=[ref])).context["asked"]

    client = signed_in(people.indah)
    page = client.get(reverse("approvals:detail", args=[asked.ref]))
    assert "7/PKS/2026" in page.content.decode()
    with voice_of(people.indah):
        approve(request=asked, by=people.indah, at=NOON)

    client = signed_in(people.mira)
    page = client.get(reverse("agreements:list"))
    assert ref in page.content.decode() and page.context["tab"] == "waiting"
    step = reverse("agreements:step", args=[ref, "tanda-tangan"])
    version = client.get(step).context["agreement"].version
    assert client.post(step, {"version": version}).status_code == 302
    work()

    with as_role("gugus_worker"):
        made = Agreement.objects.unscoped(because="the test looks").get(ref=ref)
    assert made.state == "in_force"
    assert len(grants(made)) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [({"scope_children": ""}, "scope_worked"), ({"valid_until": "2026-01-01"}, "valid_until"),
     ({"number": ""}, "number"),
     ({"we_give": ["case", "care"]}, "we_give"), ({"others": []}, "others")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(people, signed_in, more, field):
    client = signed_in(people.yusuf)
    answer = client.post(reverse("agreements:new"), typed(people, **more))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Perpres 69/2008" in answer.content.decode()


def test_a_late_colleague_hears_who_was_faster(people, signed_in):
    made = proposed(people)
    client = signed_in(people.mira)
    step = reverse("agreements:step", args=[made.ref, "tanda-tangan"])
    assert client.get(step).status_code == 200
    with voice_of(people.mira):
        actions.sign(agreement=made, by=people.mira, at=NOON)

    answer = client.post(step, {"version": made.version})

    assert answer.status_code == 409 and "Mira" in answer.content.decode()


def test_another_agency_finds_nothing(people, signed_in):
    made = proposed(people)
    for user in (people.surya, people.gani, people.world.arif):
        client = signed_in(user)
        for path in (
            f"/perjanjian/{made.ref}/",
            f"/perjanjian/{made.ref}/tanda-tangan/",
            f"/api/v1/agreements/{made.ref}",
        ):
            assert client.get(path).status_code in {403, 404}, path
        assert made.ref not in client.get("/perjanjian/").content.decode()
    missing = signed_in(people.surya).get("/perjanjian/PB-0000-0000/").content
    assert len(missing) == len(signed_in(people.surya).get(f"/perjanjian/{made.ref}/").content)


def test_a_liaison_reads_and_does_not_sign(people, signed_in):
    made = proposed(people)
    client = signed_in(people.world.maya)

    assert client.get(f"/perjanjian/{made.ref}/").status_code == 200
    assert client.post(f"/perjanjian/{made.ref}/tanda-tangan/", {"version": made.version}).status_code in {
        302,
        403,
    }
    assert again(made).state == "proposed"


def test_the_case_says_which_agreement_opens_it(people, case, signed_in):
    made = in_force(people)

    page = signed_in(people.world.maya).get(f"/kasus/{case.ref}/").content.decode()
    assert made.number in page and "2028" in page
    assert "Ringkasan rahasia unit" not in page
    listed = signed_in(people.world.maya).get("/kasus/").content.decode()
    assert case.ref in listed
    told = signed_in(people.world.maya).get(f"/api/v1/cases/{case.ref}/agreements").json()
    assert told == [
        {"agreement": made.ref, "number": made.number, "agency": "rumah-melati", "ceiling": 2,
         "sections": ["care", "case", "identity"], "until_at": "2027-12-31T17:00:00Z"}
    ]  # fmt: skip

    page = signed_in(people.world.rina).get(f"/kasus/{case.ref}/").content.decode()
    assert made.number in page and "Rumah Aman Melati" in page
    assert signed_in(people.world.sari).get(f"/api/v1/cases/{case.ref}/agreements").status_code == 404
    assert signed_in(people.world.sari).get(f"/kasus/{case.ref}/").status_code == 404


def test_ended_while_the_page_is_open(people, case, signed_in):
    made = in_force(people)
    client = signed_in(people.world.maya)
    assert client.get(f"/kasus/{case.ref}/").status_code == 200
    with voice_of(people.yusuf):
        actions.give_notice(agreement=made, code="misuse", by=people.yusuf, at=NOON)

    for path in (
        f"/kasus/{case.ref}/",
        f"/kasus/{case.ref}/cetak/",
        f"/api/v1/cases/{case.ref}",
        f"/api/v1/cases/{case.ref}/entries",
    ):
        assert client.get(path).status_code == 404, path
    assert case.ref not in client.get("/kasus/").content.decode()
    assert client.get("/api/v1/cases?state=any").json()["count"] == 0


def test_bare_facts_in_list_count_and_api(people, case, signed_in):
    world = people.world
    in_force(people, parts=[Part(world.unit, ["case"], 0), Part(world.shelter, receives=True)])
    client = signed_in(world.maya)

    listed = client.get("/api/v1/cases").json()
    assert (
        listed["count"] == 1 and listed["items"][0]["survivors"] == 0 and not listed["items"][0]["has_child"]
    )
    one = client.get(f"/api/v1/cases/{case.ref}").json()
    assert one["summary"] is None and one["safety_note"] is None and one["flags"] == []
    assert client.get(f"/api/v1/cases/{case.ref}/parties").json() == []
    assert client.get(f"/api/v1/cases/{case.ref}/incidents").json() == []
    page = client.get(f"/kasus/{case.ref}/").content.decode()
    assert "Melati Kusuma" not in page and "M•" not in page


def test_names_stay_masked_and_search_finds_only_from_personal_on(people, case, signed_in):
    in_force(people)
    client = signed_in(people.world.maya)

    page = client.get(f"/kasus/{case.ref}/").content.decode()
    assert "Melati Kusuma" not in page


def test_why_says_which_agreement(people, case, signed_in):
    world = people.world
    made = in_force(people)
    admin = cast.user("wira", world.shelter, Role.ADMINISTRATOR, at=NOON)
    page = signed_in(admin).post(reverse("access:why"), {"user": str(world.maya.pk), "ref": case.ref})
    if page.status_code == 422:
        page = signed_in(admin).post(reverse("access:why"), {"user": world.maya.username, "ref": case.ref})

    assert page.status_code == 200 and made.number in page.content.decode()


def test_renewing_is_one_click_and_a_form_that_is_filled_in(people, signed_in):
    made = in_force(people)
    client = signed_in(people.mira)
    page = client.get(reverse("agreements:follow", args=[made.ref]) + "?perpanjang=1")

    form = page.context["form"]
    assert page.status_code == 200 and form["number"].value() == made.number
    assert str(form["valid_from"].value()) == "2028-01-01"
    assert form["they_give"].value() == ["case", "identity", "care"]


def test_the_list_has_as_many_queries_for_three_as_for_thirty(people, signed_in):
    client = signed_in(people.yusuf)
    for _ in range(3):
        draft(people)
    client.get("/perjanjian/?tab=coming")
    with CaptureQueriesContext(connection) as few:
        client.get("/perjanjian/?tab=coming")
    for _ in range(20):
        draft(people)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/perjanjian/?tab=coming").context["lines"]) == 23

    assert len(many) == len(few)


def test_the_case_page_asks_as_often_with_many_agreements(people, case, signed_in):
    in_force(people)
    client = signed_in(people.world.rina)
    client.get(f"/kasus/{case.ref}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/kasus/{case.ref}/")
    for _ in range(5):
        in_force(people)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/kasus/{case.ref}/")

    assert len(many) == len(few)


def test_the_api_goes_the_same_way(people, case, signed_in):
    made = proposed(people)
    client = signed_in(people.mira)
    got = client.get(f"/api/v1/agreements/{made.ref}")
    assert got.json()["next"] == ["signed", "declined"]
    dry = client.get(f"/api/v1/agreements/{made.ref}/dry-run").json()
    assert dry["ours"] is None and dry["closes_at"] == "2027-12-31T17:00:00Z"

    def step(**body):
        headers = {"If-Match": got["ETag"]}
        path = f"/api/v1/agreements/{made.ref}/steps"
        return client.post(path, json.dumps(body), content_type="application/json", headers=headers)

    assert step(to="in_force").status_code == 409
    assert step(to="declined").status_code == 409
    assert step(to="signed").json()["state"] == "signed"
    assert step(to="signed").status_code == 409
    assert client.get("/api/v1/agreements?tab=coming").json()[0]["ref"] == made.ref


def test_a_grant_of_an_agreement_ends_to_the_second_on_the_page(people, case, signed_in):
    made = in_force(people)
    with as_role("gugus_worker"):
        past = NOON - timedelta(seconds=1)
        Grant.objects.unscoped(because="time passes").filter(because_id=made.pk).update(until_at=past)

    assert signed_in(people.world.maya).get(f"/kasus/{case.ref}/").status_code == 404
    assert (
        child_case(people.world, "Anak Baru").ref
        not in signed_in(people.world.maya).get("/kasus/").content.decode()
    )


@pytest.mark.parametrize("name", ["rina", "yusuf", "lestari", "hasan"])
def test_colleagues_read_a_draft(people, signed_in, name):
    made = draft(people)

    assert signed_in(getattr(people.world, name)).get(f"/perjanjian/{made.ref}/").status_code == 200
    assert signed_in(getattr(people.world, name)).get(f"/perjanjian/{made.ref}/ubah/").status_code in {
        200,
        403,
    }
    assert signed_in(getattr(people.world, name)).get(f"/perjanjian/{made.ref}/lanjutan/").status_code == 403
