"""Pages and API of action plans: who comes in, what is refused, what stays typed, how many queries that takes."""

from base64 import b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.actionplan.conftest import BEGUN, indicator_of, line
from tests.actionplan.test_importing import row
from tests.conftest import voice_of

from gugus.actionplan import matrix, planning
from gugus.actionplan.models import Entry, Plan
from gugus.groups.sheets import workbook


def matrix_of(*rows):
    return workbook([("Matriks", matrix.headings(range(2025, 2030)), list(rows))])


def page(client, name, *args, **query):
    return client.get(reverse(f"actionplan:{name}", args=args), query)


def test_a_member_reads_matrix_and_progress_with_tables(plan, signed_in, world):
    text = page(signed_in(world.budi), "detail", plan.ref).content.decode()

    assert text.count("<svg") >= 2
    assert "Kelas cegah TPPO" in text and "Rencana aksi kota" in text


@pytest.mark.parametrize("name", ["sari"])
def test_outside_the_task_force_hidden_and_missing_are_the_same(plan, report, signed_in, world, name):
    client = signed_in(getattr(world, name))
    activity = indicator_of(plan).activity
    for path, ref, none in (
        ("/rencana-aksi/{}/", plan.ref, "RN-0000-0000"),
        ("/kegiatan-aksi/{}/", activity.ref, "KG-0000-0000"),
        ("/laporan-aksi/{}/", report.ref, "LK-0000-0000"),
        ("/api/v1/action-plans/{}", plan.ref, "RN-0000-0000"),
        ("/api/v1/plan-reports/{}", report.ref, "LK-0000-0000"),
    ):
        hidden, missing = client.get(path.format(ref)), client.get(path.format(none))
        assert (hidden.status_code, missing.status_code) == (404, 404)
    assert client.get("/api/v1/action-plans").json() == []
    assert plan.ref not in client.get("/rencana-aksi/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("wulan", 302), ("budi", 403), ("rina", 403), ("arif", 403)])
def test_only_the_secretariat_writes_a_plan(force, signed_in, world, name, status):
    given = {"title": "RAD", "first_year": 2026, "last_year": 2030, "every": "half", "report_days": 15}
    client = signed_in(getattr(world, name))
    key = "0190c3d2-0000-7000-8000-000000000001"

    answer = client.post(reverse("actionplan:new"), given | {"key": key})

    assert answer.status_code == status
    with voice_of(world.wulan):
        assert Plan.objects.unscoped(because="test").count() == (status == 302)


def test_the_chair_approves_and_the_secretariat_puts_in_force(plan, signed_in, world):
    approve = reverse("actionplan:move", args=[plan.ref, "approved"])
    force = reverse("actionplan:move", args=[plan.ref, "in_force"])

    assert signed_in(world.wulan).post(approve, {"version": plan.version}).status_code == 403
    assert signed_in(world.arif).post(approve, {"version": plan.version}).status_code == 302
    assert signed_in(world.wulan).post(force, {"version": plan.version + 1}).status_code == 302


def test_a_matrix_is_brought_looked_at_and_taken_over(plan, signed_in, world):
    client = signed_in(world.wulan)
    form = page(client, "import", plan.ref).context["form"]
    upload = SimpleUploadedFile("m.xlsx", matrix_of(row(), row("Lain", agency="Entah")))

    looked = client.post(
        reverse("actionplan:import", args=[plan.ref]),
        {"key": form["key"].value(), "file": upload},
        follow=True,
    )
    load = looked.context["load"]
    bad = client.get(reverse("actionplan:bad_rows", args=[plan.ref, load.pk]))
    done = client.post(
        reverse("actionplan:apply", args=[plan.ref, load.pk]), {"version": load.version}, follow=True
    )

    assert "Penanggung Jawab" in looked.content.decode()
    assert bad.content.startswith(b"PK")
    assert done.context["load"].state == "applied"


def test_a_file_that_is_no_table_is_refused_at_its_field(plan, signed_in, world):
    answer = signed_in(world.wulan).post(
        reverse("actionplan:import", args=[plan.ref]),
        {"key": "0190c3d2-0000-7000-8000-000000000002", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")},
    )

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_an_agency_reports_through_its_pages(world, running, report, signed_in):
    activity = indicator_of(running).activity
    client = signed_in(world.yusuf)
    entry = reverse("actionplan:entry", args=[report.ref, activity.ref])
    reached = f"reached_{indicator_of(running).pk}"

    assert page(client, "report", report.ref).status_code == 200
    wrong = client.post(entry, {"version": 0, "spent_apbd": "banyak", "obstacle": "Jadwal"})
    good = client.post(entry, {"version": 0, "spent_apbd": "40.000.000", reached: "7", "obstacle": "Jadwal"})
    done = client.post(reverse("actionplan:hand_in", args=[report.ref]), {"version": report.version})

    assert (wrong.status_code, good.status_code, done.status_code) == (422, 302, 302)
    assert "Jadwal" in wrong.content.decode()
    with voice_of(world.wulan):
        assert Entry.objects.unscoped(because="test").get().spent_apbd == 40_000_000
    answered = signed_in(world.wulan).post(
        reverse("actionplan:answer", args=[report.ref, "returned"]),
        {"version": report.version + 1, "reason": ""},
    )
    assert answered.status_code == 422 and "boleh dikosongkan" not in answered.content.decode()
    sent_back = {"version": report.version + 1, "reason": "Sebutkan buktinya."}
    signed_in(world.wulan).post(reverse("actionplan:answer", args=[report.ref, "returned"]), sent_back)
    assert (
        "Sebutkan buktinya."
        in page(signed_in(world.yusuf), "report", report.ref).content.decode().split("<aside")[0]
    )


def test_another_agency_does_not_write_the_report(world, running, report, signed_in):
    activity = indicator_of(running).activity
    client = signed_in(world.budi)

    assert (
        client.post(reverse("actionplan:entry", args=[report.ref, activity.ref]), {"version": 0}).status_code
        == 403
    )
    assert client.post(reverse("actionplan:hand_in", args=[report.ref]), {"version": 1}).status_code == 403
    assert "Masih ditulis" in page(client, "report", report.ref).content.decode()


def test_a_colleague_who_was_faster_is_told_of_and_what_was_typed_stays(plan, signed_in, world):
    activity = indicator_of(plan).activity
    client = signed_in(world.wulan)
    given = {"name": "Ketikan saya", "agency": world.unit.pk, "version": activity.version}
    with voice_of(world.wulan):
        planning.change_activity(
            activity=activity,
            name="Rekan",
            agency=world.unit,
            supporting=[],
            budgets={},
            by=world.wulan,
            at=BEGUN,
        )

    answer = client.post(reverse("actionplan:change_activity", args=[activity.ref]), given)

    assert answer.status_code == 409
    assert "Ketikan saya" in answer.content.decode()


def test_the_matrix_leaves_as_a_file_for_who_may_export(plan, signed_in, world):
    address = reverse("actionplan:download", args=[plan.ref, "xlsx"])

    assert signed_in(world.budi).get(address).status_code == 403
    assert signed_in(world.wulan).get(address).content.startswith(b"PK")


def test_the_api_does_what_the_pages_do(plan, signed_in, world):
    client = signed_in(world.wulan)
    kind = {"content_type": "application/json"}
    content = b64encode(matrix_of(row())).decode()

    load = client.post(f"/api/v1/action-plans/{plan.ref}/imports", {"content": content}, **kind).json()
    applied = client.post(f"/api/v1/action-plans/{plan.ref}/imports/{load['id']}/apply").json()
    found = client.get(f"/api/v1/action-plans/{plan.ref}?year=2025").json()
    one = next(each for each in found["activities"] if each["name"] == "Kegiatan baru")
    revised = client.post(
        f"/api/v1/plan-activities/{one['ref']}/indicators/{one['indicators'][0]['id']}/targets",
        {"year": 2025, "value": "30", "reason": "Lebih banyak"}, **kind,
    )  # fmt: skip

    assert (load["good"], applied["state"], revised.status_code) == (1, "applied", 201)
    assert [each["edition"] for each in revised.json()["indicators"][0]["targets"]] == [2, 1]


def test_an_indicator_changes_in_a_draft_only(plan, signed_in, world):
    one = indicator_of(plan)
    address = reverse("actionplan:change_indicator", args=[one.activity.ref, one.pk])
    given = {"name": "Hari tunggu", "unit": "hari", "better": "less", "baseline": "14"}

    assert signed_in(world.budi).get(address).status_code == 403
    assert signed_in(world.sari).get(address).status_code == 403
    client = signed_in(world.wulan)
    wrong = client.post(address, given | {"better": "sideways", "version": 1})
    stale = client.post(address, given | {"version": 7})
    good = client.post(address, given | {"version": 1}, follow=True)

    assert (wrong.status_code, stale.status_code) == (422, 409)
    assert "Hari tunggu" in wrong.content.decode() and "Hari tunggu" in stale.content.decode()
    assert "Makin sedikit makin baik" in good.content.decode()
    with voice_of(world.arif):
        planning.move_plan(plan=plan, to="approved", by=world.arif, at=BEGUN)
    assert client.post(address, given | {"version": 2}).status_code == 422


def test_the_api_changes_an_indicator_with_the_version_that_was_read(plan, signed_in, world):
    one = indicator_of(plan)
    client = signed_in(world.wulan)
    address = f"/api/v1/plan-activities/{one.activity.ref}/indicators/{one.pk}"
    etag = client.get(f"/api/v1/plan-activities/{one.activity.ref}")["ETag"]
    body = {"name": "Hari tunggu", "unit": "hari", "better": "less", "baseline": {"value": "14"}}

    without = client.put(address, body, content_type="application/json")
    done = client.put(address, body, content_type="application/json", headers={"If-Match": etag})
    stale = client.put(address, body, content_type="application/json", headers={"If-Match": etag})

    assert (without.status_code, done.status_code, stale.status_code) == (428, 200, 412)
    assert done.json()["indicators"][0]["better"] == "less"


def test_three_lines_and_thirty_take_the_same_queries(plan, signed_in, world):
    client = signed_in(world.wulan)

    def count():
        with CaptureQueriesContext(connection) as caught:
            assert page(client, "detail", plan.ref).status_code == 200
        return len(caught)

    few = count()
    with voice_of(world.wulan):
        for number in range(28):
            planning.add_line(plan=plan, line=line(world, f"Kegiatan {number}"), by=world.wulan, at=BEGUN)

    assert count() == few


def test_an_activity_names_the_sources_of_its_money_in_words(plan, signed_in, world):
    activity = indicator_of(plan).activity

    text = page(signed_in(world.budi), "activity", activity.ref).content.decode()

    assert "APBD Rp" in text and "apbd Rp" not in text


def test_the_form_of_a_line_says_which_year_a_field_belongs_to(plan, signed_in, world):
    text = page(signed_in(world.wulan), "add", plan.ref).content.decode()

    assert "Target 2027" in text and "APBN 2027" in text
