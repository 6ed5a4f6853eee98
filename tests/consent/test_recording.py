"""Writing into the ledger, and what it then answers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests import cast
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import EVERYTHING, consented, owed, told_for

from gugus.audit.models import Entry
from gugus.consent.models import Ground
from gugus.consent.queries import basis_for
from gugus.consent.recording import CannotRecord, Told, record_ground
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Membership, TaskForce
from gugus.tasks.models import Task

LATER = NOON + timedelta(days=400)


def codes_of(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def asked(world, person, agency, at=NOON, **more):
    with voice_of(world.rina):
        return basis_for(person, "referral", agency, at, **more)


def test_without_a_line_there_is_no_basis(world, child):
    found = asked(world, child, world.shelter)

    assert (found.holds, found.code) == (False, "none")


def test_a_guardians_consent_with_the_childs_view_is_a_basis_and_leaves_an_entry(world, child):
    ground = consented(world.rina, child, world.shelter)

    assert asked(world, child, world.shelter).ground == ground
    assert not asked(world, child, world.police).holds
    with voice_of(world.rina):
        entry = Entry.objects.unscoped(because="test").filter(verb="consent.recorded").get()
    assert (entry.about_ref, entry.parent_id) == (ground.ref, child.pk)
    assert "Ibu Contoh" not in str(entry.changes)


def test_names_and_words_are_sealed_in_the_table(world, child):
    consented(world.rina, child, world.shelter, child_words="Saya mau.", note="Rahasia")

    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select row_to_json(g)::text from consent_ground g")
        row = cursor.fetchone()[0]
    assert not any(word in row for word in ("Ibu Contoh", "Saya mau", "Rahasia"))


def test_a_line_covers_only_its_parts_of_the_file(world, child):
    consented(world.rina, child, world.shelter, sections=("case", "identity"))

    found = asked(world, child, world.shelter, sections=("case", "health"))
    assert (found.code, found.missing) == ("not_covered", ("health",))
    assert "Kesehatan" in str(found.reason("sections").words) or "Health" in str(
        found.reason("sections").words
    )


def test_it_ends_on_its_day(world, child):
    consented(world.rina, child, world.shelter, until_at=NOON + timedelta(days=30))

    assert asked(world, child, world.shelter, at=NOON + timedelta(days=29)).holds
    assert asked(world, child, world.shelter, at=NOON + timedelta(days=30)).code == "expired"


def test_a_newer_consent_replaces_the_older_one(world, child):
    old = consented(world.rina, child, world.shelter)
    new = consented(world.rina, child, world.shelter, at=NOON + timedelta(days=1))

    assert asked(world, child, world.shelter, at=LATER).ground == new
    with voice_of(world.rina):
        assert Ground.objects.unscoped(because="test").get(pk=old.pk).replaced_at is not None


def test_the_same_form_twice_makes_one_line(world, child):
    key = "0190a3f0-0000-7000-8000-00000000c0de"
    with voice_of(world.rina):
        told = told_for(world.shelter)
        first = record_ground(person=child, told=told, by=world.rina, at=NOON, key=key)
        second = record_ground(person=child, told=told, by=world.rina, at=NOON, key=key)

    assert str(first.pk) == str(second.pk)


def test_a_refusal_over_a_consent_must_travel_as_a_withdrawal(world, child):
    consented(world.rina, child, world.shelter)

    with pytest.raises(CannotRecord) as refused:
        consented(world.rina, child, world.shelter, answer="refused")
    assert codes_of(refused) == ["withdraw_instead"]


def test_a_refusal_and_not_asked_are_records_and_no_basis(world, child):
    consented(world.rina, child, world.shelter, answer="refused")
    with voice_of(world.rina):
        told = Told(purpose="referral", recipient=world.police, answer="not_asked")
        record_ground(person=child, told=told, by=world.rina, at=NOON)

    assert asked(world, child, world.shelter).code == "refused"
    assert asked(world, child, world.police).code == "not_asked"


def test_the_accused_does_not_speak_for_the_survivor_by_code_or_by_name(world, child, accused):
    for more in ({"guardian": accused}, {"giver_name": "BADU  contoh"}, {"giver_name": "bang badu"}):
        with pytest.raises(CannotRecord) as refused:
            consented(world.rina, child, world.shelter, **more)
        assert codes_of(refused) == ["barred"]


def test_a_duty_names_a_row_of_the_table_and_the_right_recipient(world, child):
    owed(world.rina, child, world.shelter, duty="victim_services")

    assert asked(world, child, world.shelter).ground.duty == "victim_services"
    for duty in ("no_such_duty", "medical_record", "witness_protection"):
        with pytest.raises(CannotRecord):
            owed(world.rina, child, world.shelter, duty=duty)


def test_danger_counts_for_hours_and_is_followed_up(world, child):
    with voice_of(world.rina):
        told = Told(
            purpose="referral", recipient=world.shelter, basis="vital_interest", note="Dikejar pelaku malam ini",
            sections=EVERYTHING, until_at=NOON + timedelta(hours=12),
        )  # fmt: skip
        ground = record_ground(person=child, told=told, by=world.rina, at=NOON)
        task = Task.objects.unscoped(because="test").get(kind="consent_follow_up")

    assert (task.about_id, task.assignee, task.due_at) == (ground.pk, world.rina, ground.until_at)
    assert not asked(world, child, world.shelter, at=NOON + timedelta(hours=12)).holds
    consented(world.rina, child, world.shelter)
    with voice_of(world.rina):
        assert Task.objects.unscoped(because="test").get(pk=task.pk).done_at == NOON


def test_services_of_the_task_force_are_those_that_sit_in_it(world, child):
    consented(world.rina, child, None, recipient_kind="services")
    assert not asked(world, child, world.shelter).holds

    force = TaskForce.objects.create(name="GT", area_code="31.74", valid_from=NOON.date())
    for agency in (world.unit, world.shelter, world.police):
        Membership.objects.create(task_force=force, agency=agency, valid_from=NOON.date())

    assert asked(world, child, world.shelter).holds
    assert not asked(world, child, world.police).holds
    assert not asked(world, child, world.outside).holds


def test_a_successor_sits_in_the_task_force_where_its_predecessor_did(world, child):
    consented(world.rina, child, None, recipient_kind="services")
    heir = cast.agency("rumah-baru", "Rumah Aman Baru", AgencyKind.SHELTER)
    force = TaskForce.objects.create(name="GT", area_code="31.74", valid_from=NOON.date())
    for member in (world.unit, world.shelter):
        Membership.objects.create(task_force=force, agency=member, valid_from=NOON.date())
    assert not asked(world, child, heir).holds

    world.shelter.valid_to, world.shelter.successor = NOON.date(), heir
    world.shelter.save(update_fields=["valid_to", "successor"])

    assert asked(world, child, heir).holds
    assert not asked(world, child, world.shelter).holds


def test_a_guardians_word_ends_on_the_18th_birthday(world, child):
    consented(world.rina, child, world.shelter)

    assert asked(world, child, world.shelter, at=NOON.replace(year=2028)).holds
    assert asked(world, child, world.shelter, at=NOON.replace(year=2029)).code == "lapsed"


def test_a_grown_person_answers_alone(world, grown):
    consented(world.rina, grown, world.shelter)

    assert asked(world, grown, world.shelter).holds


def test_another_agency_neither_reads_nor_writes_the_ledger(world, child):
    ground = consented(world.rina, child, world.shelter)

    for user in (world.sari, world.maya, world.arif):
        with voice_of(user):
            assert not Ground.objects.unscoped(because="the first lock is away").exists()
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "insert into consent_ground select * from json_populate_record(null::consent_ground, %s)",
                    [
                        f'{{"id":"{ground.pk}","ref":"DS-1","person_id":"{child.pk}","agency_id":"{user.agency_id}",'
                        '"purpose":"referral","recipient_kind":"services","basis":"consent","answer":"given","duty":"",'
                        '"giver":"","relation":"","minority":"","child_view":"","no_guardian":"","form":"","language":"",'
                        '"sections":[],"depth":2,"asked_at":"2026-01-01","recorded_at":"2026-01-01",'
                        '"carried_over":false,"version":1}'
                    ],
                )


def test_a_line_is_never_rewritten(world, child):
    ground = consented(world.rina, child, world.shelter)

    with voice_of(world.rina), pytest.raises(DatabaseError), transaction.atomic():
        Ground.objects.unscoped(because="test").filter(pk=ground.pk).update(basis="legal_duty")
