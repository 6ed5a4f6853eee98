"""From asking to the file: as the asker sees it, numbered once, sealed, whole or not there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import HEAD, asked, content, made, text_of, viewer

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.cases.models import Case
from gugus.documents import actions, jobs, making, press, rules
from gugus.documents.actions import CannotDocument
from gugus.documents.gate import to_download, to_void
from gugus.documents.kinds import kind_of
from gugus.documents.letter_files import layout
from gugus.documents.models import Counter, Document
from gugus.documents.numbering import preview
from gugus.documents.office import CannotWrite, end_signer, raise_counter, write_letterhead, write_signer
from gugus.documents.press import CannotSet
from gugus.documents.queries import is_genuine, register
from gugus.files import store
from gugus.outbox.models import Event
from gugus.retention.erasing import erase

INVITATION, MINUTES = "conference_invitation", "conference_minutes"


def entries(verb: str):
    return Entry.objects.unscoped(because="test").filter(verb=verb)


def row(document) -> Document:
    return Document.objects.unscoped(because="test").get(pk=document.pk)


def test_from_asking_to_a_numbered_letter(world, conference, office):
    document = made(asked(world.rina, INVITATION, conference.ref, signer=office))

    assert (document.state, document.number, document.template_version) == (
        "ready", "001/UND/UPT-PPPA/VI/2026", f"1/{layout().version}",
    )  # fmt: skip
    said = text_of(content(document))
    expected = [
        "UPTPPPAKOTACONTOH", document.number, "YusufContoh,S.Sos.", "NIP000001012000010001", "RumahAmanMelati",
        "KotaContoh,15Juni2026", document.digest, document.ref, "UU21/2007Pasal24",
    ]  # fmt: skip
    assert [words for words in expected if words not in said] == []


def test_nobody_in_the_case_is_named(world, conference, office):
    said = text_of(content(made(asked(world.rina, INVITATION, conference.ref))))

    assert conference.case.ref not in said and "Contohwati" not in said


def test_the_trail_says_who_asked_made_and_took_it_within_the_case(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    content(document)

    with as_role("gugus_worker"):
        for verb in ("document.asked", "document.made", "document.downloaded"):
            entry = entries(verb).get()
            assert (entry.about_ref, entry.parent_kind, entry.parent_id) == (
                document.ref, "case", conference.case_id,
            )  # fmt: skip
            assert entry.actor == "rina"


def test_numbers_follow_each_other_and_each_year_begins_anew(world, conference):
    first, second = (made(asked(world.rina, INVITATION, conference.ref)) for _ in range(2))
    later = made(asked(world.rina, INVITATION, conference.ref), at=NOON.replace(year=2027))

    assert [(one.year, one.seq) for one in (first, second, later)] == [(2026, 1), (2026, 2), (2027, 1)]


def test_the_day_of_the_office_decides_the_year(world, conference):
    late = NOON.replace(month=12, day=31, hour=18)  # 01.00 on New Year's Day in Jakarta

    assert made(asked(world.rina, INVITATION, conference.ref), at=late).year == 2027


def test_a_form_without_number_takes_none(world, conference):
    kind = kind_of(MINUTES)

    assert not kind.numbered
    with voice_of(world.rina):
        assert not Counter.objects.unscoped(because="test").exists()


def test_what_fails_takes_no_number_and_says_so(world, conference, monkeypatch):
    def broken(*args):
        raise CannotSet("template_broken")

    monkeypatch.setattr(making, "laid_out", broken)
    failed = made(asked(world.rina, INVITATION, conference.ref))
    monkeypatch.undo()

    assert (failed.state, failed.problem_code, failed.seq) == ("failed", "template_broken", None)
    assert made(asked(world.rina, INVITATION, conference.ref)).seq == 1


def test_made_twice_is_made_once(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    again = made(document, at=NOON + timedelta(hours=1))

    with voice_of(world.rina):
        assert again.ready_at == document.ready_at and entries("document.made").count() == 1


def test_a_worker_that_dies_leaves_nothing_half_made_and_is_followed_once(
    world, conference, monkeypatch, place
):
    document = asked(world.rina, INVITATION, conference.ref)

    class Killed(BaseException):
        pass

    def killed(*args, **more):
        raise Killed

    monkeypatch.setattr(actions, "announce", killed)  # after the file was written, before the commit
    for _ in range(2):
        with pytest.raises(Killed), as_role("gugus_worker"):
            actions.make(document=document, at=NOON)
        with as_role("gugus_worker"):
            assert (row(document).state, row(document).seq, row(document).sha256) == ("making", None, "")
            assert not Counter.objects.unscoped(because="test").exists()
            Document.objects.unscoped(because="test").update(begun_at=NOON - rules.PATIENCE)
    monkeypatch.undo()
    with as_role("gugus_worker"):
        assert (row(document).tries, actions.make(document=document, at=NOON).state) == (2, "failed")
        assert row(document).problem_code == "broken_off"


def killed_while_it_lays_out(monkeypatch) -> None:
    """The process that lays documents out is killed as soon as it runs, as by a kernel that is out of memory."""
    run = press.subprocess.run

    def shot(command, **more):
        return run(["/bin/sh", "-c", "kill -9 $$"], **more)

    monkeypatch.setattr(press.subprocess, "run", shot)


def test_a_press_that_is_killed_once_makes_the_letter_in_the_next_minute(world, conference, monkeypatch):
    document = asked(world.rina, INVITATION, conference.ref)
    with as_role("gugus_worker"):
        head = making.letterhead_of(world.unit, NOON)
        expected = preview(letterhead=head, kind=kind_of(INVITATION), on=NOON.date())
    with monkeypatch.context() as shooting:
        killed_while_it_lays_out(shooting)
        left = made(document)
    assert (left.state, left.tries, left.seq) == ("asked", 1, None)

    monkeypatch.setattr(jobs, "now", lambda: NOON + rules.LATE)
    with as_role("gugus_worker"):
        jobs.take_up(0)
        jobs.take_up(0)
        done = row(document)
    assert (done.state, done.tries, done.number) == ("ready", 2, expected)
    with voice_of(world.rina):
        assert entries("document.made").count() == 1
        assert Counter.objects.unscoped(because="test").get().last == 1


def test_a_press_that_is_killed_twice_ends_without_a_number(world, conference, monkeypatch):
    document = asked(world.rina, INVITATION, conference.ref)
    killed_while_it_lays_out(monkeypatch)
    for _ in range(2):
        assert made(document).state == "asked"

    assert (made(document).problem_code, row_of_worker(document).seq) == ("broken_off", None)


def row_of_worker(document) -> Document:
    with as_role("gugus_worker"):
        return row(document)


def test_what_a_dead_worker_left_is_taken_up(world, conference, monkeypatch):
    document = asked(world.rina, INVITATION, conference.ref)
    with as_role("gugus_worker"):
        Document.objects.unscoped(because="test").update(
            state="making", tries=1, begun_at=NOON - rules.PATIENCE
        )
        monkeypatch.setattr(jobs, "now", lambda: NOON)
        jobs.take_up(0)

        assert (row(document).state, row(document).tries, row(document).seq) == ("ready", 2, 1)


def test_one_in_the_making_is_left_alone(world, conference):
    document = asked(world.rina, INVITATION, conference.ref)
    with as_role("gugus_worker"):
        Document.objects.unscoped(because="test").update(state="making", tries=1, begun_at=NOON)

        assert actions.make(document=document, at=NOON + timedelta(seconds=30)).state == "making"


def test_a_role_that_ended_makes_nothing(world, conference):
    document = asked(world.rina, INVITATION, conference.ref)
    world.rina.assignments.update(valid_to=NOON.date())

    assert made(document).problem_code == "no_right"


def test_a_record_that_was_closed_to_the_asker_makes_nothing_and_gives_nothing_out(world, conference):
    ready = made(asked(world.maya, INVITATION, conference.ref))
    waiting = asked(world.maya, INVITATION, conference.ref)
    with as_role("gugus_worker"):
        type(conference)._base_manager.filter(pk=conference.pk).update(invited=[])

    assert made(waiting).problem_code == "not_there"
    with voice_of(world.maya), pytest.raises(Http404):
        to_download(viewer(world.maya), ready.ref, at=NOON)


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "eka"])
def test_who_has_nothing_to_do_with_the_record_may_not_ask(world, conference, name):
    with pytest.raises((Http404, PermissionDenied)):
        asked(getattr(world, name), INVITATION, conference.ref)


def test_a_colleague_with_the_same_right_takes_it_and_leaves_a_trace(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))

    with voice_of(world.yusuf):
        found = to_download(viewer(world.yusuf), document.ref, at=NOON)
        assert actions.give_out(document=found, by=world.yusuf, at=NOON).startswith(b"%PDF")
        entry = entries("document.downloaded").get()
        assert (entry.actor, entry.about_ref) == ("yusuf", document.ref)
        assert row(document).downloads == 1


def test_a_colleague_for_whom_it_would_differ_does_not_take_it(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.rina):
        conference.place = "Ruang lain"
        conference.save()

    with voice_of(world.yusuf), pytest.raises(CannotDocument, match="differs"):
        to_download(viewer(world.yusuf), document.ref, at=NOON)
    with voice_of(world.rina):
        assert to_download(viewer(world.rina), document.ref, at=NOON) == document


def test_what_was_made_with_more_rights_stays_closed_to_a_colleague(world, conference):
    """The asker's rights shrank afterwards: what counts is what the file holds, not what the asker would see now."""
    document = made(asked(world.rina, INVITATION, conference.ref))
    with as_role("gugus_worker"):
        Document.objects.unscoped(because="test").update(measure=actions.hashlib.sha256(b"more").hexdigest())

    with voice_of(world.yusuf), pytest.raises(CannotDocument, match="differs"):
        to_download(viewer(world.yusuf), document.ref, at=NOON)


