"""Pages and API of plans."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.care.conftest import TODAY, drafted, running
from tests.conftest import NOON, voice_of

from gugus.care import planning
from gugus.care.models import CarePlan, Goal, PlanStep
from gugus.care.planning import Aim


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The pages live on the day of the tests."""
    for module in ("plan_views", "plan_writing", "plan_api", "views", "line_views"):
        monkeypatch.setattr(f"gugus.care.{module}.now", lambda: NOON + timedelta(hours=1))


def stands(world, plan) -> CarePlan:
    with voice_of(world.rina):
        return CarePlan.objects.unscoped(because="the test looks").get(pk=plan.pk)


def test_from_the_case_to_a_plan_that_is_carried_out(signed_in, world, case, grown):
    client = signed_in(world.rina)
    begun = client.post(reverse("care:plan_new", args=[case.ref]), {"party": grown.pk})
    ref = begun.url.strip("/").split("/")[-1]
    goal = {"domain": "social", "words": "Tinggal aman", "measure": "Punya kamar", "until_on": "2026-08-01"}
    step = {"words": "Cari kamar", "doer": "agency", "by_agency": world.unit.pk, "until_on": "2026-07-01"}

    def version():
        with voice_of(world.rina):
            return CarePlan.objects.unscoped(because="test").get(ref=ref).version

    assert client.post(reverse("care:goal_add", args=[ref]), goal | {"version": version()}).status_code == 302
    with voice_of(world.rina):
        pk = Goal.objects.unscoped(because="test").get().pk
    url = reverse("care:step_add", args=[ref, pk])
    assert client.post(url, step | {"version": version()}).status_code == 302
    assert (
        client.post(reverse("care:plan_do", args=[ref, "ajukan"]), {"version": version()}).status_code == 302
    )
    said = {
        "signer": "self",
        "agrees": "yes",
        "form": "paper",
        "signed_on": "2026-06-15",
        "version": version(),
    }
    assert client.post(reverse("care:plan_do", args=[ref, "jawaban"]), said).status_code == 302

    page = client.get(begun.url).content.decode()
    assert "Tinggal aman" in page and "Sedang dijalankan" in page
    case_page = client.get(reverse("cases:detail", args=[case.ref])).content.decode()
    assert 'id="plan"' in case_page and "Tinggal aman" in case_page


def test_two_edit_at_once_and_the_slower_keeps_what_was_typed(signed_in, world, case, grown):
    plan = drafted(world.rina, case, grown)
    with voice_of(world.rina):
        aim = Aim("family", "lebih cepat", "", TODAY + timedelta(days=5))
        planning.add_goal(plan=plan, aim=aim, by=world.rina, at=NOON)
    client = signed_in(world.rina)
    url = reverse("care:goal_add", args=[plan.ref])
    data = {"version": plan.version, "domain": "talent", "words": "Ketikan saya", "until_on": "2026-07-01"}

    answer = client.post(url, data)

    assert answer.status_code == 409
    assert "Ketikan saya" in answer.content.decode() and "lebih cepat" in answer.content.decode()
    again = data | {"version": answer.context["plan"].version}
    assert client.post(url, again).status_code == 302


def test_what_is_typed_on_a_goal_that_a_colleague_drops_stays_in_view(signed_in, world, case, grown):
    plan = drafted(world.rina, case, grown)
    with voice_of(world.rina):
        goal = plan.goals.select_related("plan", "data_key").order_by("number").first()
        step = goal.steps.select_related("goal__plan", "data_key").get()
        gone = goal.pk, step.pk
        planning.drop_goal(goal=goal, by=world.rina, at=NOON)
    client = signed_in(world.rina)
    typed = {"version": plan.version, "domain": "talent", "words": "Ketikan saya", "until_on": "2026-07-01"}
    doing = {"version": plan.version, "words": "Langkah saya", "doer": "person", "until_on": "2026-07-01"}
    ways = (("goal", gone[0], typed), ("step_add", gone[0], doing), ("plan_step", gone[1], doing))

    for name, pk, told in ways:
        url = reverse(f"care:{name}", args=[plan.ref, pk])
        answer = client.post(url, told)
        assert answer.status_code == 409 and told["words"] in answer.content.decode(), name
        assert client.get(url).status_code == 404, name


