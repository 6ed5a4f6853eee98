"""Known weaknesses fail the build unless excused in time; a service out of reach is said and fails nothing."""

import json
import re
from datetime import date

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from gugus.operate import dependencies
from gugus.operate.dependencies import (
    Answer,
    Weakness,
    bill_of_materials,
    excuses,
    is_excused,
    licence_of,
    read,
)
from gugus.operate.installation import CHECKOUT

TODAY = date(2026, 6, 15)
WEAK = {
    "name": "bread",
    "version": "1.0",
    "vulns": [{"id": "X-1", "fix_versions": ["1.1"], "aliases": ["CVE-1"]}],
}
GOOD = {"name": "salt", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "rice", "skip_reason": "not found"}


def told(*packages) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


@pytest.fixture
def audited(monkeypatch, tmp_path, capsys):
    """A function: what pip-audit says and the excuses → exit code and what was printed."""

    def audit(answer: str, lines: str = ""):
        file = tmp_path / "exceptions.csv"
        file.write_text("id,package,reason,until\n" + lines)
        monkeypatch.setattr(dependencies, "EXCEPTIONS", file)
        monkeypatch.setattr(dependencies, "asked", lambda lock: read(answer))
        return dependencies.audit(today=TODAY), capsys.readouterr().out

    return audit


def test_nothing_known_is_good(audited):
    assert audited(told(GOOD)) == (0, "")


def test_a_known_weakness_fails_once_and_says_what_to_do(audited):
    code, said = audited(told(WEAK, GOOD))

    assert code == 1
    assert (
        said.count("bread 1.0: X-1") == 1 and "Repaired in: 1.1" in said and "--upgrade-package bread" in said
    )


@pytest.mark.parametrize("name", ["X-1", "CVE-1"])
def test_an_excuse_with_a_reason_holds_until_its_day(audited, name):
    assert audited(told(WEAK), f"{name},bread,we never bake,2026-06-15\n")[0] == 0


@pytest.mark.parametrize(
    "line",
    ["X-1,bread,we never bake,2026-06-14", "X-1,salt,we never bake,2026-12-31", "X-1,bread,,2026-12-31",
     "X-2,bread,a,2026-12-31"]
)  # fmt: skip
def test_anything_less_does_not(audited, line):
    assert audited(told(WEAK), line + "\n")[0] == 1


def test_an_excuse_that_ended_fails_by_itself(audited):
    code, said = audited(told(GOOD), "X-1,bread,we never bake,2026-06-14\n")

    assert code == 1 and "ended on 2026-06-14" in said


@pytest.mark.parametrize("answer", ["", "no JSON", "[]", "{}", told(UNKNOWN), told(UNKNOWN, UNKNOWN)])
def test_a_service_out_of_reach_is_said_and_fails_nothing(audited, answer):
    code, said = audited(answer)

    assert code == 0
    assert said.startswith("LEFT OUT: the search for known weaknesses in requirements.lock")


def test_what_nobody_knows_is_named(audited):
    code, said = audited(told(GOOD, UNKNOWN))

    assert code == 0 and "nothing is known of rice" in said


def test_an_answer_that_takes_too_long_is_out_of_reach(monkeypatch, tmp_path):
    monkeypatch.setattr(dependencies, "PATIENCE", 0.01)

    assert dependencies.asked(tmp_path / "x.lock").why_not


def test_the_kept_excuses_can_be_read():
    inforce, _ended = excuses(dependencies.EXCEPTIONS.read_text(encoding="utf-8"), TODAY)

    assert not is_excused(Weakness("bread", "1", "X-1"), inforce)
    assert Answer() == read(told())


@pytest.fixture(scope="module")
def bill() -> str:
    return bill_of_materials()


def test_the_bill_is_valid_and_complete(bill):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE))
    parts = json.loads(bill)
    assert {one["name"] for one in parts["components"]} == locked
    assert parts["metadata"]["component"]["name"] == "gugus"


def test_the_bill_is_the_same_each_time_and_names_no_host(bill, tmp_path):
    file = tmp_path / "sbom.json"

    assert dependencies.main(["sbom", str(file)]) == 0
    assert file.read_text() == bill
    assert "timestamp" not in bill and "serialNumber" not in bill
    assert (
        re.findall(r"https?://(?!cyclonedx\.org|[\w.-]*readthedocs|github\.com/CycloneDX)[\w.-]+", bill) == []
    )


def test_each_package_has_a_licence_that_is_named_in_the_docs():
    docs = (CHECKOUT / "docs" / "licences.md").read_text(encoding="utf-8")
    locked = re.findall(r"^([a-z0-9.-]+)==", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE)

    assert [name for name in locked if not re.search(rf"\b{re.escape(name)}\b", docs)] == []


def test_no_licence_forbids_giving_the_product_on():
    allowed = re.compile(
        r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|LGPL|Lesser|HPND|CMU|Unlicense|UNKNOWN|Dual"
    )
    locked = re.findall(r"^([a-z0-9.-]+)==", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE)

    forbids = {name for name in locked if (said := licence_of(name)) and not allowed.search(said)}
    assert forbids == set()


def test_wrongly_asked_says_how(capsys):
    assert dependencies.main([]) == 2
    assert "audit" in capsys.readouterr().err