@pytest.mark.parametrize("name", ["ratih", "sari", "maya", "lestari", "tono"])
def test_nobody_else_takes_it(world, conference, name):
    document = made(asked(world.rina, INVITATION, conference.ref))
    user = getattr(world, name)

    with voice_of(user), pytest.raises(Http404):
        to_download(viewer(user), document.ref, at=NOON)


def test_the_database_hides_it_from_other_agencies_and_guards_who_asks(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))

    with voice_of(world.sari):
        assert not Document.objects.unscoped(because="test").filter(pk=document.pk).exists()
        assert not Counter.objects.unscoped(because="test").exists()
    with voice_of(world.ratih), pytest.raises(DatabaseError), transaction.atomic():
        copy = row(document)
        copy.pk, copy.ref, copy.seq, copy.year, copy.number, copy.state = (
            None,
            "DK-0",
            None,
            None,
            "",
            "asked",
        )
        copy.id = type(copy)._meta.pk.get_default()
        copy.save(force_insert=True)


def test_a_number_is_given_once_by_the_database_too(world, conference):
    first, second = (made(asked(world.rina, INVITATION, conference.ref)) for _ in range(2))

    with as_role("gugus_worker"), pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.unscoped(because="test").filter(pk=second.pk).update(seq=first.seq)