def test_bad_days_are_told_at_their_field(signed_in, world, case, grown):
    plan = running(world.rina, case, grown)
    client = signed_in(world.rina)
    url = reverse("care:plan_do", args=[plan.ref, "tinjau"])
    data = {"version": plan.version, "on": "2026-06-15", "result": "on_track", "next_on": "2027-01-01"}

    answer = client.post(url, data | {"note": "Catatan saya"})

    assert answer.status_code == 422 and "next_on" in answer.context["form"].errors
    assert "Catatan saya" in answer.content.decode()


def test_supervisors_approve_and_the_writer_has_no_button(signed_in, world, case, grown, strict):
    plan = drafted(world.rina, case, grown)
    client = signed_in(world.rina)
    client.post(reverse("care:plan_do", args=[plan.ref, "ajukan"]), {"version": plan.version})
    approve = reverse("care:plan_do", args=[plan.ref, "setujui"])
    assert approve not in client.get(reverse("care:plan", args=[plan.ref])).content.decode()
    assert client.post(approve, {"version": stands(world, plan).version}).status_code == 409
    assert stands(world, plan).approved_at is None

    client = signed_in(world.yusuf)
    assert client.post(approve, {"version": stands(world, plan).version}).status_code == 302
    assert stands(world, plan).approved_by_id == world.yusuf.pk


def test_the_rule_is_the_supervisors(signed_in, world):
    url = reverse("care:plan_rule")
    assert signed_in(world.rina).get(url).status_code == 403
    client = signed_in(world.yusuf)
    assert client.post(url, {"version": "0", "plan_approval": "yes"}).status_code == 302
    assert client.post(url, {"version": "0", "plan_approval": "no"}).status_code == 409
    assert client.get(url).context["stands"].plan_approval is True


def test_steps_are_marked_and_services_added_from_the_plan(signed_in, world, case, grown):
    plan = running(world.rina, case, grown, domains=("social",))
    with voice_of(world.rina):
        step = PlanStep.objects.unscoped(because="test").get()
    client = signed_in(world.rina)
    url = reverse("care:step_mark", args=[plan.ref, step.pk])
    assert client.get(url).status_code == 200
    data = {"version": plan.version, "state": "done", "done_on": "2026-06-15"}
    assert client.post(url, data).status_code == 302

    new = reverse("care:new", args=[case.ref])
    form = client.get(f"{new}?step={step.pk}").context["form"]
    assert form.initial["step"] == str(step.pk) and form.initial["party"] == str(grown.pk)
    told = {"party": grown.pk, "service": "counselling", "asked_at": "2026-06-15T12:00", "step": step.pk}
    line = client.post(new, told)
    assert line.status_code == 302
    assert line.url in client.get(reverse("care:plan", args=[plan.ref])).content.decode()


def test_a_signed_sheet_is_attached_to_the_plan(signed_in, world, case, grown, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    plan = running(world.rina, case, grown)
    url = reverse("files:upload", args=["careplan", plan.ref, "care"])
    data = {
        "file": SimpleUploadedFile("rencana.txt", b"invented", content_type="text/plain"),
        "title": "Rencana",
    }
    client = signed_in(world.rina)

    client.post(url, data)

    assert "Rencana" in client.get(reverse("care:plan", args=[plan.ref])).content.decode()
    assert signed_in(world.sari).get(url).status_code in {403, 404}


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "maya"])
def test_others_find_nothing(signed_in, world, case, grown, name):
    plan = running(world.rina, case, grown)
    client = signed_in(getattr(world, name))
    for page in ("plan", "plan_print", "goal_add", "plan_change"):
        hidden = client.get(reverse(f"care:{page}", args=[plan.ref]))
        missing = client.get(reverse(f"care:{page}", args=["RL-0000-0000"]))
        assert hidden.status_code == missing.status_code in {403, 404}
        assert hidden.content.replace(plan.ref.encode(), b"") == missing.content.replace(b"RL-0000-0000", b"")
    listed = client.get(reverse("care:plans"))
    assert plan.ref not in listed.content.decode()
    assert client.get("/api/v1/plans").status_code in {200, 403}
    assert plan.ref not in client.get("/api/v1/plans").content.decode()


