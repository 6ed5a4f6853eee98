"""Every named verb belongs to one kind."""

import pytest

from gugus.audit.verbs import known
from gugus.trail.groups import Group, group_of, verbs_of


@pytest.mark.parametrize(
    ("verb", "group"),
    [
        ("case.seen", Group.READ), ("person.searched", Group.READ), ("person.unmasked", Group.OPENING),
        ("report.opened", Group.OPENING), ("person.identity_seen", Group.OPENING), ("referral.printed", Group.LEAVING),
        ("trail.exported", Group.LEAVING), ("file.opened", Group.LEAVING), ("case.closed", Group.CHANGE),
        ("access.refused", Group.REFUSAL), ("nobody.named_this", Group.CHANGE), ("case.file_seen", Group.READ),
    ],
)  # fmt: skip
def test_the_kind_is_told_from_the_verb(verb, group):
    assert group_of(verb) == group


def test_every_named_verb_is_in_exactly_one_group():
    together = [verb for group in Group for verb in verbs_of(group)]

    assert sorted(together) == sorted(known())
