"""Pages and API of assessments."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.care.conftest import DOMAINS, TODAY, assessed
from tests.conftest import NOON, voice_of

from gugus.care.assessing import start_assessment
from gugus.care.models import NeedsAssessment


@pytest.fixture
def draft(world, case, child):
    with voice_of(world.rina):
        return start_assessment(case=case, party=child, kind="initial", by=world.rina, at=NOON)


def filled(draft, **more) -> dict:
    scores = {f"score_{one}": "3" for one in DOMAINS}
    return {
        "version": draft.version,
        "assessed_on": "2026-06-15",
        "profession": "companion",
        **scores,
        **more,
    }


def test_from_the_case_to_a_finished_assessment(signed_in, world, case, child):
    client = signed_in(world.rina)
    begun = client.post(
        reverse("care:assessment_new", args=[case.ref]), {"party": child.pk, "kind": "comprehensive"}
    )
    with voice_of(world.rina):
        draft = NeedsAssessment.objects.unscoped(because="test").get()

    done = client.post(begun.url, filled(draft, finish="1", note_medical="Luka lama."))

    assert begun.status_code == done.status_code == 302
    page = client.get(done.url).content.decode()
    assert "Luka lama." in page and "Permensos 8/2023" in page
    assert 'id="assessments"' in client.get(reverse("cases:detail", args=[case.ref])).content.decode()


def test_what_is_missing_stands_at_its_field_and_everything_typed_is_kept(signed_in, world, draft):
    client = signed_in(world.rina)
    url = reverse("care:sheet", args=[draft.ref])
    data = filled(draft, finish="1", note_legal="Belum melapor.")
    del data["score_family"]

    answer = client.post(url, data)

    assert answer.status_code == 422
    assert "score_family" in answer.context["form"].errors
    assert "Belum melapor." in answer.content.decode()
    assert "Belum melapor." in client.get(url).content.decode()


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(signed_in, world, draft):
    client = signed_in(world.rina)
    url = reverse("care:sheet", args=[draft.ref])
    assert client.post(url, filled(draft)).status_code == 302

    answer = client.post(url, filled(draft, note_social="Ketikan kedua."))

    assert answer.status_code == 409
    assert "Ketikan kedua." in answer.content.decode()
    with voice_of(world.rina):
        assert draft.scores.get(domain="social").note is None
    again = filled(draft, note_social="Ketikan kedua.") | {"version": answer.context["version"]}
    assert client.post(url, again).status_code == 302


def test_the_last_score_is_read_beside_the_new_one(signed_in, world, case, child):
    assessed(world.rina, case, child, on=TODAY - timedelta(days=40), social=2)
    with voice_of(world.rina):
        fresh = start_assessment(case=case, party=child, kind="initial", by=world.rina, at=NOON)
    page = signed_in(world.rina).get(reverse("care:sheet", args=[fresh.ref])).content.decode()

    assert "Terakhir" in page and "Kebutuhan dasar hanya terpenuhi beberapa hari" in page


def test_the_course_is_drawn_with_its_table(signed_in, world, case, child):
    assessed(world.rina, case, child, on=TODAY - timedelta(days=40), social=2)
    assessed(world.rina, case, child, social=4)

    page = signed_in(world.rina).get(reverse("care:assessments", args=[case.ref])).content.decode()

    assert page.count("<svg") >= 8 and "06.05.26" in page


def test_a_finished_one_is_corrected_by_a_new_one(signed_in, world, case, child):
    old = assessed(world.rina, case, child)
    client = signed_in(world.rina)

    begun = client.post(reverse("care:assessment_correct", args=[old.ref]))

    assert begun.status_code == 302 and old.ref in client.get(begun.url).content.decode()
    assert client.get(reverse("care:sheet", args=[old.ref])).status_code == 302


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "maya"])
def test_others_find_nothing(signed_in, world, case, child, name):
    done = assessed(world.rina, case, child)
    client = signed_in(getattr(world, name))
    for page in ("assessment", "sheet", "assessment_print"):
        hidden = client.get(reverse(f"care:{page}", args=[done.ref]))
        missing = client.get(reverse(f"care:{page}", args=["AS-0000-0000"]))
        assert hidden.status_code == missing.status_code in {403, 404}
        assert hidden.content.replace(done.ref.encode(), b"") == missing.content.replace(b"AS-0000-0000", b"")
    assert client.get(reverse("care:assessments", args=[case.ref])).status_code in {403, 404}


def test_a_provider_reads_only_open_domains_on_page_paper_and_api(signed_in, world, case, child, opened):
    done = assessed(world.rina, case, child)
    client = signed_in(opened("care"))

    for url in (
        reverse("care:assessment", args=[done.ref]),
        reverse("care:assessment_print", args=[done.ref]),
        f"/api/v1/needs-assessments/{done.ref}",
        reverse("cases:detail", args=[case.ref]),
    ):
        answer = client.get(url)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "catatan medical" not in text and "catatan legal" not in text, url
    assert "catatan social" in client.get(reverse("care:assessment", args=[done.ref])).content.decode()


def test_the_api_takes_the_same_way(signed_in, world, case, child):
    client = signed_in(world.rina)

    def send(method, url, body=None, tag=None):
        headers = {"If-Match": tag} if tag else {}
        return getattr(client, method)(
            f"/api/v1/{url}", body or {}, content_type="application/json", headers=headers
        )

    assert [one["code"] for one in client.get("/api/v1/assessment-sheet").json()["domains"]] == list(DOMAINS)
    made = send("post", f"cases/{case.ref}/needs-assessments", {"party": str(child.pk), "kind": "initial"})
    url = f"needs-assessments/{made.json()['ref']}"
    scores = [{"domain": one, "score": 2} for one in DOMAINS]
    body = {"assessed_on": "2026-06-15", "profession": "psychologist", "scores": scores}
    assert send("put", url, body).status_code == 428
    kept = send("put", url, body, made["ETag"])
    assert send("put", url, body, made["ETag"]).status_code == 412
    done = send("post", f"{url}/finish", tag=kept["ETag"])

    assert (made.status_code, done.json()["state"], len(done.json()["scores"])) == (201, "finished", 7)
    assert send("post", f"{url}/correction").json()["corrects"] == made.json()["ref"]
    assert len(client.get(f"/api/v1/cases/{case.ref}/needs-assessments").json()) == 2


def test_more_assessments_need_no_more_queries(signed_in, world, case, child):
    client = signed_in(world.rina)
    assessed(world.rina, case, child, on=TODAY - timedelta(days=50))
    assessed(world.rina, case, child, on=TODAY - timedelta(days=45))
    url = reverse("care:assessments", args=[case.ref])
    few = queries(client, url)
    for number in range(4):
        assessed(world.rina, case, child, on=TODAY - timedelta(days=number))

    assert queries(client, url) == few


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)
