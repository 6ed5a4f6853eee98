"""The pages: who gets in, an earlier day, writing, a lost race, the annex, the same number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.forces import seat, settle_force

from gugus.directory.codes import AgencyKind
from gugus.directory.models import TaskForce
from gugus.taskforce.actions.bases import Paper, add_basis
from gugus.taskforce.actions.head import Post, appoint
from gugus.taskforce.gathering import gather_annex


def page(client, name, *args, **query):
    return client.get(reverse(f"taskforce:{name}", args=args), query)


def test_a_member_sees_structure_and_chart_but_no_button(signed_in, world, force):
    answer = page(signed_in(world.budi), "detail", force.ref)
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "picture-tree" in html and world.shelter.name in html
    assert reverse("taskforce:step", args=[force.ref, "anggota"]) not in html
    assert (
        reverse("taskforce:step", args=[force.ref, "anggota"])
        in page(signed_in(world.wulan), "detail", force.ref).content.decode()
    )


@pytest.mark.parametrize("name", ["sari", "dewi", "tono"])
def test_outside_or_without_the_section_nothing_is_there(name, signed_in, world, force):
    client = signed_in(getattr(world, name))

    hidden, missing = page(client, "detail", force.ref), page(client, "detail", "GT-0000-0000")

    assert hidden.status_code == missing.status_code in {403, 404}
    assert force.name not in page(client, "list").content.decode()


def test_an_earlier_day_shows_the_old_name(signed_in, world, force):
    today = timezone.localdate()
    heir = agency("unit-ppo", "Unit PPA-PPO Baru", AgencyKind.POLICE)
    world.police.valid_to, world.police.successor = today - timedelta(days=3), heir
    world.police.save(update_fields=["valid_to", "successor"])
    client = signed_in(world.wulan)

    before = page(client, "detail", force.ref, hari=(today - timedelta(days=5)).isoformat())
    now = page(client, "detail", force.ref)

    assert [one.agency.name for one in before.context["seats"]].count(world.police.name) == 1
    assert heir.name not in [one.agency.name for one in before.context["seats"]]
    assert heir.name in [one.agency.name for one in now.context["seats"]]
    assert world.police.name in now.content.decode()  # "until …: old name", and the history


def test_the_next_level_is_named_and_linked_only_for_who_sits_there_too(signed_in, world, force):
    province = settle_force(
        world, name="Gugus Tugas Provinsi", level="province", area="31", host=world.unit, members=[]
    )
    with as_role("gugus_worker"):
        TaskForce.objects.filter(pk=force.pk).update(parent=province)
    link = reverse("taskforce:detail", args=[province.ref])

    police = page(signed_in(world.budi), "detail", force.ref).content.decode()
    unit = page(signed_in(world.rina), "detail", force.ref).content.decode()

    assert "Gugus Tugas Provinsi" in police and link not in police
    assert link in unit


def test_a_day_that_is_none_is_told_at_its_field(signed_in, world, force):
    answer = page(signed_in(world.wulan), "detail", force.ref, hari="besok")

    assert answer.status_code == 422 and "besok" in answer.content.decode()


def test_the_secretariat_adds_a_member_and_bad_input_keeps_what_was_typed(signed_in, world, force):
    client = signed_in(world.wulan)
    url = reverse("taskforce:step", args=[force.ref, "anggota"])
    told = {"agency": str(world.outside.pk), "fields_": ["social"], "leads": ["enforcement"], "on": "2026-06-20",
            "version": "1"}  # fmt: skip

    wrong = client.post(url, told)
    right = client.post(url, told | {"leads": []})

    assert wrong.status_code == 422 and "2026-06-20" in wrong.content.decode()
    assert right.status_code == 302
    assert world.outside.name in page(client, "detail", force.ref).content.decode()


def test_what_is_written_down_for_a_later_day_is_shown_and_other_fields_are_no_end(signed_in, world, force):
    client, today = signed_in(world.wulan), timezone.localdate()
    later = today + timedelta(days=20)
    seat = reverse("taskforce:step", args=[force.ref, "anggota"])
    fields = reverse("taskforce:member", args=[force.ref, world.unit.slug, "bidang"])

    added = client.post(
        seat,
        {"agency": str(world.outside.pk), "fields_": ["social"], "on": later.isoformat(), "version": ""},
    )
    changed = client.post(fields, {"fields_": ["health"], "on": today.isoformat(), "version": ""})
    answer = page(client, "detail", force.ref)
    shown = answer.context

    assert "berlaku mulai" in answer.content.decode()
    assert (added.status_code, changed.status_code) == (302, 302)
    assert [(one["on"], world.outside.name in str(one["title"])) for one in shown["coming"]] == [
        (later, True)
    ]
    about_unit = [str(one["title"]) for one in shown["story"] if world.unit.name in str(one["title"])]
    assert not any("berakhir" in one for one in about_unit) and "kesehatan" in about_unit[0].lower()


def test_who_comes_second_is_told_and_keeps_the_text(signed_in, world, force):
    client = signed_in(world.wulan)
    url = reverse("taskforce:step", args=[force.ref, "kedudukan"])
    told = {"kind": "chair", "office": "Sekretaris Kota", "on": "2026-06-20", "version": "1"}

    assert client.post(url, told | {"office": "Asisten", "kind": "vice"}).status_code == 302
    late = client.post(url, told)

    assert late.status_code == 409 and "Sekretaris Kota" in late.content.decode()


@pytest.mark.parametrize("name", ["budi", "yusuf", "arif", "sari"])
def test_only_the_secretariat_writes(name, signed_in, world, force):
    client = signed_in(getattr(world, name))

    for slug in ("ubah", "anggota", "kedudukan", "dasar-hukum", "frekuensi"):
        assert client.get(reverse("taskforce:step", args=[force.ref, slug])).status_code == 403, slug


def test_every_page_of_the_secretariat_opens(signed_in, world, force):
    client = signed_in(world.wulan)
    with voice_of(world.wulan):
        today = timezone.localdate()
        post = appoint(force=force, post=Post("chair", "Sekko", today), by=world.wulan, at=NOON)
        paper = Paper("decree", "1/2026", "Susunan", today, today)
        basis = add_basis(force=force, paper=paper, by=world.wulan, at=NOON)
    slug = world.police.slug
    urls = [
        reverse("taskforce:found"), reverse("taskforce:take_up", args=[force.ref]),
        reverse("taskforce:basis", args=[basis.ref]),
        *(reverse("taskforce:step", args=[force.ref, one]) for one in ("ubah", "anggota", "kedudukan", "frekuensi")),
        *(reverse("taskforce:member", args=[force.ref, slug, one]) for one in ("bidang", "sekretariat", "keluar")),
        *(reverse("taskforce:position", args=[force.ref, post.pk, one]) for one in ("betulkan", "berakhir")),
        *(reverse("taskforce:basis_step", args=[basis.ref, one]) for one in ("ubah", "berakhir")),
    ]  # fmt: skip

    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_a_page_asks_as_often_for_three_members_as_for_thirty(signed_in, world, force):
    client = signed_in(world.wulan)
    page(client, "detail", force.ref)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert page(client, "detail", force.ref).status_code == 200
        return len(found)

    few = asked()
    for number in range(27):
        seat(force, agency(f"anggota-{number}", f"Anggota {number}", AgencyKind.NGO), fields=["social"])

    assert asked() == few


def test_the_annex_holds_head_fields_and_members_as_of_the_day(world, force):
    with voice_of(world.wulan):
        today = timezone.localdate(NOON)
        appoint(
            force=force,
            post=Post("chair", "Sekretaris Kota", today, holder="Rekaan"),
            by=world.wulan,
            at=NOON,
        )
        told = gather_annex(world.viewer("wulan"), force.ref, NOON)

    assert ["Ketua", "Sekretaris Kota\n(Rekaan)"] in told["head"] or [
        "Chair",
        "Sekretaris Kota\n(Rekaan)",
    ] in told["head"]
    assert len(told["fields"]) == 6 and world.police.name in told["fields"][4]["leads"]
    assert len(told["members"]) == 4


def test_the_api_tells_the_same_and_needs_the_version(signed_in, world, force):
    client = signed_in(world.wulan)
    url = f"/api/v1/taskforces/{force.ref}"
    read = client.get(url)
    body = {"agency": world.outside.slug, "fields": ["social"], "leads": [], "on": "2026-06-20"}

    without = client.post(f"{url}/members", body, content_type="application/json")
    added = client.post(
        f"{url}/members", body, content_type="application/json", headers={"If-Match": read["ETag"]}
    )
    stale = client.post(
        f"{url}/members", body, content_type="application/json", headers={"If-Match": read["ETag"]}
    )

    assert (read.status_code, without.status_code, added.status_code, stale.status_code) == (
        200,
        428,
        200,
        412,
    )
    assert world.outside.slug in [one["agency"] for one in added.json()["seats"]]
    assert client.get("/api/v1/taskforces").json()[0]["ref"] == force.ref


def test_the_api_writes_positions_and_bases_under_a_version(signed_in, world, force):
    client, today = signed_in(world.wulan), timezone.localdate()
    url, day = f"/api/v1/taskforces/{force.ref}", today.isoformat()

    def send(method, path, body, tag=""):
        headers = {"If-Match": tag} if tag else {}
        return getattr(client, method)(path, body, content_type="application/json", headers=headers)

    first = client.get(url)["ETag"]
    made = send("post", f"{url}/positions", {"kind": "chair", "office": "Sekertaris", "on": day}, first)
    pk = made.json()["positions"][0]["id"]
    for path in (f"{url}/positions/{pk}", f"{url}/positions/{pk}/end"):
        method, body = (
            ("post", {"on": day}) if path.endswith("end") else ("put", {"office": "Sekretaris Kota"})
        )
        assert send(method, path, body).status_code == 428
        assert send(method, path, body, first).status_code == 412
    right = send("put", f"{url}/positions/{pk}", {"office": "Sekretaris Kota"}, made["ETag"])
    assert (right.status_code, right.json()["positions"][0]["office"]) == (200, "Sekretaris Kota")
    later = (today + timedelta(days=3)).isoformat()
    assert send("post", f"{url}/positions/{pk}/end", {"on": later}, right["ETag"]).status_code == 200

    paper = {"kind": "decree", "number": "7/2026", "title": "Susunan", "signed_on": day, "valid_from": day}
    basis = send("post", f"{url}/bases", paper)
    one = f"/api/v1/legal-bases/{basis.json()['ref']}"
    assert (basis.status_code, send("post", f"{one}/end", {"on": later}).status_code) == (201, 428)
    put = send("put", one, paper | {"title": "Susunan gugus tugas"}, basis["ETag"])
    assert (
        put.status_code == 200 and send("post", f"{one}/end", {"on": later}, basis["ETag"]).status_code == 412
    )
    assert send("post", f"{one}/end", {"on": later}, put["ETag"]).json()["valid_to"] == later


def test_the_api_hides_it_from_strangers_and_refuses_members(signed_in, world, force):
    url = f"/api/v1/taskforces/{force.ref}"

    assert signed_in(world.sari).get(url).status_code == 404
    client = signed_in(world.budi)
    assert client.get(url).status_code == 200
    wrong = client.put(url, {"name": "X"}, content_type="application/json")
    assert wrong.status_code == 403


def test_who_only_decides_takes_up_no_secretariat(signed_in, world, force):
    client = signed_in(world.arif)
    page = reverse("taskforce:take_up", args=[force.ref])

    answers = [
        client.get(page), client.post(page), client.post(f"/api/v1/taskforces/{force.ref}/secretariat/take-up"),
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [403] * 3


@pytest.mark.parametrize(
    ("slug", "told", "field"),
    [
        ("kedudukan", {"kind": "chair", "office": "Sekko", "holder": "Sri, NIK 0074015608100001"}, "holder"),
        ("dasar-hukum", {"kind": "decree", "number": "1/2026", "title": "Susunan, K-7F3Q-9M2X"}, "title"),
        ("ubah", {"name": "Gugus Tugas, hubungi 0812-3456-7890"}, "name"),
    ],
)  # fmt: skip
def test_what_points_to_a_person_is_refused_at_its_field(signed_in, world, force, slug, told, field):
    day = timezone.localdate().isoformat()
    days = {"on": day, "signed_on": day, "valid_from": day, "version": "1"}

    answer = signed_in(world.wulan).post(reverse("taskforce:step", args=[force.ref, slug]), days | told)

    assert answer.status_code == 422 and set(answer.context["form"].errors) == {field}
    assert told[field] in answer.content.decode()
