"""A file is kept encrypted, given out with a trace, taken back for ever."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.files.conftest import PDF, picture, upload, words_of

from gugus.access.actions import open_to
from gugus.audit.models import Entry
from gugus.files import store
from gugus.files.actions import CannotAttach, attach, opened, remove
from gugus.files.codes import RemovalCode, ScanState
from gugus.files.models import Attachment
from gugus.files.queries import attachments_of
from gugus.files.rules import LARGEST
from gugus.people.models import Person


def fresh(letter) -> Attachment:
    return Attachment.objects.unscoped(because="the test looks").select_related("data_key").get(pk=letter.pk)


def seen_by(user) -> set[str]:
    with voice_of(user):
        return {row.ref for row in Attachment.objects.unscoped(because="the test asks the database itself")}


def content_of(letter, person, user) -> bytes:
    return b"".join(opened(attachment=fresh(letter), within=person, by=user, at=NOON))


def share(person, world, sections, agency=None):
    open_to(
        kind="person", about=person, agency=agency or world.police, sections=sections, basis="test", because=person,
        by=world.rina, at=NOON,
    )  # fmt: skip


def test_what_was_attached_comes_back(letter, person, rina):
    content = content_of(letter, person, rina)
    assert b"An invented letter" in words_of(content)
    assert (letter.media_type, letter.size, letter.agency_id) == (
        "application/pdf",
        len(content),
        rina.agency_id,
    )
    assert letter.scan == ScanState.NOT_SCANNED


def test_neither_disk_nor_database_shows_anything_of_it(letter, place):
    on_disk = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(a)::text from files_attachment a")
        row = cursor.fetchone()[0]

    assert b"Mawar" not in on_disk and b"PDF" not in on_disk
    assert "Mawar" not in row and "surat" not in row.lower()


def test_pictures_lose_their_metadata_on_the_way(person, rina):
    made = attach(
        about=person,
        section="case",
        upload=upload(picture(comment=b"Jalan Melati"), "foto.png"),
        by=rina,
        at=NOON,
    )

    content = content_of(made, person, rina)
    assert made.media_type == "image/jpeg"  # whatever the name says
    assert b"Melati" not in content and len(content) == made.size


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x00", "not_accepted"),
        (b"\xff\xd8\xffnonsense", "unreadable"),
        (b"a" * (LARGEST + 1), "too_large"),
    ],
    ids=["empty", "program", "broken", "large"],
)
def test_what_is_not_accepted_leaves_nothing(person, rina, place, content, code):
    with pytest.raises(CannotAttach) as refused:
        attach(about=person, section="case", upload=upload(content), by=rina, at=NOON)

    assert [reason.code for reason in refused.value.reasons] == [code]
    assert list(store.everything()) == []


def test_a_claimed_size_is_enough_to_refuse(person, rina):
    """The upload handler throws away what is too much, and keeps the true size."""
    cut = SimpleUploadedFile("x.pdf", PDF)
    cut.size = LARGEST + 1

    with pytest.raises(CannotAttach, match="too_large"):
        attach(about=person, section="case", upload=cut, by=rina, at=NOON)


def test_the_digest_of_what_came_in_is_kept_for_evidence(letter):
    assert fresh(letter).received_sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("files", "size", "code"), [(200, 0, "record_full"), (1, 500 * 2**20, "record_full")]
)
def test_a_record_holds_only_so_much(person, rina, monkeypatch, files, size, code):
    monkeypatch.setattr("gugus.files.queries.weight_of", lambda _within: (files, size))

    with pytest.raises(CannotAttach, match=code):
        attach(about=person, section="case", upload=upload(), by=rina, at=NOON)


def test_a_person_attaches_only_so_much_a_day(letter, person, rina, monkeypatch):
    monkeypatch.setattr("gugus.files.rules.MOST_A_DAY", 1)

    with pytest.raises(CannotAttach, match="day_full"):
        attach(about=person, section="case", upload=upload(), by=rina, at=NOON)
    later = attach(
        about=person, section="case", upload=upload(), by=rina, at=NOON + timedelta(days=1, hours=1)
    )
    assert later.pk


def test_both_ways_leave_a_trace_in_the_file_of_the_record(letter, person, rina):
    content_of(letter, person, rina)

    rows = (
        Entry.objects.unscoped(because="the test reads the trail")
        .filter(verb__startswith="file.")
        .order_by("seq")
    )
    assert [(entry.verb, entry.parent_id, entry.about_ref) for entry in rows] == [
        ("file.attached", person.pk, letter.ref), ("file.opened", person.pk, letter.ref),
    ]  # fmt: skip
    assert "Mawar" not in str([entry.changes for entry in rows])


def test_only_who_was_given_the_section_sees_the_file(letter, person, world):
    assert seen_by(world.budi) == set()

    share(person, world, ["health"])
    assert seen_by(world.budi) == set()

    share(person, world, ["case"], agency=world.shelter)
    assert seen_by(world.maya) == {letter.ref}
    assert seen_by(world.sari) == set()


def test_who_was_given_the_section_may_add_but_not_take_back(letter, person, world):
    share(person, world, ["case"])

    with voice_of(world.budi):
        theirs = attach(about=person, section="case", upload=upload(), by=world.budi, at=NOON)
        changed = Attachment.objects.unscoped(because="attack").filter(pk=letter.pk).update(removed_at=NOON)

    assert changed == 0
    assert seen_by(world.rina) == {letter.ref, theirs.ref}


@pytest.mark.parametrize("section", ["health", "justice"])
def test_nobody_adds_to_a_section_that_was_not_given(person, world, section):
    share(person, world, ["case"])

    with voice_of(world.budi), pytest.raises(DatabaseError), transaction.atomic():
        attach(about=person, section=section, upload=upload(), by=world.budi, at=NOON)


def test_nobody_adds_in_another_agencys_name(person, world):
    with pytest.raises(DatabaseError), transaction.atomic():
        attach(about=person, section="case", upload=upload(), by=world.budi, at=NOON)


def test_a_file_taken_back_is_gone_for_ever(letter, person, rina, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove(
            attachment=letter,
            within=person,
            code=RemovalCode.WRONG_FILE,
            by=rina,
            at=NOON + timedelta(hours=1),
        )

    gone = fresh(letter)
    assert not store.path_of(letter.pk).exists()
    assert (gone.removed_by, gone.removal_code, gone.title) == (rina, "wrong_file", None)
    assert list(attachments_of(person)) == []


def test_a_copy_in_a_backup_cannot_be_read_after_that(
    letter, person, rina, django_capture_on_commit_callbacks
):
    copy = store.path_of(letter.pk).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment=letter, within=person, code=RemovalCode.WRONG_FILE, by=rina, at=NOON)
    store.keep(letter.pk, [copy])

    with pytest.raises(store.ContentMissing):
        content_of(letter, person, rina)


def test_the_content_stays_when_the_removal_is_rolled_back(letter, person, rina):
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        remove(attachment=letter, within=person, code=RemovalCode.WRONG_FILE, by=rina, at=NOON)
        raise Changed

    assert b"Mawar" in words_of(content_of(letter, person, rina))


def test_files_of_a_record_are_listed_with_their_titles(letter, person, rina, django_assert_num_queries):
    for number in range(5):
        attach(
            about=person, section="case", upload=upload(), by=rina, at=NOON + timedelta(minutes=number + 1)
        )

    with django_assert_num_queries(1):
        titles = [row.title for row in attachments_of(person)]

    assert titles == ["surat Mawar.pdf"] * 5 + ["Surat pengantar Mawar"]
    assert list(attachments_of(person, sections=["health"])) == []


def test_the_application_role_deletes_no_row(letter):
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.unscoped(because="attack").filter(pk=letter.about_id).delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from files_attachment")


def test_the_worker_sees_every_row(letter):
    with as_role("gugus_worker"):
        assert fresh(letter).title == "Surat pengantar Mawar"
