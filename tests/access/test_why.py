"""Why does somebody (not) see a record? The rule, never the content; hidden and missing alike."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from gugus.access import explaining, reasons
from gugus.access.actions import open_to
from gugus.access.codes import FieldClass, Role, Section, Verb
from gugus.access.policies import refusal
from gugus.audit.models import Entry
from gugus.care.actions import write_line
from gugus.cases.actions import add_party, open_case
from gugus.intake.actions import Told, receive_report
from gugus.kernel.ids import new_ref
from gugus.people.actions import register_person
from gugus.referrals.actions import Wish, write_referral
from gugus.screening.actions import start_screening
from gugus.tasks.models import Task
from tests.access.conftest import hired
from tests.conftest import NOON, voice_of

SECRET = "Melati Contoh"


@pytest.fixture
def refs(world):
    """One record of each kind of the unit, with a name and words that must not leak."""
    with voice_of(world.rina):
        told = Told(
            channel="phone", risk="high", narrative=SECRET, mentions=[{"role": "survivor", "sex": "female"}]
        )
        report = receive_report(told=told, agency=world.unit, by=world.dewi, at=NOON)
        screening = start_screening(report=report, mention=report.mentions.get(), by=world.rina, at=NOON)
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary=SECRET, by=world.rina, at=NOON
        )
        person = register_person(
            agency=world.unit, names={"full": SECRET, "aliases": []}, by=world.rina, at=NOON
        )
        party = add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        line = write_line(case=case, party=party, service="shelter", by=world.rina, at=NOON)
        wish = Wish(
            to_agency=world.shelter, service="shelter", urgency="now", sections=["case"],
            message=SECRET,
        )  # fmt: skip
        referral = write_referral(case=case, party=party, wish=wish, by=world.rina, at=NOON)
        task = Task.objects.unscoped(because="test").first()
    return {
        "case": case.ref, "report": report.ref, "person": person.ref, "assessment": screening.ref,
        "serviceline": line.ref, "referral": referral.ref, "task": task.ref,
    }  # fmt: skip


@pytest.fixture
def boss(world):
    """An administrator of the outsider's agency."""
    return hired("bagus", world.outside, Role.ADMINISTRATOR)


def page(client, user, ref):
    answer = client.post(reverse("access:why"), {"user": user.username, "ref": ref})
    assert answer.status_code == 200
    return answer.content.decode()


def bare(text: str, ref: str) -> str:
    """A page without what differs on every request, and without the reference that was typed."""
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*', r"\1", text)
    text = re.sub(r'data-seconds="\d+"', "", text)  # how long the session may rest
    return text.replace(ref, "REF")


KINDS = ["case", "report", "person", "assessment", "serviceline", "referral", "task"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_record_answers_like_a_missing_one(world, refs, boss, signed_in, kind):
    client = signed_in(boss)
    missing = new_ref(refs[kind].partition("-")[0])

    hidden, unknown = page(client, world.sari, refs[kind]), page(client, world.sari, missing)

    assert bare(hidden, refs[kind]) == bare(unknown, missing)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_record_asks_as_many_questions_as_a_missing_one(
    world, refs, boss, signed_in, kind, django_assert_num_queries
):
    client = signed_in(boss)
    page(client, world.sari, refs[kind])
    with CaptureQueriesContext(connection) as missing:
        page(client, world.sari, new_ref("K"))
    with django_assert_num_queries(len(missing)):
        page(client, world.sari, refs[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_the_rule_is_told_and_nothing_of_the_record(world, refs, signed_in, kind):
    text = page(signed_in(world.tono), world.rina, refs[kind])

    assert SECRET not in text and "Melati" not in text
    assert "Aturan" in text


def test_each_question_leaves_a_line(world, refs, signed_in):
    page(signed_in(world.tono), world.rina, refs["case"])

    with voice_of(world.tono):
        entry = Entry.objects.unscoped(because="test").get(verb="access.explained")
    assert (entry.about_id, entry.changes) == (world.rina.pk, {"reference": refs["case"]})


@pytest.mark.parametrize("typed", ["Melati", "K-0000-0000", "<script>", "' or 1=1"])
def test_words_go_no_further(world, signed_in, typed):
    answer = signed_in(world.tono).post(reverse("access:why"), {"user": "rina", "ref": typed})

    assert answer.status_code == 422
    with voice_of(world.tono):
        assert not Entry.objects.unscoped(because="test").filter(verb="access.explained").exists()


def test_colleagues_of_others_cannot_be_chosen(world, refs, signed_in):
    answer = signed_in(world.tono).post(reverse("access:why"), {"user": "sari", "ref": refs["case"]})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["rina", "yusuf", "lestari", "hasan", "maya"])
def test_only_administrators_ask(world, signed_in, name):
    assert signed_in(getattr(world, name)).get(reverse("access:why")).status_code == 403


def lines_of(world, name, ref):
    user = getattr(world, name)
    with voice_of(user):
        viewer = world.viewer(name)
        told = explaining.found(viewer, ref, now())
        return viewer, told, reasons.lines(viewer, told)


@pytest.mark.parametrize("name", ["rina", "ratih", "nadia", "yusuf", "dewi", "lestari", "tono"])
@pytest.mark.parametrize("kind", ["case", "report", "person", "assessment", "referral", "serviceline"])
def test_every_answer_is_the_policys_own(world, refs, name, kind):
    viewer, told, lines = lines_of(world, name, refs[kind])

    said = {(one.section, one.verb, depth): one.yes for one in lines for depth in one.depth.split(", ")}
    for section, stands in told.by_section.items():
        for verb in Verb:
            for depth in FieldClass:
                word = str(reasons.wording.DEPTHS[depth])
                if (section, verb, word) in said:
                    yes = refusal(viewer, verb, section, stands, depth) is None
                    assert said[section, verb, word] is yes


def test_the_rules_in_words(world, refs):
    def rule(name, section, verb):
        lines = lines_of(world, name, refs["case"])[2]
        return next(one.rule for one in lines if (one.section, one.verb) == (section, verb))

    row = "case_manager,case,see write decide hand_over see_trail,team,sensitive"
    assert row in rule("rina", Section.CASE, Verb.SEE)
    assert "di luarnya" in rule("ratih", Section.CASE, Verb.SEE)
    assert "Tidak ada peran" in rule("tono", Section.CASE, Verb.SEE)


def test_a_ceiling_is_named(world, refs):
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="low", summary="x", by=world.rina, at=NOON
        )
        open_to(
            kind="case", about=case, agency=world.police, sections=["case", "justice"], basis="test", because=case,
            by=world.rina, at=NOON,
        )  # fmt: skip
    lines = lines_of(world, "budi", case.ref)[2]

    health = next(one for one in lines if (one.section, one.verb) == (Section.HEALTH, Verb.SEE))
    justice = next(one for one in lines if (one.section, one.verb) == (Section.JUSTICE, Verb.SEE))
    assert not health.yes and "Kepolisian" in health.rule
    assert justice.yes


def test_a_file_that_is_not_there(world, signed_in):
    assert "Tidak ada yang dapat dijelaskan" in page(signed_in(world.tono), world.rina, str(uuid4()))
