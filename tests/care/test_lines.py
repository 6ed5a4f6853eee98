"""Service lines deepened: appointments, one step to a referral, and what people say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented

from gugus.care.actions import CannotServe, arrange, attend, cancel_line, finish_line, write_line
from gugus.care.asking import note_opinion
from gugus.care.models import Appointment, OpinionAnswer, OpinionSheet, OpinionWords, ServiceLine
from gugus.care.opinions import means, words_for
from gugus.care.referring import Asked, follow_referral, refer_line
from gugus.care.wording import rupiah
from gugus.outbox.models import Event
from gugus.referrals.actions import accept_referral, decline_referral, send_referral

LATER = NOON + timedelta(days=2)
ALL_YES = dict.fromkeys(["respected", "safe", "understood", "chose", "helped"], 4)


def a_line(world, case, party, **more) -> ServiceLine:
    with voice_of(world.rina):
        return write_line(case=case, party=party, service="shelter", by=world.rina, at=NOON, **more)


def again(line, user) -> ServiceLine:
    with voice_of(user):
        return (
            ServiceLine.objects.unscoped(because="the test looks")
            .select_related("case", "data_key")
            .get(pk=line.pk)
        )


def history(line, user) -> list[tuple[str, str]]:
    with voice_of(user):
        rows = (
            Appointment.objects.unscoped(because="the test looks")
            .filter(line=line)
            .order_by("written_at", "pk")
        )
        return [(one.attendance, one.code) for one in rows]


def done(world, case, party, *, provider=None) -> ServiceLine:
    line = a_line(world, case, party, provider=provider)
    with voice_of(world.rina):
        finish_line(line=line, done_on=NOON.date(), result="reached", by=world.rina, at=NOON)
    return again(line, world.rina)


def hear(referral) -> None:
    """The worker's part."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(about_id=referral.pk).order_by("pk"):
            follow_referral(event=event, at=NOON)


def test_every_appointment_stays_in_the_history_with_how_it_ended(world, case, child):
    line = a_line(world, case, child, appointment_at=NOON + timedelta(days=1))
    with voice_of(world.rina):
        arrange(line=line, appointment_at=LATER, code="person", by=world.rina, at=NOON)
        with pytest.raises(CannotServe) as refused:
            attend(line=line, came=False, code="unwell", by=world.rina, at=NOON)
        assert [one.code for one in refused.value.reasons] == ["not_yet"]
        with pytest.raises(CannotServe):
            attend(line=line, came=False, by=world.rina, at=LATER)
        attend(line=line, came=False, code="transport", note="Tidak ada angkot.", by=world.rina, at=LATER)
        assert again(line, world.rina).state == "planned"
        arrange(line=line, appointment_at=LATER + timedelta(days=1), by=world.rina, at=LATER)
        cancel_line(line=line, code="not_needed", by=world.rina, at=LATER)

    assert history(line, world.rina) == [("moved", "person"), ("absent", "transport"), ("called_off", "")]


def test_a_result_settles_the_appointment_and_says_who_wrote_it(world, case, child):
    line = a_line(world, case, child, appointment_at=NOON)
    with voice_of(world.rina):
        finish_line(line=line, done_on=NOON.date(), result="reached", by=world.rina, at=NOON)

    assert history(line, world.rina) == [("came", "")]
    assert again(line, world.rina).done_by_id == world.rina.pk


def test_a_provider_keeps_its_own_lines_and_touches_no_other(world, case, child, opened):
    foreign = a_line(world, case, child, appointment_at=NOON + timedelta(days=1))
    maya = opened("care")
    with voice_of(maya):
        own = write_line(case=case, party=child, service="shelter", provider=world.shelter, by=maya, at=NOON)
        arrange(line=own, appointment_at=LATER, by=maya, at=NOON)
        assert list(ServiceLine.objects.unscoped(because="attack")) == [own]
        assert not Appointment.objects.unscoped(because="attack").filter(line=foreign).exists()
        assert ServiceLine.objects.unscoped(because="attack").filter(pk=foreign.pk).update(state="done") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Appointment(line_id=foreign.pk, starts_at=NOON, written_at=NOON).save(force_insert=True)

    assert history(own, world.rina) == [("", "")]  # the owner reads what the provider wrote


def test_from_a_line_to_a_referral_in_one_step_and_back(signed_in, world, case, child):
    line = a_line(world, case, child, note="Butuh kamar malam ini.")
    client = signed_in(world.rina)
    url = reverse("care:refer", args=[line.ref])
    assert client.get(url).context["form"].initial["message"] == "Butuh kamar malam ini."
    data = {
        "to_agency": world.shelter.pk,
        "urgency": "now",
        "message": "Butuh kamar.",
        "version": line.version,
    }

    answer = client.post(url, data)

    assert answer.status_code == 302 and "/rujukan/" in answer.url
    referral = again(line, world.rina).referral
    assert (
        referral.service == "shelter" and referral.person_id == child.person_id and referral.state == "draft"
    )
    assert line.ref in client.get(answer.url).content.decode()
    assert referral.ref in client.get(reverse("care:detail", args=[line.ref])).content.decode()
    assert client.get(url).status_code == 302  # under way already
    with voice_of(world.rina):
        consented(world.rina, child.person, world.shelter, at=NOON)
        send_referral(referral=referral, by=world.rina, at=NOON)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    hear(referral)
    assert again(line, world.rina).provider_id == world.shelter.pk
    assert line.ref not in signed_in(world.maya).get(answer.url).content.decode()


