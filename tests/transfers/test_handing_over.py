"""The move itself: everything goes, once, and the old agency is left with nothing but its own account."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.transfers.conftest import BECAUSE, SECRETS, accept, again, carry_out, offer, read_again

from gugus.access.models import Grant
from gugus.audit.models import Entry
from gugus.care.models import ServiceLine
from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case, ChronologyEntry
from gugus.files.models import Attachment
from gugus.intake.models import Report
from gugus.people.models import Identity, Person
from gugus.people.queries import search
from gugus.people.terms import sought_by_text
from gugus.referrals.models import Referral
from gugus.screening.models import Assessment
from gugus.tasks.models import Task
from gugus.transfers.models import Letter, Piece, Stub

OWNED = (Case, Report, Person, Identity, Assessment, Referral, ServiceLine, Attachment)
# What the old agency's database voice must not read of a file that went.
TABLES = (
    "cases_party",
    "cases_teammember",
    "cases_chronologyentry",
    "cases_flag",
    "intake_report",
    "intake_mention",
    "people_person",
    "people_identity",
    "screening_assessment",
    "screening_casereport",
    "referrals_referral",
    "care_serviceline",
    "files_attachment",
    "transfers_letter",
    "consent_ground",
)


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def owners_of(model) -> set:
    return set(model.objects.unscoped(because=BECAUSE).values_list("agency", flat=True))


def test_everything_of_the_file_belongs_to_the_new_agency(world, case, moved):
    with voice_of(world.sari):
        owners = {
            model: set(model.objects.unscoped(because=BECAUSE).values_list("agency", flat=True))
            for model in OWNED
        }
        fresh = again(case)

    assert owners == {model: {world.outside.pk} for model in OWNED}
    assert (fresh.agency, fresh.manager, fresh.version) == (world.outside, world.sari, case.version + 1)


def test_the_new_manager_reads_the_old_story_and_the_old_hands_in_it(world, case, moved):
    with voice_of(world.sari):
        line = ChronologyEntry.objects.unscoped(because=BECAUSE).get(case=case)
        verbs = set(
            Entry.objects.unscoped(because=BECAUSE).filter(parent_id=case.pk).values_list("verb", flat=True)
        )

    assert (line.text, line.agency, line.by) == ("Terkunci di gudang biru.", world.unit, world.rina)
    assert {"case.colleague_added", "referral.sent", "transfer.moved"} <= verbs


def test_open_tasks_go_on_with_their_deadlines(world, case):
    with voice_of(world.rina):
        before = dict(Task.objects.unscoped(because=BECAUSE).open().values_list("ref", "due_at"))
    transfer = carry_out(accept(world, offer(world, case)))

    with voice_of(world.sari):
        after = Task.objects.unscoped(because=BECAUSE).open().filter(ref__in=before)
        assert dict(after.values_list("ref", "due_at")) == before
        assert set(after.filter(kind="safety_check").values_list("assignee", flat=True)) == {world.sari.pk}
    with voice_of(world.rina):
        assert not Task.objects.unscoped(because=BECAUSE).open().filter(ref__in=before).exists()
    assert transfer.state == "moved"


def test_a_running_receiver_keeps_access_and_the_new_owner_is_the_sender(world, case, moved):
    with voice_of(world.maya):
        assert Case.objects.unscoped(because=BECAUSE).filter(pk=case.pk).exists()
        referral = Referral.objects.unscoped(because=BECAUSE).get()
        identities = Identity.objects.unscoped(because=BECAUSE).count()

    assert (referral.state, referral.agency, identities) == ("accepted", world.outside, 1)
    with voice_of(world.sari):
        grants = Grant.objects.unscoped(because=BECAUSE).filter(agency=world.shelter, ended_at=None)
        assert set(grants.values_list("given_by_agency", flat=True)) == {world.outside.pk}


def test_the_old_agency_keeps_the_core_for_the_hand_over_and_nothing_else(world, case, moved):
    with voice_of(world.rina):
        left = {table: rows_of(table) for table in TABLES}
        found, _outside = search(world.viewer("rina"), sought_by_text("Kirana Wulandari"), at=NOON), None
        grant = Grant.objects.unscoped(because=BECAUSE).get(
            agency=world.unit, record_kind="case", ended_at=None
        )

    assert {table for table, number in left.items() if number} <= {
        "cases_teammember",
        "cases_chronologyentry",
    }
    assert grant.sections == ["case"] and grant.until_at == moved.access_until
    assert "Kirana" not in str(found)


def test_without_a_hand_over_the_old_agency_loses_the_case_in_the_same_second(world, case):
    carry_out(accept(world, offer(world, case, hand_over_days=0)))

    with voice_of(world.rina):
        assert {table for table in [*TABLES, "cases_case"] if rows_of(table)} == set()


def test_the_old_agency_keeps_its_register_line_and_its_services_without_anybodys_name(world, case, moved):
    with voice_of(world.rina):
        facts = Stub.objects.unscoped(because=BECAUSE).get().facts
        own = Entry.objects.unscoped(because=BECAUSE).filter(parent_id=case.pk, agency_id=world.unit.pk)
        assert own.filter(verb="case.colleague_added").exists()

    assert facts["case"] == case.ref and [one["service"] for one in facts["services"]] == ["shelter"]
    assert not any(secret in str(facts) for secret in SECRETS)
    with voice_of(world.sari):
        assert not Stub.objects.unscoped(because=BECAUSE).exists()


def test_the_minutes_list_references_and_nothing_else(world, moved):
    with voice_of(world.sari):
        pieces = list(
            Piece.objects.unscoped(because=BECAUSE).values_list("what_kind", "record_ref", "how_code")
        )

    assert {kind for kind, _ref, _how in pieces} >= {
        "case",
        "report",
        "person",
        "file",
        "referral",
        "service",
        "task",
    }
    assert not any(secret in str(pieces) for secret in SECRETS)


def test_somebody_known_from_another_case_stays_and_is_shared(world, case):
    with voice_of(world.rina):
        person = case.parties.select_related("person").get(role="survivor").person
        other = open_case(
            agency=world.unit, manager=world.rina, risk="low", summary="Lain.", by=world.rina, at=NOON
        )
        add_party(case=other, person=person, role="witness", by=world.rina, at=NOON)
    carry_out(accept(world, offer(world, case)))

    for user in (world.rina, world.sari):
        with voice_of(user):
            kept = Person.objects.unscoped(because=BECAUSE).get(pk=person.pk)
            assert (
                kept.agency == world.unit
                and Identity.objects.unscoped(because=BECAUSE).filter(pk=person.pk).exists()
            )
    with voice_of(world.sari):
        assert (
            Piece.objects.unscoped(because=BECAUSE).filter(record_ref=person.ref, how_code="shared").exists()
        )


def test_what_the_new_owner_was_asked_for_has_no_other_side_and_ends(world, case):
    transfer = offer(world, case, to=world.outside)
    with as_role("gugus_worker"):
        Referral.objects.unscoped(because=BECAUSE).update(to_agency=world.outside)
    carry_out(accept(world, transfer))

    with voice_of(world.sari):
        referral = Referral.objects.unscoped(because=BECAUSE).get()
        assert (referral.state, referral.code) == ("done", "transferred")
        assert not Task.objects.unscoped(because=BECAUSE).open().filter(kind="referral_feedback").exists()


def test_the_letter_opens_to_the_receiver_with_its_yes(world, transfer):
    with voice_of(world.sari):
        assert not Letter.objects.unscoped(because=BECAUSE).exists()
    accept(world, transfer)

    with voice_of(world.sari):
        assert "bibinya" in Letter.objects.unscoped(because=BECAUSE).get().message


def test_moved_twice_is_moved_once(world, transfer):
    accepted = accept(world, transfer)
    first = carry_out(accepted)
    second = carry_out(accepted)

    with voice_of(world.sari):
        entries = Entry.objects.unscoped(because=BECAUSE).filter(verb="transfer.moved")
        assert entries.count() == 1
    assert first.version == second.version


def test_killed_in_the_middle_nothing_has_moved_and_the_next_try_moves_everything(
    world, case, transfer, monkeypatch
):
    accepted = accept(world, transfer)

    def killed(*args, **kwargs):
        raise RuntimeError("the power went out")

    monkeypatch.setattr("gugus.transfers.handing_over._write_down", killed)
    with as_role("gugus_worker"), pytest.raises(RuntimeError), transaction.atomic():
        carry_out(accepted)
    with voice_of(world.rina):
        assert again(case).agency == world.unit and rows_of("people_identity") == 1
    assert read_again(transfer, world.sari).state == "accepted"

    monkeypatch.undo()
    assert carry_out(accepted).state == "moved"


def test_a_manager_who_left_between_yes_and_move_sends_it_back(world, case, transfer):
    accepted = accept(world, transfer)
    world.sari.is_active = False
    world.sari.save(update_fields=["is_active"])

    back = carry_out(accepted)

    assert (back.state, back.code) == ("returned", "no_manager")
    with voice_of(world.rina):
        assert again(case).agency == world.unit


def test_an_agency_that_closed_between_yes_and_move_gets_nothing(world, case, transfer):
    accepted = accept(world, transfer)
    world.outside.valid_to = NOON.date()
    world.outside.save(update_fields=["valid_to"])

    back = carry_out(accepted)

    assert (back.state, back.code) == ("returned", "receiver_closed")


@pytest.mark.parametrize("who", ["rina", "sari", "maya"])
@pytest.mark.parametrize("table", ["cases_case", "people_person", "people_identity", "intake_report"])
def test_nobody_changes_the_owner_by_hand(world, case, transfer, who, table):
    with voice_of(getattr(world, who)), connection.cursor() as cursor:
        for target in (world.outside, world.unit, world.shelter):
            try:
                with transaction.atomic():
                    cursor.execute(f"update {table} set agency_id = %s", [target.pk])
            except DatabaseError:
                continue
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(f"select distinct agency_id from {table}")
        assert cursor.fetchall() == [(world.unit.pk,)]


def test_not_even_the_worker_moves_a_case_without_an_accepted_transfer(world, case, transfer):
    for role in ("gugus_worker", "gugus_owner"):
        with (
            as_role(role),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="accepted transfer"),
            transaction.atomic(),
        ):
            cursor.execute("update cases_case set agency_id = %s", [world.outside.pk])