def test_a_taken_number_fails_the_letter_and_not_the_worker(world, conference):
    made(asked(world.rina, INVITATION, conference.ref))
    with as_role("gugus_worker"):
        Counter.objects.unscoped(because="test").update(last=0)

    assert made(asked(world.rina, INVITATION, conference.ref)).problem_code == "number_taken"


def test_a_number_is_struck_out_and_stays(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.rina):
        found = to_void(viewer(world.rina), document.ref)
        actions.void(document=found, code="mistake", by=world.rina, at=NOON)
        with pytest.raises(CannotDocument, match="void"):
            actions.void(document=found, code="mistake", by=world.rina, at=NOON)
        assert [(one.seq, one.void_code) for one in register(viewer(world.rina), 2026)] == [(1, "mistake")]

    assert made(asked(world.rina, INVITATION, conference.ref)).seq == 2


@pytest.mark.parametrize(("name", "may"), [("tono", True), ("ratih", False), ("sari", False)])
def test_who_keeps_the_office_strikes_out_too(world, conference, name, may):
    document = made(asked(world.rina, INVITATION, conference.ref))
    user = getattr(world, name)
    with voice_of(user):
        if may:
            assert to_void(viewer(user), document.ref)
        else:
            with pytest.raises(Http404):
                to_void(viewer(user), document.ref)


