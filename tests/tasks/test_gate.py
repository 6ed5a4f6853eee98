"""Who may work on a task."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.conftest import voice_of

from gugus.tasks.gate import task_for


@pytest.mark.parametrize("name", ["rina", "yusuf", "ratih", "dewi"])
def test_who_does_casework_in_the_agency_may_step_in(world, task, name):
    assert task_for(world.viewer(name), task.ref) == task


@pytest.mark.parametrize("name", ["lestari", "tono"])
def test_colleagues_without_casework_see_no_tasks_of_others(world, task, name):
    with pytest.raises(Http404):
        task_for(world.viewer(name), task.ref)


@pytest.mark.parametrize("name", ["budi", "sari", "arif"])
def test_a_hidden_task_and_a_missing_one_look_alike(world, task, name):
    with voice_of(getattr(world, name)), pytest.raises(Http404):
        task_for(world.viewer(name), task.ref)


def test_a_key_that_only_reads_changes_nothing(world, task):
    viewer = world.viewer("rina").narrowed_to(sections=frozenset(), read_only=True)

    with pytest.raises(PermissionDenied):
        task_for(viewer, task.ref)


def test_a_reference_nobody_gave_out_is_missing(world, rina):
    with pytest.raises(Http404):
        task_for(world.viewer("rina"), "T-0000-0000")
