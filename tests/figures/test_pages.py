"""Pages and API of figures: who comes in, what they show, what is refused, and how many queries that takes."""

import json
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from tests.conftest import NOON, voice_of
from tests.figures.conftest import JUNE, YEAR, frozen, survivors, take_away

from gugus.figures import freezing, recording, showing
from gugus.figures.models import Published, Resolution, Snapshot
from gugus.figures.recording import Told


@pytest.fixture
def one(world, force):
    """A frozen table about people: thirteen girls, and counts that must not be seen."""
    with voice_of(world.wulan):
        survivors(world.unit, girls=13, women=4, boys=2, men=1)
        return frozen(force, world.wulan, "survivors_sex_age")[0]


@pytest.fixture
def two(world, force):
    with voice_of(world.wulan):
        return [
            recording.record_published(
                force=force,
                told=Told("Korban", "2023", source, value=value, unit="korban"),
                by=world.wulan,
                at=NOON,
            )
            for source, value in (("Polri", 3363), ("Kemenko PMK", 3366))
        ]


def test_a_member_reads_the_picture_the_table_and_where_it_comes_from(one, signed_in, world):
    text = signed_in(world.budi).get(reverse("figures:detail", args=[one.ref])).content.decode()

    assert "<svg" in text and "<table" in text
    assert all(
        said in text.replace("<wbr>", "")
        for said in (one.ref, one.digest, "2024", "gugus; angka gugus tugas", "Wulan")
    )


def test_the_same_bytes_are_read_in_the_language_of_the_reader(one):
    with translation.override("en"):
        english = showing.shown(one)
    with translation.override("id"):
        indonesian = showing.shown(one)

    assert (english.title, indonesian.title) == (
        "Survivors by sex and age",
        "Korban menurut jenis kelamin dan umur",
    )
    assert [values for _label, values in english.rows] == [values for _label, values in indonesian.rows]


def test_no_small_count_is_on_any_page_file_or_answer(one, signed_in, world):
    client = signed_in(world.wulan)
    pages = [
        client.get(reverse(f"figures:{name}", args=[one.ref])).content.decode() for name in ("table", "bytes")
    ]
    api = client.get(f"/api/v1/frozen-figures/{one.ref}").json()

    rows = [row["values"] for row in json.loads(pages[1])["rows"]] + [
        row["values"] for row in api["content"]["rows"]
    ]
    assert not any(isinstance(value, int) and value < 5 for values in rows for value in values)
    assert ",13,*" in pages[0]


def test_the_bytes_have_the_digest_of_the_page(one, signed_in, world):
    answer = signed_in(world.eka).get(reverse("figures:bytes", args=[one.ref]))

    assert sha256(answer.content).hexdigest() == one.digest


@pytest.mark.parametrize("name", ["maya", "sari"])
def test_outside_the_task_force_hidden_and_missing_are_the_same(one, two, other, signed_in, world, name):
    client = signed_in(getattr(world, name))
    for path in (
        "/angka/{}/",
        "/angka-terbitan/{}/",
        "/api/v1/frozen-figures/{}",
        "/api/v1/published-figures/{}",
    ):
        kind, none = (
            (two[0].ref, "AT-0000-0000")
            if "terbitan" in path or "published" in path
            else (one.ref, "AB-0000-0000")
        )
        hidden, missing = client.get(path.format(kind)), client.get(path.format(none))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.content.replace(kind.encode(), b"") == missing.content.replace(none.encode(), b"")
    assert one.ref not in client.get("/angka/").content.decode()
    assert client.get("/api/v1/frozen-figures").json() == []
    assert client.get("/api/v1/published-figures").json() == []


def test_a_stranger_is_sent_to_the_sign_in(one, client):
    assert client.get(reverse("figures:detail", args=[one.ref])).status_code == 302
    assert client.get(f"/api/v1/frozen-figures/{one.ref}").status_code == 401


@pytest.mark.parametrize(
    ("name", "status"), [("wulan", 302), ("eka", 302), ("arif", 403), ("budi", 403), ("rina", 403)]
)
def test_the_secretariat_and_analysts_freeze(signed_in, world, force, name, status):
    client = signed_in(getattr(world, name))

    answer = client.post(reverse("figures:freeze"), {"year": "2024", "figures": ["survivors", "forms"]})

    assert answer.status_code == status
    with voice_of(world.wulan):
        assert Snapshot.objects.unscoped(because="test").count() == (2 if status == 302 else 0)


def test_what_cannot_be_frozen_is_said_at_its_field_and_keeps_the_choice(signed_in, world, force):
    client = signed_in(world.wulan)

    answer = client.post(reverse("figures:freeze"), {"year": str(localdate().year), "figures": ["forms"]})

    assert answer.status_code == 422
    assert answer.context["form"]["figures"].value() == ["forms"]
    assert answer.context["form"].errors.keys() <= {"figures", "year"}


def test_counting_again_shows_both_values_on_the_page(world, force, signed_in):
    with voice_of(world.wulan):
        survivors(world.unit, girls=30, women=12)
        (old,) = frozen(force, world.wulan, "survivors_sex_age")
        take_away(sex="female", child=True, number=10)
    client = signed_in(world.wulan)

    client.post(reverse("figures:check", args=[old.ref]))
    client.post(reverse("figures:freeze"), {"year": "2024", "figures": ["survivors_sex_age"]})

    text = client.get(reverse("figures:detail", args=[old.ref])).content.decode()
    with voice_of(world.wulan):
        new = Snapshot.objects.unscoped(because="test").get(replaces=old)
    assert new.ref in text
    assert "30 / *" in text and "20 / *" in text


