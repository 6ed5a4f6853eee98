"""The database refuses what the actions would not do."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conferences.conftest import seen_by
from tests.conferences.test_actions import approved, minuted
from tests.conftest import voice_of

from gugus.conferences.models import Conference, Decision, Invitation, Item

BECAUSE = "the test attacks"


def changed(user, model, pk, **values) -> int:
    """How many rows the database lets this user change; a refusal counts as none."""
    with voice_of(user):
        try:
            with transaction.atomic():
                return model.objects.unscoped(because=BECAUSE).filter(pk=pk).update(**values)
        except DatabaseError:
            return 0


def test_a_guest_changes_neither_the_conference_nor_its_questions(world, case):
    made, decision = minuted(world, case)

    assert changed(world.maya, Conference, made.pk, state="approved") == 0
    assert changed(world.maya, Item, decision.item_id, number=9) == 0
    assert changed(world.maya, Decision, decision.pk, kind="none") == 0
    assert changed(world.maya, Invitation, _of(world.rina, made, world.unit).pk, came=False) == 0
    assert changed(world.sari, Invitation, _of(world.maya, made, world.shelter).pk, came=False) == 0


def _of(user, conference, agency):
    return seen_by(user, Invitation, conference=conference, agency=agency)[0]


def test_nobody_changes_approved_minutes(world, case):
    made, decision = approved(world, case)

    assert changed(world.rina, Decision, decision.pk, kind="none") == 0
    assert changed(world.rina, Item, decision.item_id, question="other") == 0
    with voice_of(world.rina), connection.cursor() as cursor:
        cursor.execute("delete from conferences_item where conference_id = %s", [made.pk])
        assert cursor.rowcount == 0


@pytest.mark.parametrize("who", ["budi", "sari", "arif", "maya"])
def test_nobody_invites_oneself(world, case, who):
    made, _ = minuted(world, case)
    user = getattr(world, who)
    row = Invitation(conference=made, host_id=made.agency_id, agency_id=world.police.pk)

    with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
