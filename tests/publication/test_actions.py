"""From a draft to everybody's eyes and back: two persons, nothing that names anybody, nothing changed afterwards."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.conftest import NOON, voice_of
from tests.publication.conftest import TEXT

from gugus.audit.models import Entry
from gugus.base.context import speaking_for
from gugus.base.versions import Stale
from gugus.publication import actions
from gugus.publication.actions import CannotPublish
from gugus.publication.codes import Kind, State
from gugus.publication.models import Publication
from gugus.publication.rules import Words

BECAUSE = "the test looks"


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_second_person_publishes_and_the_trail_says_so(world, shown):
    assert (shown.state, shown.proposed_by, shown.decided_by) == (State.PUBLISHED, world.wulan, world.arif)
    with voice_of(world.arif):
        rows = Entry.objects.unscoped(because=BECAUSE).filter(about_id=shown.pk, agency_id=world.office.pk)
        verbs = list(rows.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["publication.written", "publication.proposed", "publication.published"]


def test_whoever_proposed_does_not_publish(world, draft):
    with voice_of(world.arif):
        Publication.objects.unscoped(because=BECAUSE).filter(pk=draft.pk)
        proposed = actions.propose(one=draft, by=world.arif, at=NOON)
        with pytest.raises(CannotPublish) as refused:
            actions.publish(one=proposed, looked_at=[], by=world.arif, at=NOON)

    assert codes(refused) == ["same_person"]


def test_whoever_wrote_does_not_publish_even_when_somebody_else_proposed(world, draft):
    with voice_of(world.arif):
        proposed = actions.propose(one=draft, by=world.arif, at=NOON)
    with voice_of(world.wulan), pytest.raises(CannotPublish) as refused:
        actions.publish(one=proposed, looked_at=[], by=world.wulan, at=NOON)

    assert codes(refused) == ["same_person"]
    as_wulan = {"state": State.PUBLISHED, "decided_by": world.wulan, "decided_at": NOON}
    assert tampered(world.wulan, proposed.pk, **as_wulan) == 0


def test_whoever_changed_the_draft_does_not_publish_it(world, draft):
    with voice_of(world.arif):
        changed = actions.change(one=draft, words=TEXT, by=world.arif, at=NOON)
    with voice_of(world.wulan):
        proposed = actions.propose(one=changed, by=world.wulan, at=NOON)
    with voice_of(world.arif), pytest.raises(CannotPublish) as refused:
        actions.publish(one=proposed, looked_at=[], by=world.arif, at=NOON)

    assert codes(refused) == ["same_person"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("hubungi 0812-0000-0000", "phone"),
        ("NIK 3174000000000001", "identity_number"),
        ("kasus K-R8TN-CXJJ", "record"),
        ("tulis ke mawar@contoh.invalid", "email"),
        ("paspor XX1234567", "passport"),
        ("Seorang korban asal Tebet bernama Kenanga", "named"),
        ("  ", "text_needed"),
    ],
)
def test_what_would_give_somebody_away_is_refused_at_the_field(world, draft, body, code):
    with voice_of(world.wulan):
        changed = actions.change(one=draft, words=replace(TEXT, body=body), by=world.wulan, at=NOON)
        with pytest.raises(CannotPublish) as refused:
            actions.propose(one=changed, by=world.wulan, at=NOON)

    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [(code, "body")]


def test_what_may_be_harmless_is_ticked_by_whoever_approves(world, draft):
    words = replace(TEXT, body="Dua anak perempuan ikut, berusia 15 tahun.")
    with voice_of(world.wulan):
        changed = actions.change(one=draft, words=words, by=world.wulan, at=NOON)
        proposed = actions.propose(one=changed, by=world.wulan, at=NOON)
    with voice_of(world.arif):
        with pytest.raises(CannotPublish) as refused:
            actions.publish(one=proposed, looked_at=["small_count"], by=world.arif, at=NOON)
        shown = actions.publish(one=proposed, looked_at=["age", "small_count"], by=world.arif, at=NOON)

    assert codes(refused) == ["not_looked_at"]
    assert shown.looked_at == ["age", "small_count"]


def test_sent_back_it_is_a_draft_with_the_reason(world, proposed):
    with voice_of(world.arif):
        with pytest.raises(CannotPublish) as refused:
            actions.send_back(one=proposed, why=" ", by=world.arif, at=NOON)
        back = actions.send_back(one=proposed, why="Angka diperiksa lagi", by=world.arif, at=NOON)

    assert codes(refused) == ["reason_needed"]
    assert (back.state, back.sent_back) == (State.DRAFT, "Angka diperiksa lagi")


def test_withdrawn_it_is_read_by_nobody_outside(world, shown):
    with voice_of(world.wulan):
        actions.withdraw(one=shown, why="keliru", by=world.wulan, at=NOON)
    with speaking_for(agency=None, user=None):
        assert not Publication.objects.for_everybody().exists()


def test_a_double_click_writes_once_and_a_slow_writer_hears_of_it(world, force):
    key = UUID("01890000-0000-7000-8000-000000000001")
    with voice_of(world.wulan):
        told = {"force": force, "kind": Kind.NOTE, "words": TEXT, "by": world.wulan, "at": NOON, "key": key}
        assert actions.write(**told) == actions.write(**told)
        one = actions.change(one=actions.write(**told), words=TEXT, by=world.wulan, at=NOON, seen=1)
        with pytest.raises(Stale):
            actions.change(one=one, words=TEXT, by=world.wulan, at=NOON, seen=1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (Words(" ", "teks"), "title_needed"),
        (Words("j" * 201, "teks"), "too_long"),
        (Words("judul", "t" * 40_001), "too_long"),
        (Words("judul", "teks", "title", ""), "english_in_part"),
    ],
)
def test_limits_are_said(world, force, words, code):
    with voice_of(world.wulan), pytest.raises(CannotPublish) as refused:
        actions.write(force=force, kind=Kind.NOTE, words=words, by=world.wulan, at=NOON)

    assert codes(refused) == [code]


def tampered(user, pk, **values) -> int:
    with voice_of(user) if user else speaking_for(agency=None, user=None):
        try:
            with transaction.atomic():
                return Publication.objects.unscoped(because=BECAUSE).filter(pk=pk).update(**values)
        except DatabaseError:
            return 0


def test_the_database_keeps_a_published_text_and_its_names(world, shown):
    assert tampered(world.wulan, shown.pk, body="lain") == 0
    assert tampered(world.wulan, shown.pk, state=State.DRAFT) == 0
    assert tampered(world.sari, shown.pk, state=State.WITHDRAWN, withdrawn_at=NOON) == 0
    assert tampered(None, shown.pk, title="lain") == 0
    assert tampered(world.wulan, shown.pk, state=State.WITHDRAWN, withdrawn_at=NOON) == 1


def test_the_database_lets_nobody_publish_in_anothers_name(world, proposed):
    as_arif = {"state": State.PUBLISHED, "decided_by": world.arif, "decided_at": NOON}

    assert tampered(world.budi, proposed.pk, **as_arif) == 0
    assert tampered(world.wulan, proposed.pk, **as_arif | {"decided_by": world.wulan}) == 0
    assert tampered(world.arif, proposed.pk, **as_arif) == 1


def test_a_member_changes_no_draft_and_an_outsider_sees_none(world, draft):
    assert tampered(world.budi, draft.pk, body="lain") == 0
    with voice_of(world.sari):
        assert not Publication.objects.unscoped(because=BECAUSE).filter(pk=draft.pk).exists()
    with voice_of(world.budi), pytest.raises(DatabaseError), transaction.atomic():
        Publication(
            task_force=draft.task_force, agency=world.police, kind="note", title="x", written_by=world.budi,
            written_at=NOON,
        ).save(force_insert=True)  # fmt: skip