def test_after_its_days_the_file_is_gone_for_ever_and_the_number_stays(
    world, conference, django_capture_on_commit_callbacks, monkeypatch
):
    document = made(asked(world.rina, INVITATION, conference.ref))
    monkeypatch.setattr(jobs, "now", lambda: NOON + rules.KEPT + timedelta(minutes=1))
    with as_role("gugus_worker"), django_capture_on_commit_callbacks(execute=True):
        jobs.purge(0)

    assert not store.path_of(document.pk, actions.PLACE).exists()
    with voice_of(world.rina):
        assert (row(document).state, row(document).number) == ("purged", document.number)
        with pytest.raises(CannotDocument):
            content(document)


def test_disk_and_table_show_nothing_of_it(world, conference, office, place):
    document = made(asked(world.rina, INVITATION, conference.ref))

    raw = store.path_of(document.pk, actions.PLACE).read_bytes()
    assert raw.startswith(b"GUGF1") and b"%PDF" not in raw


def test_the_printed_digest_and_that_of_the_file_prove_it(world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.ratih):
        told = viewer(world.ratih)
        assert is_genuine(told, document.ref.lower(), document.digest[:16].upper())
        assert is_genuine(told, document.ref, document.sha256)
        assert not is_genuine(told, document.ref, "0" * 64) and not is_genuine(
            told, document.ref, document.digest[:8]
        )
    with voice_of(world.sari):
        assert not is_genuine(viewer(world.sari), document.ref, document.digest)


def test_the_digest_changes_with_the_content(world, conference):
    first = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.rina):
        conference.place = "Ruang lain"
        conference.save()

    assert made(asked(world.rina, INVITATION, conference.ref)).digest != first.digest


def test_a_letter_in_word(world, conference, office):
    document = made(asked(world.rina, INVITATION, conference.ref, form="docx", signer=office))

    assert document.state == "ready" and content(document).startswith(b"PK")
    with pytest.raises(CannotDocument, match="no_docx"):
        asked_minutes = kind_of(MINUTES)
        with voice_of(world.rina):
            actions.ask(kind=asked_minutes, about=actions.Named("conference", conference.pk, conference.ref),
                        viewer=viewer(world.rina), at=NOON, form="docx")  # fmt: skip


def test_a_press_of_the_button_twice_is_one_document(world, conference):
    one, two = (asked(world.rina, INVITATION, conference.ref, key="k") for _ in range(2))

    assert one == two


