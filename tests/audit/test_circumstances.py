"""Circumstances go into every entry that is written under them, and into its digest."""

import threading

import pytest
from tests.audit.conftest import superuser
from tests.conftest import NOON, as_role

from gugus.audit import circumstances
from gugus.audit.actions import record
from gugus.audit.middleware import own_circumstances
from gugus.audit.models import Entry
from gugus.audit.sealing import seal_all
from gugus.audit.verbs import describe_circumstances
from gugus.audit.verifying import ALTERED, verify


def last() -> Entry:
    return Entry.objects.unscoped(because="the test reads the trail").latest("seq")


def test_what_holds_is_written_with_each_entry(rina, world):
    with circumstances.under(emergency="E-1", on_behalf_of=world.ratih.pk):
        record("test.done", by=rina, at=NOON, changes={"risk": "high"})
    inside = last()
    record("test.done", by=rina, at=NOON)

    assert inside.changes == {"risk": "high", "@": {"emergency": "E-1", "on_behalf_of": str(world.ratih.pk)}}
    assert last().changes == {}


def test_blocks_lie_within_each_other_and_end_with_an_error_too(rina):
    with pytest.raises(ZeroDivisionError), circumstances.under(outer="x"):
        with circumstances.under(inner="y"):
            circumstances.note(noted="z")
            assert circumstances.current() == {"inner": "y", "noted": "z", "outer": "x"}
        assert circumstances.current() == {"outer": "x"}
        raise ZeroDivisionError

    assert circumstances.current() == {}


def test_a_request_forgets_what_was_noted_in_it(rf):
    seen = []

    def view(request):
        seen.append(circumstances.current())
        circumstances.note(key="k1")
        return "answer"

    handle = own_circumstances(view)
    handle(rf.get("/"))
    handle(rf.get("/"))

    assert seen == [{}, {}] and circumstances.current() == {}


def test_another_thread_hears_nothing():
    heard = []
    with circumstances.under(emergency="E-1"):
        thread = threading.Thread(target=lambda: heard.append(circumstances.current()))
        thread.start()
        thread.join()

    assert heard == [{}]


@pytest.mark.parametrize(
    "facts", [{"why": "she asked me"}, {"why": "x" * 61}, {"why": ""}, {"Why": "x"}, {"why": "a\nb"}]
)
def test_typed_words_are_refused(facts):
    with pytest.raises(ValueError, match="code"), circumstances.under(**facts):
        pass


def test_a_change_cannot_pretend_to_be_a_circumstance(rina):
    with pytest.raises(ValueError, match="noted"):
        record("test.done", by=rina, at=NOON, changes={"@": {"emergency": "E-1"}})


def test_a_circumstance_taken_out_is_an_altered_row(rina):
    with circumstances.under(emergency="E-1"):
        record("test.done", by=rina, at=NOON)
    with as_role("gugus_worker"):
        seal_all(at=NOON)
        assert verify().first_break is None
    with superuser() as cursor:
        cursor.execute("update audit_entry set changes = '{}' where changes ? '@'")

    with as_role("gugus_worker"):
        assert verify().first_break.kind == ALTERED


def test_unknown_ones_are_shown_as_codes():
    entry = Entry(changes={"@": {"key": "1", "nobody_named_this": "2"}})

    assert describe_circumstances(entry)[1] == "nobody_named_this"
    assert describe_circumstances(entry)[0] != "key"
