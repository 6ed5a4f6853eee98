"""The sheet of assessment as versions that officials write: what was begun or finished keeps its own sentences."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from tests.care.conftest import PARTS, TODAY, assessed, scored
from tests.conftest import NOON, voice_of

from gugus.audit.actions import typed
from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.care import assessing, sheet_writing
from gugus.care.assessing import Scored
from gugus.care.instruments import OWN, Book, instrument_of, instrument_on, plain
from gugus.care.models import AssessmentInstrument, NeedsAssessment
from gugus.care.needs import assessments_of as found_of
from gugus.care.needs import bars_of, lines_of, trends_of
from gugus.care.sheet_rules import doubts_about_domain, doubts_about_sheet
from gugus.care.sheet_writing import CannotWriteSheet
from gugus.cases.gate import sight_for
from gugus.law.assessing import instrument as shipped

DEBTS = {
    "code": "debts", "section": "care", "id": "Utang", "en": "Debts",
    "said_id": [f"Kalimat {one}." for one in range(1, 6)], "said_en": [f"Sentence {one}." for one in range(1, 6)],
}  # fmt: skip


def content(**first) -> list[dict]:
    """The shipped sheet with another first sentence of the first domain, and debts instead of talent."""
    kept = deepcopy(plain(shipped("gugus", 1)))[:-1]
    kept[0]["said_id"][0] = "Kalimat baru."
    kept[0] |= first
    return [*kept, deepcopy(DEBTS)]


def counts(world, *, on=TODAY, at=NOON, seen=0, domains=None) -> AssessmentInstrument:
    with voice_of(world.tono):
        return sheet_writing.replace_sheet(
            domains=domains or content(),
            valid_from=on,
            reason="Rapat 3 Juni",
            by=world.tono,
            at=at,
            seen=seen,
        )


def start(world, case, party, at=NOON):
    return assessing.start_assessment(case=case, party=party, kind="initial", by=world.rina, at=at)


def test_what_was_begun_keeps_its_sentences_and_what_begins_afterwards_gets_the_new_ones(
    world, case, child, grown
):
    with voice_of(world.rina):
        old = start(world, case, child)
    counts(world)
    with voice_of(world.rina):
        new = start(world, case, grown)
        old = NeedsAssessment.objects.visible_to(world.viewer("rina")).get(pk=old.pk)

    assert (old.instrument, new.instrument, new.instrument_version) == ("gugus", OWN, 1)
    assert instrument_of(old).domain("medical").anchor(1).id != "Kalimat baru."
    assert instrument_of(new).domain("medical").anchor(1).id == "Kalimat baru."
    assert [one.code for one in instrument_of(old).domains][-1] == "talent"
    assert [one.code for one in instrument_of(new).domains][-1] == "debts"


def test_a_finished_assessment_reads_as_it_was_signed_whatever_counts_now(signed_in, world, case, child):
    old = assessed(world.rina, case, child)
    before = signed_in(world.rina).get(reverse("care:assessment", args=[old.ref])).content.decode()
    counts(world)
    after = signed_in(world.rina).get(reverse("care:assessment", args=[old.ref])).content.decode()

    said = instrument_of(old).domain("medical").anchor(scored()[0].score).id
    assert said in before and said in after and "Kalimat baru." not in after


def test_the_newest_that_has_come_counts_and_a_planned_one_waits(world):
    counts(world, on=TODAY + timedelta(days=3))

    assert instrument_on(TODAY + timedelta(days=2)).code == "gugus"
    assert (
        instrument_on(TODAY + timedelta(days=3)).code,
        instrument_on(TODAY + timedelta(days=3)).version,
    ) == (OWN, 1)
    with pytest.raises(CannotWriteSheet) as refused:
        counts(world, on=TODAY + timedelta(days=2), seen=1)
    assert [one.code for one in refused.value.reasons] == ["planned_already"]


def test_a_domain_that_was_left_out_keeps_its_name(world):
    counts(world)

    assert Book().find("talent", TODAY).words.id == "Minat dan bakat"
    assert Book().find("debts", TODAY).words.en == "Debts"
    assert Book().find("nothing", TODAY) is None


@pytest.mark.parametrize(
    ("other", "found"),
    [({"code": "Utang 1"}, ("no_code", "code")), ({"code": "medical"}, ("twice", "code")),
     ({"section": "identity"}, ("no_section", "section")), ({"id": " "}, ("no_name", "id")),
     ({"en": "x" * 81}, ("no_name", "en")), ({"said_id": ["a", "b", "c", "d"]}, ("no_sentence", "said_id_5")),
     ({"said_en": ["a", " ", "c", "d", "e"]}, ("no_sentence", "said_en_2")),
     ({"said_en": ["a", "b", "c", "d", "e", "f"]}, ("no_sentence", "said_en_6"))],
)  # fmt: skip
def test_a_domain_has_a_code_readers_names_and_five_sentences_in_both_languages(other, found):
    assert doubts_about_domain(DEBTS, taken=["medical"]) == []
    assert doubts_about_domain(DEBTS | other, taken=["medical"]) == [found]


def test_a_sheet_has_domains_and_none_twice():
    assert doubts_about_sheet([]) == [("no_domains", "")]
    assert doubts_about_sheet([DEBTS, DEBTS]) == [("twice", "debts.code")]
    assert doubts_about_sheet(content()) == []


def test_the_database_rewrites_no_sheet_that_counts(world):
    counts(world)
    for run in ("update", "delete"):
        with voice_of(world.tono), pytest.raises(DatabaseError), transaction.atomic():
            rows = AssessmentInstrument.objects.filter(number=1)
            rows.update(domains=[]) if run == "update" else rows._raw_delete(rows.db)


def test_a_draft_is_written_domain_by_domain_until_it_counts(world):
    with voice_of(world.tono):
        first = sheet_writing.begin_sheet(by=world.tono, at=NOON)
        assert sheet_writing.begin_sheet(by=world.tono, at=NOON).pk == first.pk
        sheet_writing.write_domain(domain=DEBTS, by=world.tono, at=NOON, seen=1)
        sheet_writing.write_domain(
            domain=DEBTS | {"en": "Money owed"}, was="debts", by=world.tono, at=NOON, seen=2
        )
        sheet_writing.drop_domain(code="talent", by=world.tono, at=NOON, seen=3)
        assert instrument_on(TODAY).code == "gugus"
        with pytest.raises(Stale):
            sheet_writing.let_count(valid_from=TODAY, reason="Rapat", by=world.tono, at=NOON, seen=1)
        with pytest.raises(CannotWriteSheet) as refused:
            sheet_writing.let_count(valid_from=TODAY - timedelta(days=1), reason=" ", by=world.tono, at=NOON)
        sheet_writing.let_count(valid_from=TODAY, reason="Rapat 3 Juni", by=world.tono, at=NOON, seen=4)

    assert [one.code for one in refused.value.reasons] == ["in_the_past", "reason_needed"]
    assert [one.code for one in instrument_on(TODAY).domains][-2:] == ["spiritual", "debts"]
    with voice_of(world.tono):
        entry = Entry.objects.unscoped(because="the test reads the trail").get(verb="needs.sheet_counts")
    assert (entry.actor, typed(entry.changes), entry.changes["number"]) == ("tono", "Rapat 3 Juni", 1)


def test_a_draft_that_was_overtaken_by_a_machine_counts_as_the_newer_one(world):
    with voice_of(world.tono):
        sheet_writing.begin_sheet(by=world.tono, at=NOON)
    counts(world)
    with voice_of(world.tono):
        sheet_writing.let_count(valid_from=TODAY, reason="Rapat", by=world.tono, at=NOON)

    assert instrument_on(TODAY).domain("medical").anchor(1).id != "Kalimat baru."


def test_who_keeps_the_rules_writes_the_sheet_on_the_pages(signed_in, world):
    client = signed_in(world.tono)
    shown = client.get(reverse("care:sheets")).content.decode()
    assert "Kesehatan fisik" in shown and "Versi baru" in shown
    assert client.post(reverse("care:sheet_begin")).status_code == 302
    url = reverse("care:sheet_domain_new")
    told = {name: DEBTS[name] for name in ("code", "section", "id", "en")}
    told |= {
        f"{side}_{score}": DEBTS[side][score - 1] for side in ("said_id", "said_en") for score in range(1, 6)
    }
    empty = client.post(url, told | {"version": 1, "said_en_3": ""})
    assert empty.status_code == 422 and "Kalimat 3." in empty.content.decode()
    assert client.post(url, told | {"version": 1}).status_code == 302
    late = client.post(url, told | {"version": 1, "code": "papers", "id": "Ketikan saya"})
    assert late.status_code == 409 and "Ketikan saya" in late.content.decode()
    draft = client.get(reverse("care:sheet_draft")).content.decode()
    assert "Utang" in draft
    assert client.post(reverse("care:sheet_domain_drop", args=["talent"]), {"version": 2}).status_code == 302
    today = localdate().isoformat()
    assert (
        client.post(
            reverse("care:sheet_draft"), {"version": 3, "valid_from": today, "reason": ""}
        ).status_code
        == 422
    )
    done = client.post(
        reverse("care:sheet_draft"), {"version": 3, "valid_from": today, "reason": "Rapat 3 Juni"}
    )
    assert done.status_code == 302
    after = client.get(reverse("care:sheets")).content.decode()
    assert "Utang" in after and "Minat dan bakat" not in after and "Rapat 3 Juni" in after
    assert "Minat dan bakat" in client.get(reverse("care:sheet_version", args=["gugus", 1])).content.decode()
    assert client.get(reverse("care:sheet_version", args=[OWN, 9])).status_code == 404


def test_a_draft_can_be_dropped(signed_in, world):
    client = signed_in(world.tono)
    client.post(reverse("care:sheet_begin"))
    client.post(reverse("care:sheet_drop"), {"version": 9})
    assert AssessmentInstrument.objects.count() == 1
    client.post(reverse("care:sheet_drop"), {"version": 1})

    assert AssessmentInstrument.objects.count() == 0


@pytest.mark.parametrize("name", ["rina", "yusuf", "maya", "arif", "lestari"])
def test_nobody_else_writes_the_sheet(signed_in, world, name):
    client = signed_in(getattr(world, name))

    assert client.get(reverse("care:sheets")).status_code == 403
    assert client.post(reverse("care:sheet_begin")).status_code == 403
    assert client.get("/api/v1/assessment-sheets").status_code == 403
    assert AssessmentInstrument.objects.count() == 0


def test_machines_let_a_sheet_count_with_the_newest_number(signed_in, world):
    client = signed_in(world.tono)
    told = {"domains": content(), "valid_from": localdate().isoformat(), "reason": "Rapat"}
    send = lambda told, **head: client.post(  # noqa: E731
        "/api/v1/assessment-sheets", told, content_type="application/json", headers=head
    )

    assert send(told).status_code == 428
    assert send(told, **{"If-Match": '"x:3"'}).status_code in {409, 422}
    bad = send(told | {"domains": [DEBTS | {"en": ""}]}, **{"If-Match": '"x:0"'})
    assert bad.status_code in {409, 422} and "debts.en" in bad.content.decode()
    assert send(told, **{"If-Match": '"x:0"'}).status_code == 201
    assert [row["number"] for row in client.get("/api/v1/assessment-sheets").json()] == [1]
    used = signed_in(world.rina).get("/api/v1/assessment-sheet").json()
    assert (used["code"], used["domains"][0]["anchors"][0]["id"]) == (OWN, "Kalimat baru.")


def test_scores_of_two_versions_are_drawn_in_one_line(world, case, grown):
    old = assessed(world.rina, case, grown)
    counts(world, at=NOON + timedelta(days=30), on=TODAY + timedelta(days=30))
    at = NOON + timedelta(days=31)
    with voice_of(world.rina):
        new = start(world, case, grown, at=at)
        sheet = assessing.Sheet(assessed_on=TODAY + timedelta(days=31), profession="psychologist")
        given = [Scored("medical", 1), Scored("debts", 2)]
        given += [Scored(one.code, why_not="later") for one in instrument_of(new).domains[1:-1]]
        assessing.write_scores(
            assessment=new, sheet=sheet, scored=given, sections=PARTS, by=world.rina, at=at
        )
        assessing.finish_assessment(assessment=new, sections=PARTS, by=world.rina, at=at)
        sight = sight_for(world.viewer("rina"), case.ref, at=at)
        found = found_of(sight)
        lines = lines_of(found[0], found)
        bars = bars_of(found, grown.person_id, TODAY + timedelta(days=31))
        trends = trends_of(found, grown.person_id, TODAY + timedelta(days=31))

    assert (lines[0].said, lines[0].before is not None) == ("Kalimat baru.", True)
    assert {bar.label for bar in bars} >= {"Utang", "Minat dan bakat"} and old.instrument == "gugus"
    assert len(trends[0]["points"]) == 2