def test_only_so_many_a_day(world, conference, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    asked(world.rina, INVITATION, conference.ref)

    with pytest.raises(CannotDocument, match="many"):
        asked(world.rina, INVITATION, conference.ref)


def test_the_worker_hears_of_it(world, conference, monkeypatch):
    document, heard = asked(world.rina, INVITATION, conference.ref), []
    monkeypatch.setattr(jobs.make, "defer", lambda **more: heard.append(more))

    with as_role("gugus_worker"):
        jobs.on_asked(event=Event.objects.get(topic="document.asked"), at=NOON)
    assert heard == [{"document": str(document.pk)}]


def test_an_official_of_another_office_does_not_sign(world, conference, office):
    with pytest.raises(CannotDocument, match="no_signer"):
        asked(world.maya, INVITATION, conference.ref, signer=office)


def test_letterhead_and_numbers_are_data_that_an_official_changes(world, conference, office):
    with voice_of(world.tono):
        told = HEAD | {"pattern": "B-{seq}/{code}/{year}", "codes": {INVITATION: "005"}}
        head = write_letterhead(facts=told, by=world.tono, at=NOON, seen=1)
        assert preview(letterhead=head, kind=kind_of(INVITATION), on=NOON.date()) == "B-1/005/2026"
        with pytest.raises(Stale):
            write_letterhead(facts=told, by=world.tono, at=NOON, seen=1)
        with pytest.raises(CannotWrite, match="no_year, unfit_code"):
            write_letterhead(
                facts={"pattern": "{seq}/A", "codes": {"planet": "1"}}, by=world.tono, at=NOON, seen=2
            )
        changed = entries("letterhead.changed").order_by("-seq").first()
        assert changed.actor == "tono" and changed.changes["pattern"] == "B-{seq}/{code}/{year}"

    assert made(asked(world.rina, INVITATION, conference.ref)).number == "B-1/005/2026"


def test_a_made_letter_keeps_its_number_and_version_when_everything_changes(world, conference, office):
    document = made(asked(world.rina, INVITATION, conference.ref))
    before = content(document)
    with voice_of(world.tono):
        write_letterhead(facts=HEAD | {"name": "Kantor Baru"}, by=world.tono, at=NOON, seen=1)

    assert content(document) == before and document.number == "001/UND/UPT-PPPA/VI/2026"


def test_a_counter_goes_on_after_paper_and_never_back(world, conference):
    with voice_of(world.tono):
        raise_counter(year=2026, last=57, by=world.tono, at=NOON)
        with pytest.raises(CannotWrite, match="counter_falls"):
            raise_counter(year=2026, last=56, by=world.tono, at=NOON)

    assert made(asked(world.rina, INVITATION, conference.ref)).seq == 58


def test_there_is_one_usual_signer_and_ended_ones_sign_nothing(world, conference, office):
    with voice_of(world.tono):
        facts = {"full_name": "Ratih Contoh", "position": "Plt. Kepala", "is_usual": True}
        other = write_signer(facts=facts, by=world.tono, at=NOON)
        assert making.usual_signer(world.rina) == other
        with pytest.raises(CannotWrite, match="unfit_nip"):
            write_signer(facts=facts | {"nip": "123"}, by=world.tono, at=NOON)
        end_signer(signer=other, by=world.tono, at=NOON)
        other.refresh_from_db()

    with pytest.raises(CannotDocument, match="no_signer"):
        asked(world.rina, INVITATION, conference.ref, signer=other)


def test_values_that_are_no_plain_values_make_nothing(world, conference, monkeypatch):
    monkeypatch.setattr(type(kind_of(INVITATION)), "gathered", lambda *more: {"case": conference})

    document = asked(world.rina, INVITATION, conference.ref)
    assert made(document).problem_code == "unfit_values"


def test_forgetting_the_case_takes_the_file_and_leaves_the_number(
    world, conference, django_capture_on_commit_callbacks
):
    document = made(asked(world.rina, INVITATION, conference.ref))
    with as_role("gugus_worker"), django_capture_on_commit_callbacks(execute=True):
        Case._base_manager.filter(pk=conference.case_id).update(
            state="closed", state_code="goals_met", state_at=NOON.replace(year=2010)
        )
        erase("case", conference.case_id, certificate="BA-1", at=NOON)

    assert not store.path_of(document.pk, actions.PLACE).exists()
    with as_role("gugus_worker"):
        left = row(document)
        assert (left.state, left.number) == ("purged", document.number)
        assert left.asked_at.day == 1 and left.key == "" and left.data_key.opened() is None
