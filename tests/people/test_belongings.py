"""What belongs to whom: forgetting a person, case or report reaches all of it and nothing else."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gugus.access.models import IdempotentWrite
from gugus.base.belongings import keys_of, names_its_record, paths_of, sealed_models, shred_record
from gugus.base.sealed import DataKey
from gugus.cases.actions import add_party, open_case
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.files.actions import attach
from gugus.files.models import Attachment
from gugus.intake.actions import Told, receive_report
from gugus.intake.models import Mention
from gugus.people.models import Identity, SearchToken
from gugus.tasks.models import Task
from tests.conftest import NOON, as_role

NOBODYS = {
    "agreements.Agreement": "a paper between agencies; no person is in it",
    "intake.Draft": "a note of a call that is no report yet; only its writer reads it",
    "access.Delegation": "a reason about colleagues",
    "access.MatrixVersion": "a reason about roles",
    "access.SingleRight": "a reason about a colleague",
    "privacy.Breach": "a breach of many; the persons concerned are rows of their own",
    "privacy.BreachNote": "the journal of a breach",
    "notices.Address": "a colleague's own number",
    "retention.Hold": "why something must be kept; it outlives what it held",
    "followup.Line": "what an office did; texts that point to a person are refused",
    "followup.Recommendation": "what a task force recommends to an office; it names nobody",
    "taskforce.Position": "the name of an official in the head of a task force",
    "trail.Assessment": "what an officer thinks of a week of a colleague",
    "groups.Group": "people who arrive together; each of them is a row of their own",
    "actionplan.Entry": "what an office did, and what stood in its way",
    "actionplan.Move": "why a report of an office was sent back",
    "actionplan.Load": "a matrix of a public plan as a file",
    "figures.Published": "a note about a figure that others published",
    "figures.Resolution": "why one of several published figures is used",
    "meetings.Addendum": "what is added to minutes of a task force; nobody who is helped is in them",
    "meetings.Attendee": "a participant of a meeting of a task force",
    "meetings.Invitation": "an office that was invited to a meeting",
    "meetings.Item": "a line of an agenda",
    "meetings.Meeting": "a meeting of a task force",
    "meetings.Point": "a paragraph of minutes; nobody who is helped is in it",
    "meetings.Shown": "a figure that was shown, by reference",
    "meetings.Speaker": "somebody who speaks at a meeting",
    "meetings.Wording": "another text of a paragraph of minutes",
    "groups.HandOrder": "how some of a group travel; who they are stands in rows of their own",
    "publication.Publication": "why words for everybody were sent back or withdrawn",
    "reporting.ForceReport": "a report of a task force; it names nobody",
    "reporting.Chapter": "words of an office about its work",
    "reporting.ChapterWording": "what a chapter said before",
    "reporting.ChapterDraft": "what a colleague is typing into a chapter",
    "reporting.UpwardReport": "the copy of a report of a task force",
    "reporting.ReportParcel": "the key of a signed file; the row itself has no words",
    "providers.Offering": "the address and duty numbers of an office",
    "shelter.House": "the phone of whoever is responsible for a house",
    "shelter.Address": "where a house is",
    "shelter.Handover": "what one shift tells the next about a house; about a person it is a note of the stay",
    "retention.Run": "why a list is forgotten; it outlives the list",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("model", sealed_models(), ids=lambda model: model._meta.label)
def test_every_sealed_row_belongs_to_somebody(model):
    kept_briefly = getattr(model, "kept_briefly", False)

    assert paths_of(model) or names_its_record(model) or kept_briefly or model._meta.label in NOBODYS


def alive(*rows) -> list[bool]:
    return [DataKey.objects.get(pk=row.data_key_id).opened() is not None for row in rows]


def letter(about, by) -> Attachment:
    upload = SimpleUploadedFile("surat.txt", b"invented words", content_type="text/plain")
    return attach(about=about, section="identity", upload=upload, by=by, at=NOON, title="Surat")


def identity(person) -> Identity:
    return Identity.objects.unscoped(because="test").get(pk=person.pk)


def test_a_person_takes_the_identity_files_and_search_tokens_along(register, laila, rina):
    other = register("Mawar Contoh")
    files, kept = letter(laila, rina), letter(other, rina)

    with as_role("gugus_worker"):
        told = shred_record("person", laila.pk, NOON)
        tokens = set(SearchToken.objects.values_list("person_id", flat=True))

    assert told.keys == 2 and alive(identity(laila), files) == [False, False]
    assert alive(identity(other), kept) == [True, True]
    assert tokens == {other.pk}
    assert identity(laila).names is None and identity(other).names["full"] == "Mawar Contoh"


def test_destroying_twice_destroys_nothing_more(laila):
    with as_role("gugus_worker"):
        assert shred_record("person", laila.pk, NOON).keys == 1
        assert shred_record("person", laila.pk, NOON).keys == 0


def test_what_is_said_of_a_person_within_a_report_is_emptied_and_the_report_stays(laila, rina):
    told = Told(channel="phone", risk="high", narrative="Seorang pelapor bercerita panjang lebar.",
                mentions=[{"role": "survivor", "who": {"name": "Laila Wulansari"}}])  # fmt: skip
    report = receive_report(told=told, agency=rina.agency, by=rina, at=NOON, key=uuid4())
    mention = Mention.objects.unscoped(because="test").get(report=report)
    Mention.objects.unscoped(because="test").filter(pk=mention.pk).update(person=laila)

    with as_role("gugus_worker"):
        told = shred_record("person", laila.pk, NOON)

    mention = Mention.objects.unscoped(because="test").get(pk=mention.pk)
    report.refresh_from_db()
    assert told.emptied == 1 and mention.who is None and report.narrative
    with as_role("gugus_worker"):
        assert shred_record("report", report.pk, NOON).keys == 1
    assert alive(report) == [False]


def test_a_case_takes_its_story_tasks_and_files_along_and_leaves_the_person(laila, rina):
    case = open_case(
        agency=rina.agency, manager=rina, by=rina, at=NOON, risk="high", summary="Dijemput dari kos."
    )
    other = open_case(agency=rina.agency, manager=rina, by=rina, at=NOON, risk="high", summary="Hal lain.")
    party = add_party(case=case, person=laila, role=PartyRole.SURVIVOR, by=rina, at=NOON)
    files = letter(case, rina)
    task = Task.objects.unscoped(because="test").filter(within_id=case.pk).first()

    with as_role("gugus_worker"):
        shred_record("case", case.pk, NOON)

    rows = [
        Case.objects.unscoped(because="test").get(pk=case.pk),
        Party.objects.unscoped(because="test").get(pk=party.pk),
        files,
    ]
    assert alive(*rows) == [False, False, False] and alive(other, identity(laila)) == [True, True]
    assert task is None or alive(task) == [False]


def test_kept_answers_go_with_whatever_is_destroyed(laila, rina):
    write = IdempotentWrite(user=rina, key="k", request_digest=b"d", at=NOON, status=201,
                            answer={"type": "application/json", "body": "{}", "headers": {}})  # fmt: skip
    write.save(force_insert=True)

    with as_role("gugus_worker"):
        shred_record("person", laila.pk, NOON)

    assert alive(write) == [False]


def test_the_keys_of_a_person_are_only_those_that_seal_nothing_else(laila):
    with as_role("gugus_worker"):
        assert keys_of("person", laila.pk) == {identity(laila).data_key_id}
    with pytest.raises(ValueError):
        keys_of("agency", laila.agency_id)
