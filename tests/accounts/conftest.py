"""People who sign in with real passwords, and a clock for sessions."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from gugus.accounts.models import Session

PASSWORD = "sungai jernih di kaki bukit"


@pytest.fixture(autouse=True)
def nothing_counted():
    """Limits begin anew with each test."""
    cache.clear()


@pytest.fixture
def enter(world):
    """A function that signs somebody in at the page, with a browser of its own; returns browser and answer."""

    def come(name: str, password: str = PASSWORD, *, browser: Client | None = None, **where):
        browser = browser or Client(**where)
        return browser, browser.post("/akun/login/", {"login": name, "password": password})

    return come


@pytest.fixture
def with_passwords(world):
    """Rina, Tono and Yusuf have passwords."""
    for user in (world.rina, world.tono, world.yusuf, world.ratih, world.sari):
        user.set_password(PASSWORD)
        user.save()
    return world


def hours_pass(hours: float, user) -> None:
    """Nobody touched this person's sessions for a while."""
    Session.objects.filter(user=user).update(seen_at=F("seen_at") - timedelta(hours=hours))
