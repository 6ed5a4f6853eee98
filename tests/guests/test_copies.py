"""The person may learn which offices without accounts were told, and by what."""

from datetime import timedelta

from tests.conftest import NOON, voice_of

from gugus.guests.copies import outside
from gugus.guests.entering import enter, look
from gugus.guests.letters import print_named
from gugus.kernel.copies import Asked


def test_an_access_copy_names_opened_links_and_letters(world, made, referral):
    at = NOON + timedelta(minutes=1)
    asked = Asked(person_id=referral.person_id, case_ids=frozenset({referral.case_id}))
    with voice_of(world.rina):
        assert outside(asked)[0].rows == []

    look(session=enter(key=made.key, code=made.code, at=at), at=at)

    with voice_of(world.rina):
        print_named(referral=referral, by=world.rina, at=at)
        told = [str(value) for line in outside(asked)[0].rows for _label, value in line]
        assert told.count("Puskesmas Senja") == 2
        assert outside(Asked(person_id=referral.person_id))[0].rows == []
    with voice_of(world.sari):
        assert outside(asked)[0].rows == []
