"""Machines come through the same gates and actions as pages."""

import pytest

from gugus.screening.models import Assessment
from tests.conftest import voice_of

JSON = {"content_type": "application/json"}


def at(screening, more=""):
    return f"/api/v1/screenings/{screening.ref}{more}"


def test_a_screening_carries_its_version_as_etag(screening, world, signed_in):
    answer = signed_in(world.rina).get(at(screening))

    assert answer.status_code == 200
    assert answer["ETag"] == f'"{screening.ref}:1"'
    assert "Melati" not in answer.content.decode()


def test_what_is_left_out_stays(screening, world, signed_in):
    client = signed_in(world.rina)
    client.patch(at(screening), {"acts": ["harbouring"]}, **JSON)

    answer = client.patch(at(screening), {"means": ["deception"], "happened_on": "2026-04"}, **JSON)

    kept = answer.json()
    assert (kept["acts"], kept["means"]) == (["harbouring"], ["deception"])
    assert (kept["date_of_act"], kept["act_precision"]) == ("2026-04-01", "month")


def test_a_stale_version_is_refused(screening, world, signed_in):
    client = signed_in(world.rina)
    client.patch(at(screening), {"acts": ["harbouring"]}, **JSON)

    answer = client.patch(at(screening), {"acts": []}, headers={"If-Match": f'"{screening.ref}:1"'}, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")


@pytest.mark.parametrize(
    "facts", [{"acts": ["flying"]}, {"ruled_out": ["luck"]}, {"indicators": {"x": "present"}}]
)
def test_unknown_codes_are_named(facts, screening, world, signed_in):
    answer = signed_in(world.rina).patch(at(screening), facts, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_code")


def test_evidence_tells_its_element_until_it_is_retracted(screening, world, signed_in):
    client = signed_in(world.rina)
    item = {"kind": "act", "code": "transfer", "source": "contract", "words": "Surat"}

    made = client.post(at(screening, "/evidence"), item, **JSON).json()
    gone = client.post(at(screening, f"/evidence/{made['id']}/retract"), {"reason": "Palsu"}, **JSON)

    assert gone.json()["retracted_at"] and client.get(at(screening)).json()["acts"] == ["transfer"]


def test_the_proposal_explains_and_a_departing_decision_needs_words(screening, world, signed_in):
    client = signed_in(world.rina)

    proposal = client.get(at(screening, "/proposal")).json()
    refused = client.post(at(screening, "/decide"), {"result": "not_trafficking"}, **JSON)
    decided = client.post(at(screening, "/decide"), {"result": "not_yet_proven"}, **JSON)

    assert proposal["result"] == "not_yet_proven" and proposal["questions"]
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "words_needed")
    assert decided.json()["state"] == "decided"


def test_decisions_stand_side_by_side(screening, world, signed_in):
    client = signed_in(world.rina)
    for body, result in (("unit-ppa", "indicated"), ("", "not_trafficking")):
        sent = {
            "agency": body,
            "outside_body": "" if body else "KBRI",
            "decided_on": "2026-06-01",
            "result": result,
        }
        assert client.post(at(screening, "/decisions"), sent, **JSON).status_code == 201

    answer = client.get(at(screening, "/decisions")).json()

    assert (answer["status"], answer["served"], len(answer["decisions"])) == ("disputed", True, 2)


def test_a_report_leads_to_one_case(screening, world, signed_in):
    client = signed_in(world.rina)

    first = client.post(at(screening, "/open-case"), {}, **JSON)
    second = client.post(at(screening, "/open-case"), {}, **JSON)

    assert (first.status_code, second.status_code) == (201, 409)


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif"])
def test_outsiders_get_nothing(name, screening, world, signed_in):
    client = signed_in(getattr(world, name))

    answers = [client.get(at(screening, more)) for more in ("", "/proposal", "/decisions")]
    answers.append(client.patch(at(screening), {"acts": []}, **JSON))

    assert {answer.status_code for answer in answers} <= {403, 404}
    with voice_of(world.rina):
        assert Assessment.objects.unscoped(because="the test asks").get().version == 1
