"""Pages about rights: who gets in, what is told, what is refused at the right place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from gugus.access import rules
from gugus.access.matrix import written
from gugus.access.models import MatrixVersion, SingleRight
from gugus.access.queries import counting
from gugus.access.versions import draft_version
from gugus.approvals.models import Request
from tests.access.conftest import hired
from tests.conftest import NOON, voice_of

SHIPPED = written(rules.shipped())
LESS = SHIPPED.replace("companion,health,see,team,sensitive\n", "")
MORE = SHIPPED + "chair,case,see,agency,open\n"


def upload(client, text, **changes):
    facts = {
        "reach": "semua", "note": "Perubahan untuk uji.", "seen": "",
        "file": SimpleUploadedFile("m.csv", text.encode(), "text/csv"),
    }  # fmt: skip
    return client.post(reverse("access:matrix"), facts | changes)


def test_everybody_reads_the_own_rights_in_words(world, signed_in):
    for name in ("rina", "maya", "arif", "tono", "eka"):
        page = signed_in(getattr(world, name)).get(reverse("access:mine"))
        assert page.status_code == 200
    text = signed_in(world.rina).get(reverse("access:mine")).content.decode()
    assert "Manajer kasus" in text and "berkas sendiri dan tim" in text


def test_the_closed_section_of_a_shelter_is_told(world, signed_in):
    text = signed_in(world.maya).get(reverse("access:mine")).content.decode()

    assert "tertutup bagi jenis instansi ini" in text


def test_a_file_becomes_a_draft_and_counts_when_applied(world, signed_in):
    client = signed_in(world.tono)
    answer = upload(client, LESS)
    page = client.get(answer["Location"])
    assert answer.status_code == 302 and "Nadia" in page.content.decode()

    pk = answer["Location"].rstrip("/").rpartition("/")[2]
    assert client.post(reverse("access:apply", args=[pk])).status_code == 302
    assert str(counting(None).pk) == pk
    assert client.post(reverse("access:apply", args=[pk])).status_code == 409
    text = client.get(reverse("access:matrix_file")).content.decode()
    assert text == written(rules.matrix()) and "companion,health" not in text


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        ("nonsense", {}, "Baris pertama harus berbunyi"),
        (SHIPPED + "king,case,see,agency,open\n", {}, "tidak dipahami"),
        (SHIPPED, {}, "sama dengan yang berlaku kini"),
        (LESS, {"note": ""}, "Apa yang diubah, dan mengapa"),
        (LESS, {"seen": "another"}, "versi lain telah berlaku"),
        (LESS, {"file": SimpleUploadedFile("m.csv", b"\xff\xfe\x00")}, "UTF-8"),
        (LESS, {"file": ""}, "Pilih berkas"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(world, signed_in, text, changes, said):
    answer = upload(signed_in(world.tono), text, **changes)

    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_wider_matrix_goes_through_the_queue(world, signed_in):
    client = signed_in(world.tono)
    url = upload(client, MORE)["Location"]
    pk = url.rstrip("/").rpartition("/")[2]
    assert client.post(reverse("access:apply", args=[pk])).status_code == 409
    asked = client.post(reverse("access:ask", args=[pk]))
    again = client.post(reverse("access:ask", args=[pk]))
    assert asked["Location"] == again["Location"]
    with voice_of(world.tono):
        request = Request.objects.unscoped(because="test").get()

    approve = reverse("approvals:approve", args=[request.ref])
    client.post(approve, {"digest": request.digest})
    assert counting(None) is None

    client = signed_in(world.yusuf)
    assert client.get(url).status_code == 200
    client.post(approve, {"digest": request.digest})
    assert str(counting(None).pk) == pk


def test_another_agencys_narrowing_is_not_there(world, signed_in):
    anwar = hired("anwar", world.shelter, "administrator")
    overlay = "role,section,verbs,scope,field_class\nliaison,case,see,shared,sensitive\n"
    with voice_of(anwar):
        version = draft_version(text=overlay, agency=world.shelter, note="x", by=anwar, at=NOON)

    there = signed_in(world.tono).get(reverse("access:version", args=[version.pk]))
    assert there.status_code == 404
    assert signed_in(anwar).get(reverse("access:version", args=[version.pk])).status_code == 200


def test_a_guest_administrator_is_not_offered_the_installation(world, signed_in):
    client = signed_in(hired("anwar", world.shelter, "administrator"))

    answer = upload(client, LESS)

    assert answer.status_code == 422 and not MatrixVersion.objects.unscoped(because="test").exists()


@pytest.mark.parametrize("name", ["rina", "maya", "arif", "dewi", "eka"])
def test_who_has_nothing_to_do_with_users_stays_out(world, signed_in, name):
    client = signed_in(getattr(world, name))

    for url in (
        reverse("access:matrix"),
        reverse("access:matrix_file"),
        reverse("access:rights", args=["dewi"]),
    ):
        assert client.get(url).status_code == 403
    assert client.post(reverse("access:matrix"), {"text": MORE}).status_code == 403


@pytest.mark.parametrize("name", ["yusuf", "lestari", "hasan"])
def test_who_only_looks_writes_no_version(world, signed_in, name):
    client = signed_in(getattr(world, name))
    upload(client, LESS)

    assert client.get(reverse("access:matrix")).status_code == 200
    assert not MatrixVersion.objects.unscoped(because="test").exists()


def single(**changes):
    facts = {
        "section": "care", "verbs": ["see"], "scope": "2", "field_class": "2", "until_on": f"{localdate()}",
        "reason": "Serah terima.",
    }  # fmt: skip
    return facts | changes


def test_a_right_for_one_person_is_given_and_ended(world, signed_in):
    client = signed_in(world.tono)
    url = reverse("access:rights", args=["dewi"])
    assert client.post(url, single()).status_code == 302
    with voice_of(world.tono):
        right = SingleRight.objects.unscoped(because="test").get()
    assert "hak tunggal" in client.get(url).content.decode()
    assert "hak tunggal" in signed_in(world.dewi).get(reverse("access:mine")).content.decode()

    signed_in(world.tono).post(reverse("access:end_right", args=[right.pk]))
    with voice_of(world.tono):
        right.refresh_from_db()
    assert right.ended_by == world.tono


@pytest.mark.parametrize(
    "changes",
    [{"section": "users"}, {"verbs": ["approve"]}, {"scope": "5"}, {"scope": "6"}, {"scope": "x"}, {"field_class": "3"},
     {"until_on": "2020-01-01"}, {"reason": ""}, {"user": "tono", "given_by": "rina", "verbs": []}],
)  # fmt: skip
def test_more_than_may_be_given_is_refused_and_typed_text_stays(world, signed_in, changes):
    answer = signed_in(world.tono).post(reverse("access:rights", args=["dewi"]), single(**changes))

    assert answer.status_code == 422
    assert changes.get("reason", "Serah terima.") in answer.content.decode()
    with voice_of(world.tono):
        assert not SingleRight.objects.unscoped(because="test").exists()


@pytest.mark.parametrize("name", ["sari", "maya", "nobody"])
def test_people_of_others_are_not_there(world, signed_in, name):
    client = signed_in(world.tono)

    assert client.get(reverse("access:rights", args=[name])).status_code == 404
    assert client.post(reverse("access:rights", args=[name]), single()).status_code == 404


def test_the_last_day_of_a_role_is_set(world, signed_in):
    facts = {"end_role": "1", "role": "intake_officer", "until_on": f"{localdate()}"}
    client = signed_in(world.tono)

    assert client.post(reverse("access:rights", args=["dewi"]), facts).status_code == 302
    assert (
        client.post(reverse("access:rights", args=["tono"]), facts | {"role": "administrator"}).status_code
        == 422
    )


def test_lists_ask_as_often_for_many_versions(world, signed_in):
    client = signed_in(world.tono)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("access:matrix"))
        return len(caught)

    with voice_of(world.tono):
        for number in range(3):
            draft_version(text=LESS, agency=None, note=f"{number}", by=world.tono, at=NOON)
    few = asked()
    with voice_of(world.tono):
        for number in range(27):
            draft_version(text=LESS, agency=None, note=f"{number}", by=world.tono, at=NOON)

    assert asked() == few


def test_the_dry_run_asks_as_often_for_many_colleagues(world, signed_in):
    client = signed_in(world.tono)
    with voice_of(world.tono):
        version = draft_version(text=LESS, agency=None, note="x", by=world.tono, at=NOON)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("access:version", args=[version.pk]))
        return len(caught)

    asked()  # once a process the content of a version is read
    few = asked()
    for number in range(10):
        hired(f"banyak{number}", world.unit if number % 2 else world.shelter, "companion")

    assert asked() == few


def test_the_api_tells_rights_and_the_matrix(world, signed_in):
    client = signed_in(world.rina)
    me, matrix = client.get("/api/v1/me").json(), client.get("/api/v1/access/matrix").json()

    assert {"role": "case_manager", "section": "health", "verbs": ["see"], "scope": "team", "field_class": "sensitive",
            "until": None} in me["rights"]  # fmt: skip
    assert (matrix["version"], matrix["narrowed_by"]) == (0, None)
    assert {"agency_kind": "police", "section": "health"} in matrix["closed"]
