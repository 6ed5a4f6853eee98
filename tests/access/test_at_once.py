"""Two administrators at the same instant, with connections of their own."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connections, transaction

from gugus.access import rules
from gugus.access.calendar_links import holder_of
from gugus.access.codes import Role, VersionState
from gugus.access.matrix import written
from gugus.access.models import MatrixVersion, User
from gugus.access.versions import CannotApply, apply_version, draft_version
from gugus.base.context import speaking_for
from gugus.meetings.actions import feeding
from gugus.meetings.models import FeedLink
from tests import cast
from tests.conftest import NOON, copied, voice_of

SHIPPED = written(rules.shipped())
LESS = SHIPPED.replace("companion,health,see,team,sensitive\n", "")
LEAST = SHIPPED.replace("companion,justice,see,team,sensitive\n", "")


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, with two administrators at the unit."""
    with copied(cluster, django_db_blocker, "gugus_two_keepers"):
        with transaction.atomic(), speaking_for():
            world = cast.settle(NOON)
            world.tini = cast.user("tini", world.unit, Role.ADMINISTRATOR, at=NOON)
        yield world


@contextmanager
def speaking(user):
    with transaction.atomic(), voice_of(user):
        yield


def both(first, second) -> list:
    """Run two functions at the same instant; what each gave back or raised."""
    gate, outcomes = threading.Barrier(2), [None, None]

    def run(number, act):
        gate.wait()
        try:
            outcomes[number] = act()
        except Exception as error:  # the outcome is the error
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_of_two_versions_applied_at_once_one_counts(committed):
    drafts = []
    for user, text in ((committed.tono, LESS), (committed.tini, LEAST)):
        with speaking(user):
            drafts.append(draft_version(text=text, agency=None, note="x", by=user, at=NOON))

    def applying(user, version):
        def act():
            with speaking(user):
                return apply_version(version=version, by=user, at=NOON)

        return act

    outcomes = both(applying(committed.tono, drafts[0]), applying(committed.tini, drafts[1]))

    lost = [one for one in outcomes if isinstance(one, CannotApply)]
    assert len(lost) == 1 and "changed_meanwhile" in {reason.code for reason in lost[0].reasons}
    rows = MatrixVersion.objects.unscoped(because="test")
    with transaction.atomic():
        assert rows.filter(state=VersionState.APPLIED).count() == 1


def test_two_administrators_who_end_each_other_leave_one(committed):
    def ending(user, other):
        def act():
            with speaking(user):
                return User.objects.filter(pk=other.pk).update(is_active=False)

        return act

    outcomes = both(ending(committed.tono, committed.tini), ending(committed.tini, committed.tono))

    assert sum(isinstance(one, DatabaseError) for one in outcomes) == 1
    pair = User.objects.filter(pk__in=[committed.tono.pk, committed.tini.pk], is_active=True)
    assert pair.count() == 1


def test_two_clicks_make_two_calendar_links_of_which_the_later_opens(committed):
    def make() -> str:
        with speaking(committed.rina):
            secret = feeding.renew_feed(by=committed.rina, at=NOON)
            time.sleep(0.3)  # the other click comes before this one is committed
            return secret

    made = both(make, make)

    with transaction.atomic():
        holders = [holder_of(FeedLink, secret) for secret in made]
    assert sorted(map(str, holders)) == sorted(["None", str(committed.rina)])
