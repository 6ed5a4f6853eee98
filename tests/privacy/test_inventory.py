"""What is stored where: complete, true, exported."""

import csv
import io

from django.db import connection
from django.urls import reverse
from tests.conftest import NOON, voice_of

from gugus.privacy import inventory
from gugus.privacy.actions.assessments import write_assessment


def test_every_table_and_column_says_what_it_is_for():
    assert inventory.without_words() == [], "Add rows to src/gugus/privacy/tables/*.csv."


def test_a_table_and_a_column_are_described_once():
    tables = [row["table"] for row in inventory._rows("tables.csv")]
    columns = [(row["table"], row["column"]) for row in inventory._rows("columns.csv")]

    assert sorted(tables) == sorted(set(tables))
    assert sorted(columns) == sorted(set(columns))


def test_a_column_without_words_is_noticed(monkeypatch):
    known = {key: row for key, row in inventory.columns().items() if key != ("people_identity", "names")}
    monkeypatch.setattr(inventory, "columns", lambda: known)

    assert inventory.without_words() == ["people_identity.names"]


def test_sealed_and_free_text_is_never_covered_by_a_general_row():
    general = {name for table, name in inventory.columns() if table == "*"}

    assert not general & {"note", "text", "summary", "narrative", "reason", "answer", "names"}


def test_no_row_speaks_of_a_column_that_is_gone():
    tables = inventory.models_by_table()
    real = {(name, field.column) for name, model in tables.items() for field in model._meta.concrete_fields}
    ours = {key for key in inventory.columns() if key[0] in tables}

    assert ours - real == set()


def test_sealed_columns_are_encrypted_and_locks_are_read_from_the_database(db):
    stored = {one.table.name: one for one in inventory.stored()}
    identity = stored["people_identity"]

    assert all(column.encrypted for column in identity.columns if column.name in {"names", "phones", "notes"})
    assert identity.scope == "row_security" and any("visible_to" in one for one in identity.policies)
    assert "case_manager" in identity.roles and "chair" not in identity.roles
    assert stored["places_area"].scope == "reference"


def test_page_csv_and_json_tell_the_same(signed_in, world):
    client = signed_in(world.lestari)

    page = client.get(reverse("privacy:inventory")).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("privacy:inventory_csv")).content.decode("utf-8-sig")))
    )
    data = client.get(reverse("privacy:inventory_json")).json()

    assert "people_identity" in page
    assert len(rows) == len(data) == sum(len(one.columns) for one in inventory.stored())
    assert {row["class"] for row in data} == {"open", "personal", "sensitive", "sealed", "token"}


def test_the_inventory_shows_no_row_of_anybody(signed_in, world):
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
    text = signed_in(world.lestari).get(reverse("privacy:inventory_json")).content.decode()

    assert "Lestari" not in text and "UPT PPPA" not in text


def test_the_assessment_is_versioned_and_says_when_the_inventory_changed(signed_in, world):
    client = signed_in(world.lestari)
    url = reverse("privacy:assessment_write")
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"insider_residual": "<b>Sedikit</b>"}

    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409
    page = client.get(reverse("privacy:assessment")).content.decode()
    assert "&lt;b&gt;Sedikit&lt;/b&gt;" in page and "Inventaris berubah" not in page

    facts = {"scope": "a", "necessity": "b", "risks": [], "opinion": "", "review_on": NOON.date()}
    with voice_of(world.lestari):
        write_assessment(facts=facts, inventory_digest="old", by=world.lestari, at=NOON, seen=1)
    assert "Inventaris berubah" in client.get(reverse("privacy:assessment")).content.decode()
    assert "people_identity" in client.get(reverse("privacy:assessment_print")).content.decode()
