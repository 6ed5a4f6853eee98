"""Pages: who comes in, what typed text becomes, how often the database is asked, the public notice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.privacy.conftest import TOLD, a_breach, a_request, fresh, told

from gugus.privacy.actions import assessments
from gugus.privacy.models import Breach, SubjectRequest

SCRIPT = "<script>alert(1)</script>"


def test_the_desk_and_the_home_show_the_clock(signed_in, world, breach):
    client = signed_in(world.lestari)

    for page in (reverse("privacy:desk"), "/"):
        assert breach.ref in client.get(page).content.decode()


def test_one_click_opens_a_breach_prefilled_and_a_name_is_not_taken_over(signed_in, world):
    client = signed_in(world.lestari)
    url = reverse("privacy:breach_new")

    form = client.get(url + "?source=broken_seal&source_ref=4711&kind=changed").context["form"]
    strange = client.get(url + f"?source=nothing&kind={SCRIPT}").context["form"]

    assert (form["source"].value(), form["source_ref"].value(), form["kind"].value()) == (
        "broken_seal", "4711", "changed",
    )  # fmt: skip
    assert strange["kind"].value() == "disclosed"


def test_facts_are_written_on_the_page_and_keep_their_text_on_errors(signed_in, world, breach):
    client, url = signed_in(world.lestari), reverse("privacy:breach_fakta", args=[breach.ref])
    data = TOLD | {
        "version": breach.version,
        "happened_at": "2026-06-14T12:00",
        "told_how": "Data korban hilang.",
    }

    answer = client.post(url, data)

    assert answer.status_code == 422 and "Data korban hilang." in answer.content.decode()
    assert client.post(url, data | {"told_how": "Perangkat hilang."}).status_code == 302
    assert client.post(url, data | {"told_how": "Lain."}).status_code == 409


def test_mass_assignment_moves_no_clock(signed_in, world, breach):
    url = reverse("privacy:breach_fakta", args=[breach.ref])
    data = {
        "kind": "lost",
        "version": breach.version,
        "known_at": "2026-06-20T12:00",
        "due_at": "2030-01-01T00:00",
    }
    signed_in(world.lestari).post(
        url, data | {"closed_at": "2026-06-20T12:00", "agency": str(world.outside.pk)}
    )

    now = fresh(breach, world.lestari)
    assert (now.known_at, now.due_at, now.closed_at, now.agency_id) == (
        breach.known_at, breach.due_at, None, world.unit.pk,
    )  # fmt: skip


def test_typed_text_is_never_markup(signed_in, world):
    breach = told(
        a_breach(world.lestari), world.lestari, **{name: SCRIPT for name in TOLD if name.startswith("told_")},
        what_happened=SCRIPT, consequences=SCRIPT, measures=SCRIPT, risk_reason=SCRIPT,
    )  # fmt: skip
    asked = a_request(world.lestari, wish=SCRIPT, asker_name=SCRIPT, asker_contact=SCRIPT)
    with voice_of(world.lestari):
        assessments.publish_notice(
            text_id=SCRIPT,
            text_en=SCRIPT,
            contact=SCRIPT,
            valid_from=NOON.date(),
            by=world.lestari,
            at=NOON,
            seen=0,
        )
    client = signed_in(world.lestari)

    for url in (
        reverse("privacy:breach", args=[breach.ref]),
        reverse("privacy:breach_fakta", args=[breach.ref]),
        reverse("privacy:request", args=[asked.ref]),
        reverse("privacy:notice_publish"),
        reverse("privacy:notice"),
    ):
        page = client.get(url).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["sari", "rina", "budi", "arif", "maya"])
def test_hidden_and_missing_give_the_same(signed_in, world, breach, name):
    client = signed_in(getattr(world, name))
    pages = [client.get(reverse("privacy:breach", args=[ref])) for ref in (breach.ref, "KP-0000-0000")]

    assert pages[0].status_code == pages[1].status_code
    assert pages[0].status_code in {403, 404}


def test_the_auditor_sees_no_words_and_no_persons(signed_in, world):
    breach = told(a_breach(world.lestari), world.lestari)
    client = signed_in(world.hasan)

    page = client.get(reverse("privacy:breach", args=[breach.ref])).content.decode()

    assert "Laptop" not in page and "komputer jinjing" not in page
    assert client.get(reverse("privacy:breach_fakta", args=[breach.ref])).status_code == 403
    assert client.get(reverse("privacy:requests")).status_code == 403


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_lists_ask_as_often_for_twenty_as_for_three(signed_in, world):
    client = signed_in(world.lestari)
    urls = [reverse(f"privacy:{name}") for name in ("breaches", "requests", "desk")]
    for _number in range(3):
        a_breach(world.lestari)
        a_request(world.lestari)
    few = [_queries(client, url) for url in urls]
    for _number in range(17):
        a_breach(world.lestari)
        a_request(world.lestari)

    assert [_queries(client, url) for url in urls] == few
    with voice_of(world.lestari):
        assert Breach.objects.unscoped(because="test").count() == 20
        assert SubjectRequest.objects.unscoped(because="test").count() == 20


def test_the_public_reads_the_notice_in_both_languages_and_it_is_light(client, world):
    world.unit.phone = "0800-0000-00001"
    world.unit.save()

    indonesian = client.get(reverse("privacy:notice"))
    english = client.get(reverse("privacy:notice"), headers={"Accept-Language": "en"})

    assert world.unit.name in indonesian.content.decode() and "Hak Anda" in indonesian.content.decode()
    assert "Your rights" in english.content.decode()
    assert len(indonesian.content) < 12_000
    for word in ("korban", "TPPO", "perdagangan", "trafficking"):
        assert word not in indonesian.content.decode() + english.content.decode()
    assert reverse("privacy:notice") in client.get(reverse("intake:tell")).content.decode()


def test_a_published_notice_replaces_the_first_text_and_two_at_once_make_one(world, client):
    facts = {
        "text_id": "## Judul\nIsi baru",
        "text_en": "New",
        "contact": "Kantor",
        "valid_from": NOON.date(),
    }
    with voice_of(world.lestari):
        assessments.publish_notice(**facts, by=world.lestari, at=NOON, seen=0)
        with pytest.raises(assessments.CannotPublish):
            assessments.publish_notice(**facts, by=world.lestari, at=NOON, seen=0)

    page = client.get(reverse("privacy:notice")).content.decode()
    assert "<h2>Judul</h2>" in page and "Isi baru" in page
