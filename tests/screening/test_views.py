"""The pages as an officer uses them: nothing typed is lost, nobody overwrites unseen, outsiders get nothing."""

import pytest
from django.urls import reverse

from gugus.cases.models import Case
from gugus.screening.actions import add_evidence, write_down
from gugus.screening.models import Assessment
from tests.conftest import NOON, voice_of


def fresh(screening) -> Assessment:
    return Assessment.objects.unscoped(because="the test asks").get(pk=screening.pk)


def sent(screening, **changes):
    return {"version": screening.version, "acts": ["harbouring"], "new-act-strength": "claimed"} | changes


def url(name, screening):
    return reverse(f"screening:{name}", args=[screening.ref])


@pytest.mark.parametrize(
    "name", ["workbench", "decide", "convert", "decision", "print", "open_case", "join_case"]
)
def test_the_case_manager_sees_every_page_of_a_screening(name, screening, world, signed_in):
    answer = signed_in(world.rina).get(url(name, screening))

    assert answer.status_code == 200
    assert "Melati Contoh" not in answer.content.decode()


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif", "tono"])
def test_who_has_nothing_to_do_with_it_gets_nothing(name, screening, world, signed_in):
    client = signed_in(getattr(world, name))

    for page in ("workbench", "decide", "convert", "decision", "print", "open_case", "join_case"):
        assert client.get(url(page, screening)).status_code in {403, 404}
    assert client.get(reverse("screening:start", args=[screening.report.ref])).status_code in {403, 404}


def test_saving_keeps_what_is_known_and_adds_the_evidence(screening, world, signed_in):
    new = {
        "new-act-code": "recruitment",
        "new-act-source": "family_statement",
        "new-act-words": "Kata ibunya",
    }

    answer = signed_in(world.rina).post(url("workbench", screening), sent(screening, notes="Baru", **new))

    with voice_of(world.rina):
        kept = fresh(screening)
        assert answer.status_code == 302
        assert (sorted(kept.acts), kept.notes) == (["harbouring", "recruitment"], "Baru")
        assert kept.evidence.get().words == "Kata ibunya"


def test_half_an_item_of_evidence_is_named_and_the_rest_stays_typed(screening, world, signed_in):
    answer = signed_in(world.rina).post(
        url("workbench", screening),
        sent(screening, notes="Sudah lama ditulis", **{"new-act-words": "Ada tiket"}),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sudah lama ditulis" in page and "Ada tiket" in page
    with voice_of(world.rina):
        assert fresh(screening).version == screening.version


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(screening, world, signed_in):
    with voice_of(world.rina):
        write_down(assessment=screening, facts={"acts": ["sending"]}, by=world.ratih, at=NOON)

    answer = signed_in(world.rina).post(url("workbench", screening), sent(screening, notes="Milik Rina"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Milik Rina" in page and "pengiriman" in page and "penampungan" in page
    with voice_of(world.rina):
        assert fresh(screening).acts == ["sending"]


def test_after_the_comparison_the_second_officer_can_save(screening, world, signed_in):
    with voice_of(world.rina):
        write_down(assessment=screening, facts={"acts": ["sending"]}, by=world.ratih, at=NOON)
    client = signed_in(world.rina)

    page = client.post(url("workbench", screening), sent(screening)).content.decode()
    answer = client.post(url("workbench", screening), sent(screening, version=screening.version + 1))

    assert f'name="version" value="{screening.version + 1}"' in page
    assert answer.status_code == 302


def test_weighing_answers_with_the_proposal_and_saves_nothing(screening, world, signed_in):
    ticked = sent(screening, purposes=["exploitation_intended"], means=["deception"], is_child="yes")

    answer = signed_in(world.rina).post(url("weigh", screening), ticked)

    assert "terindikasi" in answer.content.decode()
    with voice_of(world.rina):
        assert fresh(screening).acts == []


def test_the_paper_hides_retracted_words_and_names(screening, world, signed_in, rina):
    add_evidence(
        assessment=screening, kind="act", code="harbouring", source="witness_statement", strength="claimed",
        words="Terlihat di lantai dua", by=rina, at=NOON,
    )  # fmt: skip

    page = signed_in(world.rina).get(url("print", screening)).content.decode()

    assert "Terlihat di lantai dua" in page and "Melati Contoh" not in page


def test_notes_being_typed_are_kept_apart_until_saved(screening, world, signed_in):
    client = signed_in(world.rina)

    answer = client.post(url("notes", screening), {"notes": "ketikan sementara"})

    assert answer.status_code == 204
    assert "ketikan sementara" in client.get(url("workbench", screening)).content.decode()
    client.post(url("workbench", screening), sent(screening, notes="sudah selesai"))
    assert "ketikan sementara" not in client.get(url("workbench", screening)).content.decode()


def test_opening_a_case_twice_leads_to_the_same_case(screening, world, signed_in):
    client = signed_in(world.rina)
    asked = {"manager": str(world.rina.pk), "risk": "high", "summary": ""}
    with voice_of(world.rina):
        asked |= {f"who-{mention.pk}": "new" for mention in screening.report.mentions.all()}

    first, second = (client.post(url("open_case", screening), asked) for _ in range(2))

    with voice_of(world.rina):
        case = Case.objects.unscoped(because="the test asks").get()
        assert first.status_code == 302 and second.status_code in {302, 422}
        assert fresh(screening).case == case


def test_starting_twice_takes_up_the_same_screening(report, world, signed_in):
    client = signed_in(world.rina)
    with voice_of(world.rina):
        girl = report.mentions.get(role="survivor")

    addresses = {
        client.post(reverse("screening:start", args=[report.ref]), {"mention": str(girl.pk)}).url
        for _ in range(2)
    }

    assert len(addresses) == 1


def test_the_list_shows_what_waits(report, screening, world, signed_in):
    page = signed_in(world.rina).get(reverse("screening:index")).content.decode()

    assert screening.ref in page
