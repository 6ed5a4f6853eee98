"""Once a day one message with counts and references, or none; holidays and zones as people live in them."""

from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.notices.conftest import BECAUSE, a_round, deliveries, dispatches, say, states

from gugus.kernel.ids import new_id, new_ref
from gugus.notices import jobs
from gugus.notices.choosing import CannotChoose, choose_hours, choose_modes
from gugus.notices.codes import Family
from gugus.notices.models import Delivery, Dispatch, Notice, ProviderReceipt
from gugus.outbox.actions import announce, deliver
from gugus.outbox.models import Event
from gugus.tasks.models import Holiday

MORNING = NOON.replace(hour=0) + timedelta(days=1)  # 07.00 in Jakarta, Tuesday


def once_a_day(world, **more):
    modes = {("mail", family): "digest" for family in Family}
    hours = {"zone": "Asia/Jakarta", "quiet_from": time(21), "quiet_until": time(6), "days_off": [],
             "holidays_off": False, "digest_hour": 7} | more  # fmt: skip
    with voice_of(world.budi):
        choose_modes(user=world.budi, modes=modes, at=NOON)
        choose_hours(user=world.budi, at=NOON, **hours)


def test_the_digest_counts_by_family_and_lists_references(addressed, mails):
    once_a_day(addressed)
    refs = [new_ref("F"), new_ref("F"), new_ref("T")]
    for ref, code in zip(refs, ("referral_sent", "referral_returned", "task_late"), strict=True):
        addressed.police.ref, addressed.police.pk = ref, new_id()
        say(addressed, code=code, about=addressed.police)

    assert a_round() == 0 and a_round(MORNING) == 1

    text = mails.letters()[0].get_content()
    assert "3 pemberitahuan menunggu Anda" in text
    assert "2 × Rujukan dan pelimpahan" in text and "1 × Tugas" in text
    assert all(ref in text for ref in refs)
    assert a_round(MORNING + timedelta(days=1)) == 0  # nothing new, nothing sent


def test_a_digest_waits_for_the_end_of_days_off_and_holidays(addressed, mails):
    Holiday.objects.update_or_create(day=date(2026, 6, 16), defaults={"name": "Libur", "closed": True})
    once_a_day(addressed, days_off=[3], holidays_off=True)  # Tuesday a holiday, Wednesday off
    say(addressed)

    assert a_round() == a_round(MORNING) == a_round(MORNING + timedelta(days=1)) == 0
    assert a_round(MORNING + timedelta(days=2)) == 1


def test_who_chose_nothing_lives_by_the_zone_of_the_office(addressed, mails):
    with as_role("gugus_worker"):
        addressed.police.area_code = "53.01"  # Kupang: 22.00 UTC is six in the morning
        addressed.police.save(update_fields=["area_code"])
    night = NOON.replace(hour=14)  # 22.00 there
    say(addressed, at=night)

    assert a_round(night) == 0
    assert a_round(NOON.replace(hour=21, minute=59)) == 0 and a_round(NOON.replace(hour=22)) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"digest_hour": 23}, "digest_hour"),
        ({"days_off": [1, 2, 3, 4, 5, 6]}, "days_off"),
        ({"days_off": [8]}, "days_off"),
    ],
)
def test_hours_in_which_nobody_would_ever_be_told_are_refused(addressed, more, field):
    with pytest.raises(CannotChoose) as refused:
        once_a_day(addressed, **more)

    assert [one.field for one in refused.value.reasons] == [field]


def test_a_late_task_of_high_risk_breaks_the_night(addressed, mails):
    once_a_day(addressed)
    midnight = NOON.replace(hour=17)
    event = announce(
        "task.late", about=addressed.unit, at=midnight, agency=str(addressed.unit.pk), to=str(addressed.budi.pk),
        risk="high",
    )  # fmt: skip
    with as_role("gugus_worker"):
        assert deliver(event.pk, at=midnight)
        urgent = Event.objects.filter(topic="notices.urgent").first()
        assert deliver(urgent.pk, at=midnight)
        with connection.cursor() as cursor:  # the worker is woken at once
            cursor.execute("select count(*) from procrastinate_jobs where task_name = 'notices.carry_now'")
            assert cursor.fetchone() == (1,)

    assert a_round(midnight) >= 1
    assert ("sent", "") in states(addressed.budi)


