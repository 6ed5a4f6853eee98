"""Somebody under seal: the code for everybody but the named few, and two people to open it."""

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from gugus.access.actions import open_to
from gugus.access.viewer import viewer_of
from gugus.approvals.actions import CannotAsk, CannotDecide, approve
from gugus.approvals.models import Request
from gugus.intake.actions import Told, receive_report
from gugus.intake.queries import mentioned
from gugus.people.actions import CannotKeep, CannotUnmask, unmask, update_identity
from gugus.people.models import Identity, Person, Seal, Unmasking
from gugus.people.queries import hints, identity_shown, search_text, shown_names
from gugus.people.sealing import CannotSeal, ask_to_lift, ask_to_unseal, seal
from tests.conftest import as_role, voice_of
from tests.people.conftest import NIK, PHONE

REASON = "Saksi dilindungi, diminta penyidik sekarang."
PLANTED = ("Laila", "Wulansari", "Lala", NIK, PHONE, "Dusun Contoh", "Bekas luka", "L***")


def viewer(user):
    return viewer_of(user, on=localdate(now()))


@pytest.fixture
def sealed(world, laila):
    """Laila under seal; Rina, who sealed her, is the only one who is named."""
    with voice_of(world.rina):
        seal(person=laila, reason="protected", note="LPSK", named=[], by=world.rina, at=now())
    return laila


@pytest.fixture(params=["yusuf", "dewi", "ratih"])
def unnamed(world, request):
    return getattr(world, request.param)


def test_the_named_few_go_on_as_before(world, sealed):
    with voice_of(world.rina):
        assert identity_shown(viewer(world.rina), sealed, now()).name.startswith("L")
        unmask(person=sealed, reason="contact", by=world.rina, at=now())
        assert identity_shown(viewer(world.rina), sealed, now()).name == "Laila Wulansari"


def test_everybody_else_sees_the_code(world, sealed, unnamed):
    with voice_of(unnamed):
        assert shown_names(viewer(unnamed), [sealed], now()) == {sealed.pk: sealed.ref}
        shown = identity_shown(viewer(unnamed), sealed, now())
        assert shown is None or (shown.state, shown.name, shown.phones) == ("sealed", "", ())


