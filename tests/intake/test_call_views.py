"""Noting a call: one fact saves it, nothing typed is lost, pressing twice saves once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from gugus.intake.models import Draft, Report
from tests.conftest import voice_of

WHY = "the test asks the database itself"
EMPTY = {
    "channel": "phone",
    "risk": "proposed",
    "how": "",
    "people-TOTAL_FORMS": "1",
    "people-INITIAL_FORMS": "0",
}


@pytest.fixture
def key():
    return uuid4()


@pytest.fixture
def dewi(signed_in, world):
    return signed_in(world.dewi)


def save(client, key, **words):
    return client.post(reverse("intake:note", args=[key]), EMPTY | words)


def reports(world) -> list[Report]:
    with voice_of(world.dewi):
        return list(Report.objects.unscoped(because=WHY))


def drafts_of(user) -> list[Draft]:
    with voice_of(user):
        return list(Draft.objects.unscoped(because=WHY))


def test_one_fact_is_enough(dewi, key, world):
    page = save(dewi, key, narrative="Seorang anak dikunci.")

    (kept,) = reports(world)
    assert page["Location"] == reverse("intake:report", args=[kept.ref])
    assert (kept.channel, kept.received_by, kept.risk, kept.agency) == (
        "phone",
        world.dewi,
        "medium",
        world.unit,
    )


def test_the_form_begins_with_the_home_area(dewi, key, settings):
    page = dewi.get(reverse("intake:note", args=[key]))

    assert page.context["form"]["area_code"].value() == settings.HOME_AREA


def test_a_danger_sign_proposes_the_risk(dewi, key, world):
    save(dewi, key, narrative="Dikunci.", danger_signs=["locked_in"])

    (kept,) = reports(world)
    assert (kept.risk, kept.danger_signs) == ("high", ["locked_in"])


def test_lower_than_proposed_needs_a_reason_and_higher_does_not(dewi, key, world):
    refused = save(dewi, key, narrative="Dikunci.", danger_signs=["locked_in"], risk="low")

    assert refused.status_code == 422
    assert "risk_reason" in refused.context["form"].errors
    assert save(dewi, uuid4(), narrative="Tanya.", risk="high").status_code == 302
    assert [one.risk for one in reports(world)] == ["high"]


def test_people_are_kept_and_an_empty_block_is_not(dewi, key, world):
    save(
        dewi, key, narrative="Dua orang.", **{
            "people-TOTAL_FORMS": "2", "people-0-role": "survivor", "people-0-name": "Melati Contoh",
            "people-0-age": "15", "people-0-phones": "0800 0000 1111 / 0800 0000 2222",
        },
    )  # fmt: skip

    (kept,) = reports(world)
    with voice_of(world.dewi):
        (girl,) = kept.mentions.all()
    assert girl.who == {"name": "Melati Contoh", "phones": ["0800 0000 1111", "0800 0000 2222"]}


def test_somebody_described_needs_a_role_and_nothing_is_lost(dewi, key):
    page = save(dewi, key, narrative="Seseorang.", **{"people-0-name": "Badu Contoh"})

    assert page.status_code == 422
    assert "Badu Contoh" in page.content.decode() and "Seseorang." in page.content.decode()


def test_another_person_gives_one_more_block_without_complaint(dewi, key):
    page = save(dewi, key, more="1", **{"people-0-name": "Badu Contoh"})

    said = page.content.decode()
    assert page.status_code == 200
    assert "people-1-name" in said and "Badu Contoh" in said and "field-error" not in said


def test_saving_twice_saves_once(dewi, key, world):
    first = save(dewi, key, narrative="Seorang anak dikunci.")
    second = save(dewi, key, narrative="Seorang anak dikunci.")

    assert first["Location"] == second["Location"]
    assert len(reports(world)) == 1


@pytest.mark.parametrize("end", ["information", "wrong_number", "abuse", "repeat"])
def test_what_is_no_case_ends_with_one_press(dewi, key, world, end):
    save(dewi, key, end=end)

    (kept,) = reports(world)
    assert (kept.outcome, kept.outcome_code, kept.state) == ("not_a_case", end, "ended")


def test_the_draft_survives_a_reload_and_is_sealed_to_its_writer(dewi, key, world):
    words = EMPTY | {
        "narrative": "Belum selesai",
        "reporter_name": "Siti Contoh",
        "danger_signs": ["locked_in"],
    }
    dewi.post(reverse("intake:draft", args=[key]), words)

    page = dewi.get(reverse("intake:note", args=[key]))

    said = page.content.decode()
    assert "Belum selesai" in said and "Siti Contoh" in said
    assert "field-error" not in said
    assert drafts_of(world.rina) == []


def test_the_words_alone_are_kept_beside_the_rest(dewi, key, world):
    url = reverse("intake:draft", args=[key])
    dewi.post(url, EMPTY | {"narrative": "Satu", "reporter_name": "Siti Contoh"})

    page = dewi.post(url, {"narrative": "Satu dua"}, headers={"X-Requested-With": "autosave"})

    assert page.status_code == 204
    (kept,) = drafts_of(world.dewi)
    assert (kept.words["narrative"], kept.words["reporter_name"]) == (["Satu dua"], ["Siti Contoh"])


def test_the_draft_of_words_alone_can_be_opened(dewi, key):
    dewi.post(
        reverse("intake:draft", args=[key]), {"narrative": "Satu"}, headers={"X-Requested-With": "autosave"}
    )

    assert "Satu" in dewi.get(reverse("intake:note", args=[key])).content.decode()


def test_a_saved_report_leaves_no_draft(dewi, key, world):
    dewi.post(reverse("intake:draft", args=[key]), EMPTY | {"narrative": "Satu"})

    save(dewi, key, narrative="Satu")

    assert drafts_of(world.dewi) == []


def test_a_draft_can_be_thrown_away(dewi, key, world):
    dewi.post(reverse("intake:draft", args=[key]), EMPTY | {"narrative": "Satu"})

    dewi.post(reverse("intake:drop", args=[key]))

    assert drafts_of(world.dewi) == []


def test_the_side_says_that_the_caller_called_before(dewi, key, note_down):
    earlier = note_down(reporter={"name": "Siti Contoh", "phone": "0800 0000 3333"})

    page = dewi.post(reverse("intake:draft", args=[key]), EMPTY | {"reporter_phone": "+62 800 0000 3333"})

    assert earlier.ref in page.content.decode()


def test_the_side_proposes_the_risk_with_its_reasons(dewi, key):
    page = dewi.post(reverse("intake:draft", args=[key]), EMPTY | {"danger_signs": ["locked_in"]})

    assert page.context["level"] == "high"
    assert len(page.context["reasons"]) == 1


def test_an_outsider_of_reports_notes_nothing(signed_in, world, key):
    assert signed_in(world.arif).get(reverse("intake:note", args=[key])).status_code == 403


def test_the_note_of_another_agency_is_not_reached_by_its_key(signed_in, world, dewi, key):
    save(dewi, key, narrative="Seorang anak dikunci.")

    page = signed_in(world.sari).get(reverse("intake:note", args=[key]))

    assert page.status_code == 200  # an empty note: nothing says that the key was used
    assert "dikunci" not in page.content.decode()


def test_a_person_is_added_to_a_report(dewi, report, world):
    url = reverse("intake:person", args=[report.ref])
    assert dewi.post(url, {"name": "Badu Contoh", "version": report.version}).status_code == 422

    page = dewi.post(url, {"role": "accused", "name": "Badu Contoh", "version": report.version})

    assert page.status_code == 302
    with voice_of(world.dewi):
        assert sorted(report.mentions.values_list("role", flat=True)) == ["accused", "survivor"]


def test_the_printable_form_shows_no_name(dewi, report):
    page = dewi.get(reverse("intake:print", args=[report.ref]))

    assert page.status_code == 200
    assert "Melati" not in page.content.decode()
