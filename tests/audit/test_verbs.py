"""Verbs become sentences; an unknown one stays its code."""

from django.utils.translation import override

from gugus.audit.verbs import describe, known


def test_a_context_names_its_verbs():
    with override("id"):
        assert describe("task.done") == "menyelesaikan tugas"
    with override("en"):
        assert describe("task.done") == "finished a task"


def test_an_unknown_verb_is_its_own_code():
    assert describe("nobody.named_this") == "nobody.named_this"


def test_every_named_verb_says_context_and_deed():
    assert [verb for verb in known() if verb.count(".") != 1] == []