def test_the_database_hides_the_row_when_the_first_lock_is_off(world, sealed, unnamed):
    with voice_of(unnamed):
        assert not Identity.objects.unscoped(because="test").filter(pk=sealed.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from people_identity where names is not null")
            assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("text", ["Laila Wulansari", "Lala", NIK, PHONE, "Laila Wulansari 2009"])
def test_the_search_shows_the_code_at_most(world, sealed, text):
    for user in (world.yusuf, world.dewi):
        with voice_of(user):
            found = search_text(viewer(user), text, now())
        assert {hit.shown_name for hit in found.inside} <= {sealed.ref}
        assert all(set(hit.agrees.values()) <= {"unknown", "agree"} for hit in found.inside)
        assert not any("name" in hit.agrees and hit.agrees["name"] == "agree" for hit in found.inside)


def test_a_hint_shows_the_code_at_most(world, sealed):
    with voice_of(world.yusuf):
        found = hints(viewer(world.yusuf), name="Laila Wulansari", phones=[PHONE], at=now())

    assert [hit.shown_name for hit in found.inside] == [sealed.ref]


@pytest.mark.parametrize("text", [NIK, PHONE, "Laila Wulansari 2009"])
def test_no_agency_outside_is_pointed_here(world, laila, text):
    with voice_of(world.sari):
        before = search_text(viewer(world.sari), text, now()).outside
    with voice_of(world.rina):
        seal(person=laila, reason="protected", note="", named=[], by=world.rina, at=now())
    with voice_of(world.sari):
        after = search_text(viewer(world.sari), text, now()).outside

    assert [one.name for one in before] == ["UPT PPPA"] and not after


def test_an_agency_with_a_grant_sees_the_code_too(world, sealed):
    with voice_of(world.rina):
        for kind, about, section in (("person", sealed, "case"), ("identity", sealed.identity, "identity")):
            open_to(
                kind=kind, about=about, agency=world.shelter, sections=[section], basis="x", because=None,
                by=world.rina, at=now(),
            )  # fmt: skip
    with voice_of(world.maya):
        assert shown_names(viewer(world.maya), [sealed], now()) == {sealed.pk: sealed.ref}
        assert not Identity.objects.unscoped(because="test").exists()


def test_page_and_api_tell_nothing(signed_in, world, sealed):
    client = signed_in(world.yusuf)

    page = client.get(f"/orang/{sealed.ref}/").content.decode()
    api = client.get(f"/api/v1/persons/{sealed.ref}")
    found = client.post("/orang/", {"text": PHONE}).content.decode()
    by_api = client.post("/api/v1/persons/search", json.dumps({"text": NIK}), content_type="application/json")

    assert api.json()["identity"]["state"] == "sealed"
    for answer in (page, api.content.decode(), found, by_api.content.decode()):
        assert not [phrase for phrase in PLANTED if phrase in answer.replace(f'value="{PHONE}"', "")]


def test_nobody_unmasks_or_corrects_what_is_closed_to_them(signed_in, world, sealed):
    with voice_of(world.yusuf):
        with pytest.raises(CannotUnmask, match="sealed"):
            unmask(person=sealed, reason="contact", by=world.yusuf, at=now())
        with pytest.raises(CannotKeep, match="sealed"):
            update_identity(person=sealed, facts={"names": {"full": "X"}}, by=world.yusuf, at=now())
    client = signed_in(world.yusuf)
    assert client.get(f"/orang/{sealed.ref}/identitas/").status_code == 403
    body = json.dumps({"reason": "contact"})
    api = client.post(f"/api/v1/persons/{sealed.ref}/unmask", body, content_type="application/json")
    assert api.status_code == 409


def forged(user, person, **more) -> None:
    row = Unmasking(
        person=person, agency_id=person.agency_id, user=user, reason="contact", at=now(),
        until_at=now() + timedelta(minutes=15), **more,
    )  # fmt: skip
    with transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_forged_unmasking_and_a_broken_seal(world, sealed):
    with voice_of(world.yusuf):
        with pytest.raises(ProgrammingError):
            forged(world.yusuf, sealed)
        with pytest.raises(ProgrammingError):
            forged(world.yusuf, sealed, because=sealed.pk)
        for sql in (
            "update people_person set is_sealed = false where id = %s",
            "update people_seal set lifted_at = now(), lifted_by_id = gugus_user() where person_id = %s",
            "update people_seal set named = array[gugus_user()] where person_id = %s",
            "select people_open_sealed(%s)",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [sealed.pk])
    with (
        voice_of(world.rina),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update people_identity set sealed_for = null where id = %s", [sealed.pk])


def asked(user, person):
    with voice_of(user):
        return ask_to_unseal(person=person, why="legal", reason=REASON, by=user, at=now())


def agreed(user, request):
    with voice_of(user):
        return approve(request=request, by=user, at=now())


def test_two_people_open_it_for_the_one_who_asked(world, sealed):
    request = asked(world.yusuf, sealed)
    with pytest.raises(CannotDecide, match="own_request"):
        agreed(world.yusuf, request)

    agreed(world.lestari, request)

    with voice_of(world.yusuf):
        assert identity_shown(viewer(world.yusuf), sealed, now()).name == "Laila Wulansari"
    for other in (world.dewi, world.ratih, world.lestari):
        with voice_of(other):
            assert shown_names(viewer(other), [sealed], now()) == {sealed.pk: sealed.ref}


def test_it_closes_after_a_quarter_of_an_hour(world, sealed):
    agreed(world.lestari, asked(world.yusuf, sealed))

    with as_role("gugus_owner"):  # a quarter of an hour later
        rows = Unmasking.objects.unscoped(because="test")
        rows.update(at=now() - timedelta(minutes=16), until_at=now() - timedelta(seconds=1))

    with voice_of(world.yusuf):
        assert identity_shown(viewer(world.yusuf), sealed, now()).state == "sealed"
        assert not Identity.objects.unscoped(because="test").exists()


@pytest.mark.parametrize("name", ["maya", "sari", "arif", "lestari", "hasan"])
def test_who_could_not_open_it_anyway_cannot_ask(world, sealed, name):
    with pytest.raises(CannotAsk):
        asked(getattr(world, name), sealed)


def test_two_people_lift_the_seal(world, sealed):
    with voice_of(world.rina):
        request = ask_to_lift(person=sealed, reason=REASON, by=world.rina, at=now())
    with pytest.raises(CannotDecide):
        agreed(world.rina, request)

    agreed(world.yusuf, request)

    with voice_of(world.dewi):
        person = Person.objects.visible_to(viewer(world.dewi)).get(pk=sealed.pk)
        assert not person.is_sealed
        assert identity_shown(viewer(world.dewi), person, now()).state == "known"


def test_an_old_yes_does_not_lift_a_new_seal(world, sealed):
    with voice_of(world.rina):
        request = ask_to_lift(person=sealed, reason=REASON, by=world.rina, at=now())
    agreed(world.yusuf, request)
    with voice_of(world.rina):
        sealed.refresh_from_db()
        seal(person=sealed, reason="staff", note="", named=[], by=world.rina, at=now())

    with voice_of(world.yusuf), pytest.raises(ProgrammingError, match="Two people"), transaction.atomic():
        rows = Seal.objects.unscoped(because="test").filter(person=sealed, lifted_at=None)
        rows.update(lifted_at=now(), lifted_by=world.yusuf, lifted_because=request.pk)


def test_an_identity_noted_later_is_born_under_seal(world, register):
    unknown = register()
    with voice_of(world.rina):
        seal(person=unknown, reason="public", note="", named=[], by=world.rina, at=now())
        update_identity(person=unknown, facts={"names": {"full": "Laila"}}, by=world.rina, at=now())

    with voice_of(world.yusuf):
        assert shown_names(viewer(world.yusuf), [unknown], now()) == {unknown.pk: unknown.ref}


def test_a_seal_needs_a_reason_and_is_put_on_once(world, sealed):
    with (
        voice_of(world.rina),
        pytest.raises(CannotSeal, match="reason_needed, too_many_named, sealed_already"),
    ):
        seal(
            person=sealed, reason="x", note="", by=world.rina, at=now(),
            named=[world.yusuf, world.dewi, world.ratih, world.nadia, world.lestari],
        )  # fmt: skip


def test_the_pages_lead_from_seal_to_request(signed_in, world, laila):
    client = signed_in(world.rina)
    answer = client.post(
        f"/orang/{laila.ref}/segel/", {"reason": "protected", "named": [str(world.ratih.pk)]}
    )
    assert answer.status_code == 302

    client = signed_in(world.yusuf)
    page = client.get(f"/orang/{laila.ref}/segel/buka/")
    form = {"key": page.context["form"]["key"].value(), "why": "legal", "reason": REASON}
    first, second = (client.post(f"/orang/{laila.ref}/segel/buka/", form) for _ in range(2))

    assert first["Location"] == second["Location"]
    with as_role("gugus_worker"):
        made = Request.objects.unscoped(because="test").get(kind="person.unseal")
        assert set(Seal.objects.unscoped(because="test").get().named) == {world.rina.pk, world.ratih.pk}
    assert first["Location"] == reverse("approvals:detail", args=[made.ref])


@pytest.mark.parametrize("name", ["dewi", "maya", "nadia", "arif", "sari"])
def test_who_may_not_seal_gets_no_page(signed_in, world, laila, name):
    answer = signed_in(getattr(world, name)).get(f"/orang/{laila.ref}/segel/")

    assert answer.status_code in {403, 404}


def test_a_report_that_mentions_somebody_under_seal_names_nobody(world, sealed):
    with voice_of(world.rina):
        mention = {"role": "survivor", "sex": "female", "who": {"name": "Laila Wulansari", "phones": [PHONE]}}
        told = Told(channel="phone", risk="high", narrative="x", mentions=[mention])
        report = receive_report(told=told, agency=world.unit, by=world.dewi, at=now())
        report.mentions.update(person=sealed)

        shown = mentioned(report, opened=True)[0]

    assert (shown.name, shown.phones, shown.documents) == ("", [], [])
