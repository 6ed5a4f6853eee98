"""Board, page and steps of recommendations: who gets in, what is refused, what stays typed, how often is asked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import agency
from tests.cast import user as a_colleague
from tests.conftest import NOON, as_role, voice_of
from tests.followup.conftest import DUE, lines_of, proof, recommended
from tests.forces import settle_force
from tests.meetings.conftest import draft

from gugus.access.codes import Role
from gugus.directory.codes import AgencyKind
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.progress import report_done
from gugus.followup.models import Recommendation

API = "/api/v1/recommendations"


def step(client, one, slug, told=None):
    url = reverse("followup:step", args=[one.ref, slug])
    return client.get(url) if told is None else client.post(url, told)


def board(client, **query):
    return client.get(reverse("followup:board"), query)


def html(answer) -> str:
    return answer.content.decode()


def again(one, user) -> Recommendation:
    with voice_of(user):
        return Recommendation.objects.unscoped(because="test").get(pk=one.pk)


def test_the_board_shows_who_must_do_what_and_its_filters_stand_in_the_address(
    signed_in, world, force, to_police
):
    recommended(world, force, owner=world.shelter, text="Tambah tempat", field="social")
    client = signed_in(world.rina)

    everything, ours = (
        board(client),
        board(client, instansi=world.shelter.slug, bidang="social", keadaan="late"),
    )

    assert "Tambah tempat" in html(everything) and "Menyusun prosedur" in html(everything)
    assert "Menyusun prosedur" not in html(ours)
    assert ours.context["form"]["keadaan"].value() == "late"


def test_what_is_late_stands_first_and_is_counted_by_agency(signed_in, world, force):
    today = timezone.localdate()
    late = today - timedelta(days=3)
    recommended(world, force, text="Nanti", due_on=today + timedelta(days=90), at=NOON)
    recommended(world, force, owner=world.shelter, text="Terlambat sekali", due_on=late, at=NOON)

    answer = board(signed_in(world.wulan))

    assert [(one["slug"], one["late"], one["running"]) for one in answer.context["agencies"]] == [
        (world.shelter.slug, 1, 0),
        (world.police.slug, 0, 1),
    ]


def test_a_filter_that_is_none_is_told(signed_in, world, force):
    assert board(signed_in(world.wulan), keadaan="kemarin").status_code == 422


@pytest.mark.parametrize("name", ["sari", "tono", "nadia"])
def test_outside_or_without_the_section_nothing_is_there(name, signed_in, world, to_police):
    client = signed_in(getattr(world, name))
    hidden = client.get(reverse("followup:detail", args=[to_police.ref]))
    missing = client.get(reverse("followup:detail", args=["RE-0000-0000"]))

    assert hidden.status_code == missing.status_code in {403, 404}
    assert to_police.ref not in html(board(client))
    assert client.get(f"{API}/{to_police.ref}").status_code in {403, 404}


def test_each_side_sees_its_own_steps(signed_in, world, to_police):
    def slugs(user) -> set[str]:
        answer = signed_in(user).get(reverse("followup:detail", args=[to_police.ref]))
        return {one.slug for one in answer.context["steps"]}

    assert slugs(world.budi) == {"selesai", "kemajuan", "perpanjangan"}
    assert slugs(world.maya) == {"kemajuan"}
    assert slugs(world.rina) == set()
    assert slugs(world.wulan) == {"tenggat", "ubah", "ganti", "pecah", "hentikan"}


@pytest.mark.parametrize("slug", ["tenggat", "ubah", "ganti", "pecah", "hentikan", "terima"])
def test_only_the_secretariat_takes_its_steps(slug, signed_in, world, to_police):
    for user in (world.budi, world.rina, world.yusuf):
        assert step(signed_in(user), to_police, slug).status_code == 403
        assert step(signed_in(user), to_police, slug, {}).status_code == 403


def test_every_step_that_is_offered_opens(signed_in, world, to_police):
    for user, slugs in (
        (world.budi, ("selesai", "kemajuan", "perpanjangan")),
        (world.wulan, ("tenggat", "ubah", "ganti", "pecah", "hentikan")),
    ):
        client = signed_in(user)
        assert {slug: step(client, to_police, slug).status_code for slug in slugs} == dict.fromkeys(
            slugs, 200
        )


def test_progress_comes_with_a_file_and_bad_input_keeps_what_was_typed(signed_in, world, to_police):
    client = signed_in(world.budi)
    wrong = step(client, to_police, "kemajuan", {"words": "Korban bernama Mawar", "share": "40"})
    file = SimpleUploadedFile("bukti.txt", b"naskah", content_type="text/plain")
    right = step(client, to_police, "kemajuan", {"words": "Naskah selesai", "share": "40", "upload": file})

    assert wrong.status_code == 422 and "Mawar" in html(wrong)
    assert right.status_code == 302
    page = client.get(reverse("followup:detail", args=[to_police.ref]))
    assert len(page.context["evidence"]) == 1 and again(to_police, world.budi).share == 40


def test_a_refused_step_leaves_no_file(signed_in, world, to_police):
    client = signed_in(world.budi)
    file = SimpleUploadedFile("bukti.exe", b"MZ\x00\x01", content_type="application/x-msdownload")

    answer = step(client, to_police, "selesai", {"words": "Sudah", "upload": file, "version": "1"})

    assert answer.status_code == 422
    assert lines_of(to_police, world.budi) == ["recorded"]


def test_from_report_to_acceptance_through_the_pages(signed_in, world, to_police):
    file = SimpleUploadedFile("bukti.txt", b"ditandatangani", content_type="text/plain")
    answer = step(
        signed_in(world.budi), to_police, "selesai", {"words": "Sudah", "upload": file, "version": "1"}
    )
    assert answer.status_code == 302
    assert step(signed_in(world.wulan), to_police, "terima", {"version": "2"}).status_code == 302

    assert again(to_police, world.budi).state == "done"
    assert (
        step(signed_in(world.wulan), to_police, "tenggat").status_code == 302
    )  # it has ended: back to its page


def test_who_comes_second_is_told_and_keeps_the_text(signed_in, world, to_police):
    client = signed_in(world.wulan)
    later = (DUE + timedelta(days=9)).isoformat()
    told = {"due_on": later, "code": "budget", "words": "Menunggu", "version": "1"}

    assert step(client, to_police, "tenggat", told).status_code == 302
    late = step(client, to_police, "tenggat", told | {"words": "Tulisan kedua"})

    assert late.status_code == 409 and "Tulisan kedua" in html(late)


def test_splitting_through_the_page(signed_in, world, to_police):
    due = DUE.isoformat()
    told = {
        "a_text": "Satu", "a_owner": str(world.police.pk), "a_due_on": due, "b_text": "Dua",
        "b_owner": str(world.shelter.pk), "b_due_on": due, "words": "Dua instansi", "version": "1",
    }  # fmt: skip
    client = signed_in(world.wulan)

    assert step(client, to_police, "pecah", told).status_code == 302
    page = client.get(reverse("followup:detail", args=[to_police.ref]))
    part = next(one for one in page.context["parts"] if one.owner == world.shelter)
    of_part = client.get(reverse("followup:detail", args=[part.ref]))
    assert to_police.ref in html(of_part)
    assert [one["title"] for one in of_part.context["lines"]][-1].endswith(f"({to_police.ref})")


def test_both_parts_of_a_split_go_their_own_way_to_the_end(signed_in, world, force, to_police):
    due = DUE.isoformat()
    told = {
        "a_text": "Satu", "a_owner": str(world.police.pk), "a_due_on": due, "b_text": "Dua",
        "b_owner": str(world.shelter.pk), "b_due_on": due, "words": "Dua instansi", "version": "1",
    }  # fmt: skip
    assert step(signed_in(world.wulan), to_police, "pecah", told).status_code == 302
    refs = {one["owner"]: one["ref"] for one in signed_in(world.wulan).get(API).json()}
    first, second = refs[world.police.slug], refs[world.shelter.slug]

    file = SimpleUploadedFile("bukti.txt", b"ditandatangani", content_type="text/plain")
    url = reverse("followup:step", args=[first, "selesai"])
    answer = signed_in(world.budi).post(url, {"words": "Sudah", "upload": file, "version": "1"})
    assert answer.status_code == 302
    client = signed_in(world.wulan)
    etag = client.get(f"{API}/{first}")["ETag"]
    accepted = client.post(
        f"{API}/{first}/accept", {}, content_type="application/json", headers={"If-Match": etag}
    )
    decision = {"kind": "meeting", "ref": draft(world, to_police.task_force).ref, "on": "2026-06-20"}
    dropped = client.post(
        f"{API}/{second}/drop", {"decision": decision, "words": "Sudah dikerjakan"},
        content_type="application/json", headers={"If-Match": client.get(f"{API}/{second}")["ETag"]},
    )  # fmt: skip

    assert (accepted.json()["state"], dropped.json()["state"]) == ("done", "dropped")
    whole = client.get(f"{API}/{to_police.ref}").json()
    assert (whole["state"], set(whole["parts"]), whole["next"]) == ("split", {first, second}, [])
    ended = {one["ref"] for one in client.get(API, {"standing": "ended"}).json()}
    assert ended == {to_police.ref, first, second} and client.get(API).json() == []
    page = client.get(reverse("followup:detail", args=[second]))
    assert [line["title"] for line in page.context["lines"]][-1].endswith(f"({to_police.ref})")
    year = {"since": "2026-01-01", "until": "2027-01-01", "on": "2026-12-31"}
    rate = client.get(f"/api/v1/taskforces/{force.ref}/follow-up-rate", year).json()
    assert (rate["counted"], rate["done"], rate["dropped"]) == (1, 1, 1)


def test_what_does_not_fit_a_part_is_told_at_that_part_and_the_asked_day_is_proposed(
    signed_in, world, to_police
):
    asked = (DUE + timedelta(days=40)).isoformat()
    told = {"due_on": asked, "words": "Menunggu bagian hukum"}
    assert step(signed_in(world.budi), to_police, "perpanjangan", told).status_code == 302
    client = signed_in(world.wulan)
    assert asked in html(step(client, to_police, "tenggat"))
    due = DUE.isoformat()
    wrong = {
        "a_text": "Satu", "a_owner": str(world.police.pk), "a_due_on": due, "b_text": "Korban bernama Mawar",
        "b_owner": str(world.shelter.pk), "b_due_on": "2020-01-01", "version": "1",
    }  # fmt: skip

    answer = step(client, to_police, "pecah", wrong)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"b_text", "b_due_on"}
    assert again(to_police, world.wulan).state == "open"


def test_recording_through_the_page_twice_is_once(signed_in, world, force):
    client = signed_in(world.wulan)
    url = reverse("followup:new", args=[force.ref])
    meeting = draft(world, force).ref
    page = client.get(url, {"asal": "meeting", "kode": meeting})
    told = {
        "key": str(page.context["form"]["key"].value()), "text": "Menyusun prosedur", "owner": str(world.police.pk),
        "field": "enforcement", "due_on": "2027-01-31", "origin_kind": "meeting", "origin_ref": meeting,
        "said_on": "2026-06-15",
    }  # fmt: skip

    first, second = client.post(url, told), client.post(url, told)
    wrong = client.post(url, told | {"key": "", "due_on": "2020-01-01"})

    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert wrong.status_code == 422 and "Menyusun prosedur" in html(wrong)
    assert signed_in(world.budi).get(url).status_code == 403


def test_a_record_that_is_not_there_neither_drops_nor_begins_a_recommendation(
    signed_in, world, force, to_police
):
    client, meeting = signed_in(world.wulan), draft(world, force)
    drop = {"decision_kind": "meeting", "decided_on": "2026-06-20", "words": "Sudah ada.", "version": "1"}
    new = {
        "text": "Menyusun prosedur", "owner": str(world.police.pk), "field": "enforcement", "due_on": "2027-01-31",
        "origin_kind": "meeting", "origin_ref": "RG-0000-0000", "said_on": "2026-06-15",
    }  # fmt: skip
    body = {"decision": {"kind": "meeting", "ref": "RG-0000-0000", "on": "2026-06-20"}, "words": "Sudah ada."}

    slip = step(client, to_police, "hentikan", drop | {"decision_ref": "RG-0000-0000"})
    begun = client.post(reverse("followup:new", args=[force.ref]), new)
    asked = client.post(
        f"{API}/{to_police.ref}/drop", body, content_type="application/json", headers={"If-Match": '"1"'}
    )
    right = step(client, to_police, "hentikan", drop | {"decision_ref": meeting.ref.lower()})

    assert (slip.status_code, begun.status_code, asked.status_code) == (422, 422, 409)
    assert "decision_ref" in slip.context["form"].errors and "origin_ref" in begun.context["form"].errors
    assert "Sudah ada." in html(slip)
    assert right.status_code == 302 and again(to_police, world.wulan).ended_ref == meeting.ref
    page = html(client.get(reverse("followup:detail", args=[to_police.ref])))
    assert reverse("meetings:detail", args=[meeting.ref]) in page
    assert ">2026-06-20" not in page and "20 Jun 2026" in page


def test_the_board_and_the_page_ask_as_often_for_three_as_for_thirty(signed_in, world, force):
    one = recommended(world, force)
    client = signed_in(world.budi)
    urls = [reverse("followup:board"), reverse("followup:detail", args=[one.ref])]
    for url in urls:
        client.get(url)

    def asked() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    for number in range(27):
        owner = world.shelter if number % 2 else world.police
        recommended(world, force, owner=owner, text=f"Rekomendasi {number}", supporters=[world.unit])
    assert asked() == few


def test_the_api_walks_the_same_way(signed_in, world, force, to_police):
    owner = signed_in(world.budi)
    with voice_of(world.budi):
        file = proof(to_police, world.budi)
    told = owner.post(
        f"{API}/{to_police.ref}/progress", {"words": "Maju", "share": 50, "evidence": file.ref},
        content_type="application/json",
    )  # fmt: skip
    without = owner.post(f"{API}/{to_police.ref}/report", {"words": "Sudah"}, content_type="application/json")
    done = owner.post(
        f"{API}/{to_police.ref}/report", {"words": "Sudah"}, content_type="application/json",
        headers={"If-Match": told["ETag"]},
    )  # fmt: skip
    assert (told.status_code, without.status_code, done.status_code) == (200, 428, 200)
    assert owner.post(
        f"{API}/{to_police.ref}/accept", {}, content_type="application/json", headers={"If-Match": done["ETag"]}
    ).status_code == 403  # fmt: skip

    host = signed_in(world.wulan)
    accepted = host.post(
        f"{API}/{to_police.ref}/accept",
        {},
        content_type="application/json",
        headers={"If-Match": done["ETag"]},
    )
    assert accepted.status_code == 200 and accepted.json()["state"] == "done"
    assert [one["kind"] for one in accepted.json()["lines"]] == [
        "recorded",
        "progress",
        "reported",
        "accepted",
    ]
    year = {"since": "2026-01-01", "until": "2027-01-01", "on": "2026-12-31"}
    rate = host.get(f"/api/v1/taskforces/{force.ref}/follow-up-rate", year).json()
    assert (rate["counted"], rate["done"], rate["share"]) == (1, 1, 1.0)


def test_the_api_records_splits_and_drops(signed_in, world, force):
    client = signed_in(world.wulan)
    body = {
        "text": "Menyusun prosedur", "owner": world.police.slug, "field": "enforcement", "due_on": "2027-01-31",
        "origin": {"kind": "letter", "words": "Notulen", "on": "2026-06-15"},
    }  # fmt: skip
    made = client.post(
        f"/api/v1/taskforces/{force.ref}/recommendations", body, content_type="application/json"
    )
    assert made.status_code == 201
    part = {name: body[name] for name in ("text", "owner", "field", "due_on")}
    parted = client.post(
        f"{API}/{made.json()['ref']}/split", {"parts": [part, part], "words": "Dua"},
        content_type="application/json", headers={"If-Match": made["ETag"]},
    )  # fmt: skip
    assert parted.status_code == 200 and len(parted.json()["parts"]) == 2
    ref = parted.json()["parts"][0]
    etag = client.get(f"{API}/{ref}")["ETag"]
    nameless = {"decision": {"kind": "meeting", "on": "2026-06-20"}, "words": "Tidak perlu"}
    refused = client.post(
        f"{API}/{ref}/drop", nameless, content_type="application/json", headers={"If-Match": etag}
    )
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["code"] == "no_decision"
    assert len(client.get(API).json()) == 2 and len(client.get(API, {"standing": "ended"}).json()) == 1


def test_a_recommendation_of_another_agency_is_not_reported_by_a_member(signed_in, world, to_police):
    with voice_of(world.maya), pytest.raises(Exception, match="not_yours"):
        report_done(recommendation=to_police, words="x", by=world.maya, at=NOON)

    assert (
        step(signed_in(world.maya), to_police, "selesai", {"words": "x", "version": "1"}).status_code == 403
    )


def test_the_secretariat_writes_for_an_agency_in_which_nobody_has_an_account(signed_in, world):
    school = agency("sudindik-uji", "Suku Dinas Pendidikan Uji", AgencyKind.EDUCATION)
    force = settle_force(world, members=[world.unit, world.police, school])
    one = recommended(world, force, owner=school)
    client = signed_in(world.wulan)
    page = html(client.get(reverse("followup:detail", args=[one.ref])))

    assert "belum mempunyai akun" in page and f"/{one.ref}/selesai/" in page
    assert f"/{one.ref}/perpanjangan/" not in page  # it moves the deadline itself
    assert step(signed_in(world.budi), one, "selesai", {"words": "x", "version": "1"}).status_code == 403
    file = SimpleUploadedFile("surat.txt", b"Sudah dibagikan.", content_type="text/plain")
    told = {"words": "Menurut surat instansi sudah dibagikan.", "version": "1", "upload": file}
    assert step(signed_in(world.wulan), one, "selesai", told).status_code == 302
    assert again(one, world.wulan).state == "reported"
    with voice_of(world.wulan):
        assert one.lines.get(kind="reported").agency == world.office  # whose colleague wrote it

    other = recommended(world, force, owner=school, text="Melatih guru")
    with as_role("gugus_worker"):
        a_colleague("guru", school, Role.LIAISON, at=NOON)
    assert step(signed_in(world.wulan), other, "selesai", {"words": "x", "version": "1"}).status_code == 403
    with voice_of(world.wulan), pytest.raises(CannotFollowUp, match="not_yours"):
        report_done(recommendation=other, words="x", by=world.wulan, at=NOON)