def test_published_figures_stand_side_by_side_with_bars(two, signed_in, world):
    text = signed_in(world.rina).get(reverse("figures:published_detail", args=[two[0].ref])).content.decode()

    assert "3.363 korban" in text and "3.366 korban" in text
    assert "<svg" in text
    assert "Angka-angka ini bertentangan" in text


def test_the_chair_decides_and_a_case_manager_does_not(two, signed_in, world):
    given = {"choice": two[1].ref, "why": "Rekapitulasi akhir"}
    address = reverse("figures:resolve", args=[two[0].ref])

    assert signed_in(world.rina).post(address, given).status_code == 403
    assert signed_in(world.arif).post(address, given).status_code == 302

    with voice_of(world.wulan):
        assert Resolution.objects.unscoped(because="test").get().chosen == two[1]


def test_a_decision_without_a_reason_keeps_what_was_chosen(two, signed_in, world):
    answer = signed_in(world.arif).post(
        reverse("figures:resolve", args=[two[0].ref]), {"choice": two[1].ref, "why": ""}
    )

    assert answer.status_code == 422
    assert answer.context["form"]["choice"].value() == two[1].ref


def test_a_published_figure_is_typed_as_people_write(signed_in, world, force):
    client = signed_in(world.wulan)
    page = client.get(reverse("figures:record"))
    given = {
        "key": page.context["form"]["key"].value(), "topic": "Restitusi", "period": "2024", "value": "7.488.725.925",
        "unit": "rupiah", "source": "LPSK", "standing": "read",
    }  # fmt: skip

    first, second = (
        client.post(reverse("figures:record"), given),
        client.post(reverse("figures:record"), given),
    )

    assert first.status_code == second.status_code == 302
    with voice_of(world.wulan):
        assert Published.objects.unscoped(because="test").get().value == 7488725925


def test_a_number_nobody_can_read_keeps_everything_typed(signed_in, world, force):
    answer = signed_in(world.wulan).post(
        reverse("figures:record"),
        {"topic": "Restitusi", "period": "2024", "value": "banyak", "source": "LPSK"},
    )

    assert answer.status_code == 422
    assert "value" in answer.context["form"].errors
    assert 'value="banyak"' in answer.content.decode()


def test_the_examples_are_taken_over_from_the_page(signed_in, world, force):
    client = signed_in(world.wulan)
    client.get(reverse("figures:examples"))

    client.post(reverse("figures:examples"), {"task_force": force.ref})

    text = client.get(reverse("figures:published")).content.decode()
    assert "3.373 permohonan" in text and "2.373 permohonan" in text
    lines = client.get(reverse("figures:published_download")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 26


def test_the_api_freezes_counts_again_and_gives_the_bytes(signed_in, world, force):
    client = signed_in(world.wulan)
    asked = {"figures": ["survivors", "referrals"], "year": 2024}

    made = client.post("/api/v1/frozen-figures", asked, content_type="application/json")
    ref = made.json()[0]["ref"]
    again = client.post(f"/api/v1/frozen-figures/{ref}/recounts")
    content = client.get(f"/api/v1/frozen-figures/{ref}/content")

    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json()["verdict"] == "equal"
    assert sha256(content.content).hexdigest() == made.json()[0]["digest"]


def test_the_api_refuses_with_every_reason(signed_in, world, force):
    answer = signed_in(world.wulan).post(
        "/api/v1/frozen-figures", {"figures": ["names"], "year": 2090}, content_type="application/json"
    )

    assert answer.status_code == 409 or answer.status_code == 422
    assert {one["code"] for one in answer.json()["errors"]} == {"unknown_figure", "no_month_yet"}


def test_the_api_records_puts_right_and_decides(signed_in, world, force):
    client = signed_in(world.wulan)
    body = {"topic": "Anggota", "period": "2023", "source": "Gugus Tugas Pusat", "value": "24"}

    first = client.post("/api/v1/published-figures", body, content_type="application/json").json()
    wrong = client.post(
        "/api/v1/published-figures", body | {"value": "72"}, content_type="application/json"
    ).json()
    right = client.post(
        f"/api/v1/published-figures/{wrong['ref']}/corrections",
        body | {"value": "27"},
        content_type="application/json",
    ).json()
    decided = client.post(
        f"/api/v1/published-figures/{first['ref']}/decisions",
        {"means": "use", "chosen": right["ref"], "why": "Rilis terbaru"},
        content_type="application/json",
    ).json()

    assert (decided["contradiction"], [one["value"] for one in decided["lines"]]) == (True, ["24", "27"])
    assert decided["decisions"][0]["chosen"] == right["ref"]


@pytest.mark.parametrize("name", ["list", "published"])
def test_three_rows_and_thirty_take_the_same_queries(signed_in, world, force, name):
    client = signed_in(world.wulan)

    def fill(numbers):
        with voice_of(world.wulan):
            for year in numbers:
                told = Told(f"Topik {year}", str(year), "Polri", value=year)
                recording.record_published(force=force, told=told, by=world.wulan, at=NOON)
            for code in (
                ["survivors", "cases", "reports"] if len(numbers) == 3 else ["forms", "border", "districts"]
            ):
                freezing.freeze(force=force, figures=[code], period=YEAR, by=world.wulan, at=JUNE)

    def count():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(f"figures:{name}")).status_code == 200
        return len(caught)

    fill(range(2001, 2004))
    few = count()
    fill(range(2004, 2031))

    assert count() == few
