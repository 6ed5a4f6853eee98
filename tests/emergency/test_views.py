"""Pages and API of emergency access: no oracle, no way around, nothing typed is lost."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.emergency.models import Opening
from gugus.kernel.ids import new_ref
from tests.approvals.test_views import key_of
from tests.conftest import as_role
from tests.emergency.conftest import REASON, broken


def told(ref, **more):
    return {"key": uuid4(), "ref": ref, "code": "danger", "reason": REASON, "hours": "4"} | more


def neutral(answer) -> tuple:
    """The answer without the random code of the opening itself."""
    location = re.sub(r"BD-....-....", "BD", answer.headers.get("Location", ""))
    body = re.sub(rb"BD-....-....", b"BD", answer.content)
    return answer.status_code, location, body


def test_a_known_and_an_unknown_code_get_the_same_bytes(signed_in, world, case):
    client = signed_in(world.sari)
    url = reverse("emergency:open")

    known, unknown, rubbish = (client.post(url, told(ref)) for ref in (case.ref, new_ref("K"), "bukan kode"))

    assert neutral(known) == neutral(unknown) == neutral(rubbish)
    assert known.status_code == 302


def test_the_api_gives_the_same_bytes_too(signed_in, world, case):
    client = signed_in(world.sari)

    def post(ref):
        body = {"ref": ref, "code": "danger", "reason": REASON}
        return client.post("/api/v1/emergency", json.dumps(body), content_type="application/json")

    assert neutral(post(case.ref)) == neutral(post(new_ref("K")))


def test_known_and_unknown_codes_cost_the_same_queries(signed_in, world, case):
    client = signed_in(world.sari)

    def queries(ref) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.post(reverse("emergency:open"), told(ref))
        return len(seen)

    queries(new_ref("K"))
    assert queries(case.ref) == queries(new_ref("K"))


def test_after_opening_the_file_can_be_read_and_every_page_of_it_says_so(signed_in, world, case):
    client = signed_in(world.sari)
    assert client.get(f"/kasus/{case.ref}/").status_code == 404

    answer = client.post(reverse("emergency:open"), told(case.ref), follow=True)

    assert f"/kasus/{case.ref}/" in answer.content.decode()
    for path in (f"/kasus/{case.ref}/", f"/orang/{case.someone.ref}/"):
        page = client.get(path)
        assert page.status_code == 200 and page.context["emergency_until"]
    assert not client.get("/kasus/").context.get("emergency_until")


def test_what_was_typed_stays(signed_in, world, case):
    answer = signed_in(world.sari).post(reverse("emergency:open"), told(case.ref, reason="singkat"))

    assert answer.status_code == 422 and "singkat" in answer.content.decode()


def test_pressing_twice_opens_once(signed_in, world, case):
    client, form = signed_in(world.sari), told(case.ref)

    first, second = (client.post(reverse("emergency:open"), form) for _ in range(2))

    assert first["Location"] == second["Location"]


@pytest.mark.parametrize("name", ["arif", "wulan", "budi", "maya", "dewi", "nadia", "tono"])
def test_openings_of_others_are_not_there(signed_in, world, case, name):
    opening = broken(world.sari, case.ref)
    client = signed_in(getattr(world, name))

    hidden = client.get(reverse("emergency:detail", args=[opening.ref]))
    missing = client.get(reverse("emergency:detail", args=["BD-0000-0000"]))

    assert hidden.status_code == missing.status_code == 404
    assert client.post(reverse("emergency:end", args=[opening.ref])).status_code == 404


def test_the_reviewer_finds_it_and_signs_it_off(signed_in, world, case):
    opening = broken(world.sari, case.ref)
    client = signed_in(world.lestari)

    listed = client.get(reverse("emergency:list"))
    answer = client.post(reverse("emergency:review", args=[opening.ref]), {"verdict": "justified"})

    assert opening.ref in listed.content.decode() and answer.status_code == 302
    with as_role("gugus_worker"):
        assert Opening.objects.unscoped(because="test").get(pk=opening.pk).verdict == "justified"


def test_a_key_breaks_no_glass(client, world, case):
    body = json.dumps({"ref": case.ref, "code": "danger", "reason": REASON})
    answer = client.post(
        "/api/v1/emergency", body, content_type="application/json",
        headers={"Authorization": f"Bearer {key_of(world.sari)}"},
    )  # fmt: skip

    assert answer.status_code == 409 and answer.json()["errors"][0]["code"] == "no_right"


def test_the_list_costs_the_same_for_three_and_thirty(signed_in, world, case):
    client = signed_in(world.yusuf)

    def queries(users) -> int:
        for user in users:
            broken(user, case.ref)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("emergency:list"))
        return len(seen)

    queries([world.sari])
    assert queries([world.ratih]) == queries([world.sari, world.sari, world.rina, world.ratih])


def test_glass_is_broken_by_somebody_who_just_proved_who_they_are(signed_in, world, case):
    client = signed_in(world.sari)
    session = client.session
    session["fresh_at"] = 0
    session.save()

    page = client.post(reverse("emergency:open"), told(case.ref))
    body = json.dumps({"ref": case.ref, "code": "danger", "reason": REASON})
    program = client.post("/api/v1/emergency", body, content_type="application/json")

    assert page.status_code == 302 and "reauthenticate" in page["Location"]
    assert program.status_code == 403
    with as_role("gugus_worker"):
        assert not Opening.objects.unscoped(because="test").exists()
