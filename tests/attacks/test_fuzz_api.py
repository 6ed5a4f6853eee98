"""The API fed from its own description: whatever is sent, by whom ever, it answers as documented and never breaks."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from tests.attacks.test_second_lock import API_KINDS
from tests.cast import settle
from tests.conftest import NOON, copied
from tests.records import settle_records

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey
from gugus.config.api import api

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(), default=str))
OPERATIONS = {
    f"{one.ok().method.upper()} {one.ok().path}": one.ok()
    for one in schemathesis.openapi.from_dict(SCHEMA).get_all_operations()
}
ROLES = {"rina": 4, "maya": 2, "lestari": 1}  # who asks, and how often with how much imagination


class Undone(Exception):
    """Takes back what one example wrote."""


@contextmanager
def undone():
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


def key_of(user) -> str:
    secret, now = new_secret(), timezone.now()
    ApiKey.objects.create(
        user=user, name="fuzz", digest=digest_of(secret), hint=secret[:8], read_only=False,
        created_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    return secret


@pytest.fixture(scope="module")
def settled(cluster, django_db_setup, django_db_blocker):
    """References by context and a key by name, written once to a database of its own: every example is taken back."""
    with copied(cluster, django_db_blocker, "gugus_fuzzed"):
        with transaction.atomic():
            world = settle(NOON)
            refs = settle_records(world)
            keys = {name: key_of(getattr(world, name)) for name in ROLES}
        yield refs, keys


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_api_never_breaks(operation, name, settled):
    refs, keys = settled
    told, bearer = OPERATIONS[operation], f"Bearer {keys[name]}"
    own = refs.get(API_KINDS.get(told.path.split("/")[3], ""))

    @given(case=told.as_strategy())
    @settings(
        max_examples=ROLES[name], deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case):
        for ref in (None, own) if own and "ref" in (case.path_parameters or {}) else (None,):
            if ref:  # as imagined first, then about a record that is there
                case.path_parameters["ref"] = ref
            with undone():
                answer = sent(case, bearer)
                assert answer.status_code < 500, (case.formatted_path, case.body, answer.content[:300])
                if answer.status_code >= 400:
                    assert answer["Content-Type"].startswith("application/problem+json")
                    assert {"code", "status"} <= answer.json().keys()

    ask()


def sent(case, bearer: str):
    """One generated request through Django's own client, with the headers that it was generated with."""
    client = Client(raise_request_exception=False)
    headers = {
        name: value
        for name, value in (case.headers or {}).items()
        if str(value).isascii() and str(value).isprintable()
    }
    body = case.body if has_body(case) else None
    text = body if isinstance(body, (str, bytes)) else json.dumps(body, default=str)
    return client.generic(
        case.method,
        case.formatted_path,
        data=text if has_body(case) else "",
        content_type=case.media_type or "application/json",
        query_params={key: value for key, value in (case.query or {}).items() if value is not None},
        headers={**headers, "Authorization": bearer},
    )


def has_body(case) -> bool:
    return not isinstance(case.body, schemathesis.core.NotSet)