def test_a_provider_reads_open_goals_and_changes_nothing(signed_in, world, case, child, opened):
    plan = running(world.rina, case, child)
    with voice_of(world.rina):
        step = PlanStep.objects.unscoped(because="test").get(section="care")
    client = signed_in(opened("care"))

    for url in (reverse("care:plan", args=[plan.ref]), f"/api/v1/plans/{plan.ref}"):
        text = client.get(url).content.decode()
        assert "tujuan social" in text
        assert "tujuan medical" not in text and "tujuan legal" not in text
    assert (
        client.post(reverse("care:step_mark", args=[plan.ref, step.pk]), {"state": "done"}).status_code == 403
    )
    assert client.post(reverse("care:plan_renew", args=[plan.ref])).status_code == 403


def test_the_api_takes_the_same_way(signed_in, world, case, grown):
    client = signed_in(world.rina)

    def send(url, body=None, tag=None, method="post"):
        headers = {"If-Match": tag} if tag else {}
        return getattr(client, method)(
            f"/api/v1/{url}", body or {}, content_type="application/json", headers=headers
        )

    made = send(f"cases/{case.ref}/plans", {"party": str(grown.pk)})
    url = f"plans/{made.json()['ref']}"
    goal = {"domain": "social", "words": "Tinggal aman", "until_on": "2026-08-01"}
    assert send(f"{url}/goals", goal).status_code == 428
    one = send(f"{url}/goals", goal, made["ETag"])
    assert send(f"{url}/goals", goal, made["ETag"]).status_code == 412
    pk = one.json()["goals"][0]["id"]
    step = {"words": "Cari kamar", "by_agency": "upt-pppa", "until_on": "2026-07-01"}
    two = send(f"{url}/goals/{pk}/steps", step, one["ETag"])
    three = send(f"{url}/hand-in", tag=two["ETag"])
    assert three.status_code == 200, three.content
    said = {"signer": "self", "agrees": True, "form": "spoken", "signed_on": "2026-06-15"}
    four = send(f"{url}/signatures", said, three["ETag"])
    part = two.json()["goals"][0]["steps"][0]["id"]
    five = send(f"{url}/steps/{part}/state", {"state": "done", "done_on": "2026-06-15"}, four["ETag"])
    six = send(f"{url}/end", {"code": "reached"}, five["ETag"])

    assert four.json()["state"] == "active"
    assert five.json()["goals"][0]["steps"][0]["state"] == "done"
    assert six.json()["state"] == "ended"
    assert send(f"{url}/approve", tag=six["ETag"]).status_code == 403


def test_paper_has_room_for_signatures_and_no_name(signed_in, world, case, grown):
    plan = running(world.rina, case, grown)
    page = signed_in(world.rina).get(reverse("care:plan_print", args=[plan.ref])).content.decode()

    assert "Rencana intervensi" in page and "Melati Contoh" not in page


def test_more_goals_need_no_more_queries(signed_in, world, case, grown):
    plan = drafted(world.rina, case, grown, domains=("social", "medical", "legal"))
    client = signed_in(world.rina)
    url = reverse("care:plan", args=[plan.ref])
    few = queries(client, url)
    with voice_of(world.rina):
        for number in range(12):
            aim = Aim("family", f"lagi {number}", "", TODAY + timedelta(days=5))
            planning.add_goal(plan=plan, aim=aim, by=world.rina, at=NOON)

    assert queries(client, url) == few


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)