def test_a_declined_referral_leaves_the_line_free_for_the_next(world, case, child):
    line = a_line(world, case, child)
    asked = Asked(world.shelter, "now", ["case"], "Butuh kamar.")
    with voice_of(world.rina):
        consented(world.rina, child.person, world.shelter, at=NOON)
        referral = refer_line(line=line, asked=asked, by=world.rina, at=NOON)
        with pytest.raises(CannotServe):
            refer_line(line=line, asked=asked, by=world.rina, at=NOON)
        send_referral(referral=referral, by=world.rina, at=NOON)
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    hear(referral)
    with voice_of(world.rina):
        second = refer_line(line=again(line, world.rina), asked=asked, by=world.rina, at=NOON)

    assert again(line, world.rina).referral_id == second.pk


def test_money_is_exact():
    assert rupiah(Decimal("1250000.00")) == "Rp1.250.000"
    assert rupiah(Decimal("99999999999.10")) == "Rp99.999.999.999,10"
    assert rupiah(None) == ""


def test_whoever_served_or_noted_it_does_not_ask(world, case, child, opened):
    line = done(world, case, child)  # by Rina's own unit
    with voice_of(world.rina), pytest.raises(CannotServe) as refused:
        note_opinion(line=line, answers=ALL_YES, by=world.rina, at=NOON)
    assert [one.code for one in refused.value.reasons] == ["served"]

    maya = opened("care")
    with voice_of(maya):
        own = write_line(case=case, party=child, service="shelter", provider=world.shelter, by=maya, at=NOON)
        finish_line(line=own, done_on=NOON.date(), result="reached", by=maya, at=NOON)
        with pytest.raises(CannotServe):
            note_opinion(line=again(own, maya), answers=ALL_YES, by=maya, at=NOON)


def test_nobody_reads_an_answer_and_the_words_stay_with_the_agency_that_asked(world, case, child):
    line = done(world, case, child, provider=world.shelter)
    with voice_of(world.ratih):
        note_opinion(line=line, answers=ALL_YES, words="Petugas malam kasar.", by=world.ratih, at=NOON)
        assert again(line, world.ratih).opinion == "answered"
        assert not OpinionSheet.objects.unscoped(because="attack").exists()
        assert not OpinionAnswer.objects.unscoped(because="attack").exists()
        assert means() == {}
        with pytest.raises(CannotServe):
            note_opinion(line=again(line, world.ratih), answers=ALL_YES, by=world.ratih, at=NOON)
    with voice_of(world.yusuf):
        assert [one.words for one in words_for(world.viewer("yusuf"), NOON)] == ["Petugas malam kasar."]
    with voice_of(world.ratih):
        assert words_for(world.viewer("ratih"), NOON) == []
    with voice_of(world.maya):
        assert not OpinionWords.objects.unscoped(because="attack").exists()
    with as_role("gugus_worker"):
        assert not {"line_id", "case_id", "person_id"} & {
            one.attname for one in OpinionSheet._meta.concrete_fields
        }


def test_no_words_about_ones_own_agency_and_a_no_is_kept(world, case, child):
    line = done(world, case, child)
    with voice_of(world.ratih):
        with pytest.raises(CannotServe) as refused:
            note_opinion(line=line, answers=ALL_YES, words="x", by=world.ratih, at=NOON)
        assert [one.code for one in refused.value.reasons] == ["too_near"]
        note_opinion(line=line, answers=None, by=world.ratih, at=NOON)
        assert again(line, world.ratih).opinion == "declined"
    with as_role("gugus_worker"):
        assert not OpinionSheet._base_manager.exists()


def test_figures_speak_from_five_answers_on_and_move_in_fives(world, case, child):
    seen = []
    for number in range(11):
        line = done(world, case, child, provider=world.shelter)
        with voice_of(world.ratih):
            note_opinion(line=line, answers={"safe": 1 if number >= 5 else 4}, by=world.ratih, at=NOON)
            seen.append(means().get(world.shelter.pk, {}).get("safe"))

    assert seen[:4] == [None] * 4
    assert {one[0] for one in seen[4:9]} == {5} and float(seen[8][1]) == 4
    assert seen[9][0] == seen[10][0] == 10 and float(seen[10][1]) == 2.5


def test_nobody_without_an_agency_hears_figures(db):
    with connection.cursor() as cursor:
        cursor.execute("select * from care_opinions()")
        assert cursor.fetchall() == []


def test_the_pages_of_asking(signed_in, world, case, child):
    line = done(world, case, child, provider=world.shelter)
    with voice_of(world.yusuf):
        client = signed_in(world.yusuf)
    url = reverse("care:opinion", args=[line.ref])
    assert client.get(url).status_code == 200
    empty = client.post(url, {"version": line.version})
    assert empty.status_code == 422
    assert client.post(url, {"version": line.version, "safe": "4", "words": "Baik."}).status_code == 302
    assert "Baik." in client.get(reverse("care:opinions")).content.decode()
    assert client.get(reverse("care:opinion", args=[line.ref])).status_code == 302
    assert signed_in(world.rina).get(reverse("care:opinions")).status_code == 200
    assert "Baik." not in signed_in(world.rina).get(reverse("care:opinions")).content.decode()


def test_attendance_on_the_page(signed_in, world, case, child, monkeypatch):
    line = a_line(world, case, child, appointment_at=NOON)
    client = signed_in(world.rina)
    url = reverse("care:step", args=[line.ref, "hadir"])
    data = {"version": line.version, "came": "no", "code": ""}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"code": "unsafe"}).status_code == 302
    page = client.get(reverse("care:detail", args=[line.ref])).content.decode()
    assert "Tidak aman untuk datang" in page
