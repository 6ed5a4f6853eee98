"""Versions of the matrix: draft, dry run, apply, roll back, and who may not."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gugus.access import rules
from gugus.access.codes import FieldClass, Role, Scope, Section, Verb, VersionState
from gugus.access.impact import impact_of
from gugus.access.matrix import written
from gugus.access.models import MatrixVersion
from gugus.access.queries import counting
from gugus.access.versions import BadMatrix, CannotApply, CannotDraft, apply_version, draft_version, roll_back
from gugus.audit.models import Entry
from tests.access.conftest import hired
from tests.conftest import NOON, voice_of

SHIPPED = written(rules.shipped())
LESS = SHIPPED.replace("companion,health,see,team,sensitive\n", "")
MORE = SHIPPED + "chair,case,see,agency,open\n"


def draft(user, text=LESS, agency=None, **more):
    return draft_version(text=text, agency=agency, note="Perubahan uji.", by=user, at=NOON, **more)


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_draft_changes_nothing(world, tono):
    draft(tono)

    assert counting(None) is None
    assert world.viewer("nadia").has(Section.HEALTH, Verb.SEE)


def test_an_applied_version_counts_for_the_next_viewer(world, tono):
    version = apply_version(version=draft(tono), by=tono, at=NOON)

    assert counting(None) == version
    assert not world.viewer("nadia").has(Section.HEALTH, Verb.SEE)
    assert world.viewer("rina").has(Section.HEALTH, Verb.SEE)
    assert rules.reach([Role.COMPANION], Section.HEALTH, Verb.SEE) == Scope.NOTHING


def test_applying_leaves_one_line(tono):
    version = apply_version(version=draft(tono), by=tono, at=NOON)

    found = Entry.objects.unscoped(because="test").filter(verb="access.matrix_applied")
    assert [entry.about_id for entry in found] == [version.pk]


def test_going_back_is_a_new_version_that_says_the_same(world, tono, monkeypatch):
    first = apply_version(version=draft(tono), by=tono, at=NOON)
    second = apply_version(
        version=draft(tono, LESS.replace("companion,justice,see,team,sensitive\n", "")), by=tono, at=NOON
    )
    first.refresh_from_db()

    again = roll_back(to=first, agency=None, note="Kembali.", by=tono, at=NOON)

    assert (again.number, again.content, again.based_on) == (3, first.content, second)
    assert first.state == VersionState.REPLACED


def test_what_widens_waits_for_a_second_person(world, tono):
    version = draft(tono, MORE)

    with pytest.raises(CannotApply) as refused:
        apply_version(version=version, by=tono, at=NOON)
    assert codes(refused) == {"second_person"}
    with pytest.raises(CannotApply) as refused:
        apply_version(version=version, by=tono, at=NOON, agreed=True)
    assert codes(refused) == {"second_person"}

    with voice_of(world.yusuf):
        apply_version(version=version, by=world.yusuf, at=NOON, agreed=True)
    assert world.viewer("arif").reach(Section.CASE, Verb.SEE) == Scope.AGENCY


def test_the_second_person_gains_nothing(world, tono):
    version = draft(tono, SHIPPED.replace("supervisor,health,see,", "supervisor,health,see write,"))

    with voice_of(world.yusuf), pytest.raises(CannotApply) as refused:
        apply_version(version=version, by=world.yusuf, at=NOON, agreed=True)

    assert codes(refused) == {"own_rights"}


def test_nobody_could_give_roles_any_more(tono):
    text = SHIPPED.replace("administrator,users,see write decide", "administrator,users,see decide")

    with pytest.raises(CannotApply) as refused:
        apply_version(version=draft(tono, text), by=tono, at=NOON)

    assert codes(refused) >= {"nobody_grants", "last_administrator"}


def test_two_drafts_on_the_same_ground_only_the_first_counts(world, tono, tini):
    one = draft(tono)
    with voice_of(tini):
        other = draft(tini, LESS.replace("companion,justice,see,team,sensitive\n", ""))
    apply_version(version=one, by=tono, at=NOON)

    with voice_of(tini), pytest.raises(CannotApply) as refused:
        apply_version(version=other, by=tini, at=NOON)

    assert codes(refused) == {"changed_meanwhile"}


def test_a_form_that_was_open_too_long_is_told(tono):
    with pytest.raises(CannotDraft, match="changed_meanwhile"):
        draft(tono, seen=str(uuid4()))


@pytest.mark.parametrize("name", ["rina", "yusuf", "lestari", "hasan", "arif", "sari"])
def test_only_administrators_write_versions(world, name):
    user = getattr(world, name)
    with voice_of(user), pytest.raises(CannotDraft, match="no_right"):
        draft(user)


def test_the_database_takes_no_draft_of_others(world, rina):
    with pytest.raises(DatabaseError), transaction.atomic():
        MatrixVersion(number=1, content=MORE, made_by=rina, made_at=NOON).save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        MatrixVersion(number=1, content=MORE, made_by=world.tono, made_at=NOON).save(force_insert=True)


def test_the_database_keeps_what_a_version_says(tono):
    version = apply_version(version=draft(tono), by=tono, at=NOON)
    rows = MatrixVersion.objects.unscoped(because="attack").filter(pk=version.pk)

    for change in (
        {"content": MORE},
        {"state": "draft", "applied_at": None, "applied_by": None},
        {"agency": tono.agency},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_another_agencys_administrator_only_narrows_the_own(world, tono, anwar):
    overlay = "role,section,verbs,scope,field_class\nliaison,case,see,shared,sensitive\n"
    with voice_of(anwar):
        with pytest.raises(CannotDraft, match="beyond_reach"):
            draft(anwar)
        with pytest.raises(CannotDraft, match="beyond_reach"):
            draft(anwar, agency=world.unit, text=overlay)
        with pytest.raises(CannotDraft, match="beyond_reach"):
            draft(anwar, agency=world.shelter, text=overlay.replace("see", "see write"))
        version = apply_version(version=draft(anwar, overlay, world.shelter), by=anwar, at=NOON)

    assert world.viewer("maya").has(Section.CASE, Verb.SEE)
    assert not world.viewer("maya").has(Section.CARE, Verb.SEE)
    assert world.viewer("budi").has(Section.REFERRAL, Verb.SEE)
    with voice_of(tono), pytest.raises(CannotApply) as refused:
        apply_version(version=version, by=tono, at=NOON)
    assert "beyond_reach" in codes(refused)


def test_an_own_narrowing_never_outreaches_a_later_installation(world, tono, anwar):
    overlay = "role,section,verbs,scope,field_class\nliaison,care,see write,shared,sensitive\n"
    with voice_of(anwar):
        apply_version(version=draft(anwar, overlay, world.shelter), by=anwar, at=NOON)
    apply_version(
        version=draft(tono, SHIPPED.replace("liaison,care,see write", "liaison,care,see")), by=tono, at=NOON
    )

    assert world.viewer("maya").has(Section.CARE, Verb.SEE)
    assert not world.viewer("maya").has(Section.CARE, Verb.WRITE)


def test_an_agency_does_not_take_the_rights_of_its_last_administrator(world, anwar):
    overlay = "role,section,verbs,scope,field_class\nadministrator,users,see,agency,open\n"
    with voice_of(anwar), pytest.raises(CannotApply) as refused:
        apply_version(version=draft(anwar, overlay, world.shelter), by=anwar, at=NOON)

    assert codes(refused) >= {"last_administrator"}


def test_the_dry_run_names_colleagues_and_counts_others(world, tono):
    hired("nila", world.shelter, Role.COMPANION)

    impact = impact_of(draft(tono), by=tono, at=NOON)

    assert [one.user for one in impact.colleagues] == [world.nadia]
    assert (impact.elsewhere_gain, impact.elsewhere_lose) == (0, 1)
    assert impact.counts == {"companion": 2}
    assert [(c.section, c.verb, c.widens) for c in impact.changes] == [("health", "see", False)]
    assert not impact.refusals


def test_the_same_again_is_no_version(tono):
    with pytest.raises(CannotDraft, match="nothing_changes"):
        draft(tono, SHIPPED)
    with pytest.raises(BadMatrix):
        draft(tono, "x")


def test_reading_the_matrix_costs_one_question_once_a_process(world, tono, django_assert_num_queries):
    apply_version(version=draft(tono), by=tono, at=NOON)
    world.viewer("rina")

    with django_assert_num_queries(1):
        viewer = world.viewer("rina")

    assert viewer.reach(Section.CASE, Verb.SEE, FieldClass.SENSITIVE) == Scope.TEAM
