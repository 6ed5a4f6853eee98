"""The matrix as a value: read, written, compared, narrowed."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.access import rules
from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.matrix import HEADER, BadMatrix, Matrix, Right, covers, differences, read, written

slowly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
HEAD = ",".join(HEADER) + "\n"
RIGHTS = st.builds(
    Right,
    role=st.sampled_from(list(Role)[:3]),
    section=st.sampled_from(list(Section)[:3]),
    verbs=st.frozensets(st.sampled_from(list(Verb)[:4]), min_size=1),
    scope=st.sampled_from([one for one in Scope if one]),
    field_class=st.sampled_from(list(FieldClass)),
)
MATRICES = st.builds(
    Matrix,
    rights=st.lists(RIGHTS, max_size=8).map(tuple),
    closed=st.frozensets(st.sampled_from([("police", "health"), ("shelter", "justice")])),
)


@slowly
@given(MATRICES)
def test_a_file_says_what_was_written(matrix):
    again = read(written(matrix))

    assert differences(matrix, again) == []
    assert written(again) == written(matrix)


@slowly
@given(MATRICES, MATRICES)
def test_narrowing_never_widens(base, overlay):
    narrowed = base.narrowed_by(overlay)

    assert all(covers(base.grains[grain], depths) for grain, depths in narrowed.grains.items())
    assert narrowed.closed >= base.closed
    assert not any(change.widens for change in differences(base, narrowed))


@slowly
@given(MATRICES, MATRICES)
def test_what_widens_one_way_narrows_the_other(one, other):
    there, back = differences(one, other), differences(other, one)

    assert [(c.widens, c.narrows) for c in there] == [(c.narrows, c.widens) for c in back]


@pytest.mark.parametrize(
    "line",
    [
        "king,case,see,agency,open",
        "case_manager,castle,see,agency,open",
        "case_manager,case,rule,agency,open",
        "case_manager,case,see,galaxy,open",
        "case_manager,case,see,agency,deep",
        "case_manager,case,,agency,open",
        "case_manager,case,see,agency,open,more",
        "case_manager,case",
        "agency:castle,health,,nothing,open",
        "agency:police,health,see,nothing,open",
        "agency:police,health,,agency,open",
        "=cmd|' /C calc'!A0,case,see,agency,open",
    ],
)
def test_a_line_that_does_not_fit_is_named(line):
    with pytest.raises(BadMatrix) as refused:
        read(HEAD + "case_manager,case,see,agency,open\n" + line + "\n")

    assert [reason.code for reason in refused.value.reasons] == ["line"]
    assert "3" in str(refused.value.reasons[0].words)


@pytest.mark.parametrize("text", ["", "role,section\n", "a,b,c,d,e\n", "x" * 200_001])
def test_a_file_of_something_else_is_refused(text):
    with pytest.raises(BadMatrix):
        read(text)


@slowly
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text):
    for body in (text, HEAD + text):
        with suppress(BadMatrix):
            assert isinstance(read(body), Matrix)


SHIPPED = rules.shipped()
ROOM = {Section.TASKFORCE, Section.MEETING, Section.FOLLOWUP, Section.PLAN, Section.ACCOUNT}
OF_NOBODY = {
    Section.FIGURES,
    Section.LAW,
    Section.PROVIDER,
    Section.AGREEMENT,
} | ROOM  # these tell of no survivor


def test_no_role_deletes_because_it_writes():
    deleting = {grain[:2] for grain in SHIPPED.grains if grain[2] == Verb.DELETE}

    assert deleting == {(Role.DATA_PROTECTION, Section.PRIVACY)}


def test_only_casework_reads_files():
    reading = {role for role, section, verb in SHIPPED.grains if section == Section.CASE and verb == Verb.SEE}

    assert reading == {
        Role.INTAKE_OFFICER, Role.CASE_MANAGER, Role.COMPANION, Role.SUPERVISOR, Role.LIAISON,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.ANALYST, Role.PREVENTION_OFFICER])
def test_who_comes_for_figures_gets_nothing_else(role):
    assert {grain[1] for grain in SHIPPED.grains if grain[0] == role} <= OF_NOBODY


def test_nobody_reaches_all_or_reads_files_of_the_whole_task_force():
    far = {
        (role, section, verb)
        for (role, section, verb), depths in SHIPPED.grains.items()
        if max(scope for scope, _ in depths) > Scope.AGENCY and section not in OF_NOBODY
    }

    assert {verb for _, _, verb in far} <= {Verb.BREAK_GLASS, Verb.APPROVE}
    assert not any(scope == Scope.ALL for depths in SHIPPED.grains.values() for scope, _ in depths)


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("police", "health"),
        ("police", "care"),
        ("shelter", "justice"),
        ("health", "justice"),
        ("ministry", "case"),
    ],
)
def test_kinds_of_agencies_have_closed_sections(kind, section):
    assert ((kind, section) in SHIPPED.closed) is (section != "case")


def test_every_role_has_rights():
    assert {grain[0] for grain in SHIPPED.grains} == set(Role)