# --- what the page's role cannot do -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        "update notices_dispatch set step = 'waiting'",
        "update notices_delivery set state = 'waiting'",
        "update notices_providerreceipt set told = 'read'",
        "update notices_onetimecode set language = 'en'",
        "delete from notices_dispatch",
        "insert into notices_delivery (id, notice_id, user_id, channel, state, why, due_at, made_at) "
        "select gen_random_uuid(), id, user_id, 'mail', 'waiting', '', now(), now() from notices_notice",
        "insert into notices_dispatch (id, user_id, channel, purpose, key, step, why, urgent, made_at, next_at, "
        "attempts, receipt, provider_digest) select gen_random_uuid(), id, 'mail', 'news', 'x', 'waiting', '', true, "
        "now(), now(), 0, '', '' from access_user where username = 'budi'",
        "insert into notices_choice (id, user_id, channel, family, mode) "
        "select gen_random_uuid(), id, 'mail', 'tasks', 'never' from access_user where username = 'budi'",
    ],
)
def test_the_application_role_sends_nothing_in_anybodys_name_and_changes_nothing(
    addressed, mails, rina, attempt
):
    say(addressed, to=addressed.rina)
    a_round()

    with (
        voice_of(addressed.rina),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)


# --- old things go ------------------------------------------------------------------------------------------------


def test_what_left_goes_with_the_notices_it_carried(addressed, mails):
    say(addressed)
    a_round()
    with as_role("gugus_worker"):
        long_ago = now() - timedelta(days=91)
        Notice.objects.unscoped(because=BECAUSE).update(read_at=long_ago)
        Dispatch.objects.unscoped(because=BECAUSE).update(made_at=long_ago)
        for age in (29, 31):
            ProviderReceipt(
                channel="sms", event_digest=f"~{age}", told="read", at=now() - timedelta(days=age)
            ).save(force_insert=True)
        jobs.tidy(0)

        assert not Delivery.objects.unscoped(because=BECAUSE).exists()
        assert not Dispatch.objects.unscoped(because=BECAUSE).exists()
        assert ProviderReceipt.objects.unscoped(because=BECAUSE).count() == 1


# --- the operator's command ---------------------------------------------------------------------------------------


def test_the_command_says_how_channels_are_and_shows_no_secret(addressed, provider, settings, capsys):
    settings.NOTICES |= {"mail": "smtp", "smtp_host": "127.0.0.1"}

    with as_role("gugus_worker"):
        call_command("notices", language="en")

    told = capsys.readouterr().out
    assert "E-mail: missing or unsafe: GUGUS_MAIL_FROM\n" in told
    assert "SMS: works" in told and "WhatsApp: works" in told
    assert "secret" not in told.lower() and "whsec" not in told and "verify-me" not in told


def test_the_command_sends_a_test_and_says_what_became_of_it(addressed, mails, capsys):
    with as_role("gugus_worker"):
        call_command("notices", "test", "mail", to="budi", language="en")
        assert capsys.readouterr().out.strip() == "Sent" and len(mails.raw) == 1

        mails.answers["MAIL"] = "451 later"
        with pytest.raises(CommandError, match="did not leave"):
            call_command("notices", "test", "mail", to="budi", language="en")
        for bad in (("sms", "budi"), ("pigeon", "budi"), ("mail", "nobody"), ("mail", "arif")):
            with pytest.raises(CommandError):
                call_command("notices", "test", bad[0], to=bad[1])


def test_an_address_that_bounced_can_be_entered(addressed, mails):
    with as_role("gugus_worker"):
        call_command("notices", "refused", "budi")
    say(addressed)

    assert a_round() == 0 and states(addressed.budi) == [("dropped", "address")]


def test_what_left_to_me_is_mine_to_see(addressed, mails):
    say(addressed)
    a_round()

    assert len(deliveries(addressed.budi)) == len(dispatches(addressed.budi)) == 1
    assert deliveries(addressed.rina) == []
