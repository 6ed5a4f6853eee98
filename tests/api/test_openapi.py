"""The published description of the API is the one that the product serves."""

import json
from pathlib import Path

from gugus.config.api import api

SNAPSHOT = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"
HOW = "run: gugus manage export_openapi_schema --api gugus.config.api.api --indent 1 --sorted --output …"


def test_the_snapshot_is_up_to_date():
    served = json.loads(json.dumps(api.get_openapi_schema(), default=str))

    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == served, HOW


def test_every_operation_says_what_it_does():
    operations = [
        (path, verb, one)
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, one in verbs.items()
    ]

    silent = [
        (path, verb) for path, verb, one in operations if not one.get("summary") or not one.get("description")
    ]

    assert silent == []
    assert api.get_openapi_schema()["openapi"].startswith("3.1")


def test_tasks_notices_and_agencies_answer_their_own_people(signed_in, world):
    client = signed_in(world.rina)

    for address in ("/api/v1/tasks", "/api/v1/tasks/late", "/api/v1/notices", "/api/v1/agencies"):
        assert client.get(address).status_code == 200, address
    assert {one["slug"] for one in client.get("/api/v1/agencies").json()} >= {"upt-pppa", "rumah-melati"}


def test_strangers_get_a_problem_everywhere(client, db):
    schema = api.get_openapi_schema()["paths"]

    wrong = []
    for path, verbs in schema.items():
        for verb in verbs:
            answer = client.generic(
                verb.upper(), path.replace("{", "").replace("}", ""), "{}", "application/json"
            )
            if answer.status_code not in {401, 403, 404, 422}:
                wrong.append((verb, path, answer.status_code))

    assert wrong == []
