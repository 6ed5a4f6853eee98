"""A list is looked at, imported as one deed, undone as one deed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection
from python_calamine import CalamineWorkbook
from tests.conftest import NOON, as_role, voice_of
from tests.groups.conftest import HEADS, csv_of, line, members, told, xlsx_of

from gugus.access.viewer import viewer_of
from gugus.audit.models import Entry
from gugus.base.sealed import DataKey
from gugus.base.versions import Stale
from gugus.groups import jobs, rules
from gugus.groups.lines import Answers, write_line
from gugus.groups.loading import (
    Looked,
    bring_list,
    carry_on,
    drop_list,
    import_list,
    name_columns,
    read_as,
    recognise,
    undo_import,
)
from gugus.groups.models import Heading, Load, Member
from gugus.groups.queries import remembered
from gugus.groups.rows import Row
from gugus.groups.sheets import bad_rows, template
from gugus.groups.writing import CannotGroup, add_by_hand, write_group
from gugus.people.actions import register_person
from gugus.people.knowing import known_among
from gugus.people.models import Identity, Person
from gugus.people.rules import IdentityFacts


def fresh(load) -> Load:
    rows = Load.objects.unscoped(because="test").select_related(
        "group__agency", "group__data_key", "begun_by", "data_key"
    )
    return rows.get(pk=load.pk)


def persons() -> int:
    return Person.objects.unscoped(because="test").count()


def test_a_list_is_looked_at_and_nothing_is_written(bring):
    before = persons()

    load = bring([line(1), line(2), line(3, nik="123")])

    assert (load.total, load.good, persons()) == (3, 2, before)
    assert set(load.meanings.values()) == {
        "name",
        "sex",
        "birth",
        "nik",
        "passport",
        "province",
        "regency",
        "phone",
    }
    assert [(row.number, one.code) for row in Looked(load).bad for one in row.wrong] == [(4, "nik_length")]


def test_the_file_is_sealed_and_nothing_of_it_lies_open(bring):
    load = bring([line(1)], name="Kenanga.csv")

    with connection.cursor() as cursor:
        cursor.execute("select l::text from groups_load l where id = %s", [load.pk])
        text = cursor.fetchone()[0]
    assert "Kenanga" not in text and "Nama" not in text
    assert fresh(load).content and fresh(load).file_name == "Kenanga.csv"


def test_good_rows_go_in_once_and_bad_ones_stay_out(bring, rina, group):
    load = bring([line(1), line(2), line(3, birth="31/02/1990"), line(4)])

    import_list(load=load, by=rina, at=NOON)
    again = import_list(load=load, by=rina, at=NOON)

    assert [one.row for one in members(group)] == [2, 3, 5] and [one.number for one in members(group)] == [
        1,
        2,
        3,
    ]
    assert (again.state, again.added, again.total) == ("done", 3, 4)
    who = Identity.objects.unscoped(because="test").get(pk=members(group)[0].person_id)
    assert who.names["full"].startswith("Kenanga Rekaan") and who.birth_on == "1981-02-02"
    assert {one["kind"] for one in who.documents} == {"nik", "passport"}
    assert members(group)[0].person.home_area == "31.74"
    assert Entry.objects.unscoped(because="test").filter(verb="group.imported").count() == 1


def test_a_list_from_a_spreadsheet_is_the_same(group, rina):
    load = bring_list(group=group, content=xlsx_of([line(1), line(2)]), file_name="a.xlsx", by=rina, at=NOON)

    import_list(load=load, by=rina, at=NOON)

    assert len(members(group)) == 2


def test_foreigners_and_people_without_papers_go_in(bring, rina, group):
    heads = ["Nama", "Umur", "Kewarganegaraan"]
    load = bring(csv_of([["Seruni", "15", "Filipina"], ["Teratai", "", ""]], heads))

    import_list(load=load, by=rina, at=NOON)

    one, other = (member.person for member in members(group))
    assert (one.nationality, one.birth_year, one.birth_certainty) == ("PH", 2011, "estimated")
    assert (other.nationality, other.birth_year) == ("", None)


def test_the_same_person_twice_on_a_list_goes_in_once(bring):
    twin = line(1)
    twin[2], twin[4], twin[5] = "L", "", ""
    load = bring([line(1), line(2, passport="XX0000001"), line(1, nik="", passport=""), line(5)])

    said = {row.number: [(one.code, one.row) for one in row.wrong] for row in Looked(load).rows}

    assert said == {2: [], 3: [("twice", 2)], 4: [("same_person", 2)], 5: []}


def test_namesakes_with_their_own_papers_both_go_in(bring):
    load = bring([line(1), line(1, nik="0000000112850077", passport="XX9999999")])

    assert [row.is_good for row in Looked(load).rows] == [True, True]
    assert "namesake" in {one.code for one in Looked(load).rows[1].doubts}


def test_the_same_list_twice_brings_nobody_twice(bring, rina, group):
    content = csv_of([line(1), line(2)])
    import_list(load=bring(content), by=rina, at=NOON)

    again = bring(content)

    assert [one.code for row in Looked(again).rows for one in row.wrong] == ["in_group", "in_group"]
    with pytest.raises(CannotGroup, match="nothing_good"):
        import_list(load=again, by=rina, at=NOON)


def test_a_formula_stays_text_in_and_out(bring):
    load = bring([line(1, name="=1+cmd|'/c calc'!A0", nik="1")])
    looked = Looked(load)

    sheet = bad_rows(looked.headings, [looked.line(one) for one in looked.bad], looked.bad)

    assert "formula" in {one.code for one in looked.rows[0].doubts}
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == 2 and "NIK" in rows[1][1] and not str(rows[1][3]).startswith("=")


def test_the_template_reads_as_itself(group, rina):
    load_rows = template()

    with pytest.raises(CannotGroup, match="nothing_good"):
        load = bring_list(group=group, content=load_rows, file_name="t.xlsx", by=rina, at=NOON)
        assert len(load.meanings) == 14
        import_list(load=load, by=rina, at=NOON)


def test_what_a_heading_means_is_remembered_for_the_agency_alone(bring, rina, group, world):
    heads = ["Wong", "Kelamin mereka"]
    load = bring(csv_of([["Seruni", "P"]], heads))
    assert load.meanings == {} and load.good == 0

    name_columns(load=load, meanings={"0": "name", "1": "sex"}, by=rina, at=NOON)

    assert bring(csv_of([["Dahlia", "P"]], heads)).meanings == {"0": "name", "1": "sex"}
    assert "wong" in remembered(rina.agency_id) and "wong" not in remembered(world.outside.pk)
    kept = Heading.objects.unscoped(because="test").values_list("heading_digest", flat=True)
    assert not any("wong" in one for one in kept)


def test_a_column_named_twice_and_a_list_without_names_are_refused(bring, rina):
    load = bring([line(1)])

    with pytest.raises(CannotGroup, match="no_name_column, meaning_twice"):
        name_columns(load=load, meanings={"1": "sex", "2": "sex"}, by=rina, at=NOON)


def test_reading_it_otherwise_counts_anew(bring, rina):
    load = bring("Nama;JK\r\nRené;P\r\n".encode("cp1252"))

    read_as(load=load, encoding="latin_1", by=rina, at=NOON, seen=load.version)

    assert Looked(fresh(load)).rows[0].name == "René"
    with pytest.raises(Stale):
        read_as(load=load, encoding="cp1252", by=rina, at=NOON, seen=1)


def test_somebody_known_is_a_hint_and_linked_only_knowingly(bring, rina, group, world):
    known = register_person(
        agency=world.unit, names={"full": "Kenanga Rekaan"}, documents=["XX0000001"], by=rina, at=NOON
    )
    load = bring([line(1), line(2)])
    looked = Looked(load)
    facts = {
        row.number: IdentityFacts(full=row.name, documents=tuple(row.papers.values())) for row in looked.rows
    }

    hinted = known_among(viewer_of(rina, on=NOON.date()), facts, at=NOON)
    recognise(load=load, row=2, person=known, by=rina, at=NOON)
    import_list(load=load, by=rina, at=NOON)

    assert {number: [one.ref for one in found] for number, found in hinted.items()} == {2: [known.ref]}
    assert members(group)[0].person_id == known.pk and not members(group)[0].is_new
    assert members(group)[1].is_new


def test_nobody_of_another_agency_is_hinted_or_linked(bring, rina, group, world):
    with voice_of(world.sari):
        theirs = register_person(
            agency=world.outside,
            names={"full": "Kenanga Rekaan"},
            documents=["XX0000001"],
            by=world.sari,
            at=NOON,
        )
    load = bring([line(1)])
    facts = {row.number: IdentityFacts(documents=tuple(row.papers.values())) for row in Looked(load).rows}

    assert known_among(viewer_of(rina, on=NOON.date()), facts, at=NOON) == {}
    recognise(load=load, row=2, person=theirs, by=rina, at=NOON)
    import_list(load=load, by=rina, at=NOON)
    assert members(group)[0].person_id != theirs.pk


def test_a_large_list_waits_for_the_worker_and_a_killed_one_goes_on_where_it_stopped(
    bring, rina, group, monkeypatch
):
    monkeypatch.setattr(rules, "AT_ONCE", 5)
    monkeypatch.setattr(rules, "IN_ONE_GO", 4)
    load = import_list(load=bring([line(one) for one in range(1, 12)]), by=rina, at=NOON)
    assert load.state == "running" and not members(group)

    with as_role("gugus_worker"):
        carry_on(load=load, looked=Looked(load), at=NOON)  # then the worker was killed
        assert fresh(load).at_row == 5 and len(members(group)) == 4
        jobs.carry_all()
        jobs.carry_all()

    assert [one.row for one in members(group)] == list(range(2, 13))
    assert fresh(load).state == "done" and fresh(load).added == 11


def test_what_dies_within_a_hundred_rows_leaves_nothing_of_them(bring, rina, group, monkeypatch):
    load = bring([line(one) for one in range(1, 6)])
    before = persons()
    real, calls = Member.save, []

    def dies(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 4:
            raise RuntimeError("power cut")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Member, "save", dies)
    with pytest.raises(RuntimeError):
        import_list(load=load, by=rina, at=NOON)
    monkeypatch.setattr(Member, "save", real)

    assert (persons(), members(group), fresh(load).state) == (before, [], "checking")
    import_list(load=load, by=rina, at=NOON)
    assert len(members(group)) == 5


def test_only_one_list_of_a_group_is_imported_at_a_time(bring, rina, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    first, second = bring([line(1), line(2)]), bring([line(3), line(4)])
    import_list(load=first, by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="another_runs"):
        import_list(load=second, by=rina, at=NOON)


def test_undo_takes_back_everybody_and_destroys_what_was_known(bring, rina, group, world):
    known = register_person(agency=world.unit, names={"full": "Melati Lama"}, by=rina, at=NOON)
    before = persons()
    load = bring([line(1), line(2), line(3)])
    recognise(load=load, row=2, person=known, by=rina, at=NOON)
    import_list(load=load, by=rina, at=NOON)
    rows = Identity.objects.unscoped(because="test").filter(
        pk__in=[one.person_id for one in members(group)[1:]]
    )
    keys = list(rows.values_list("data_key_id", flat=True))

    assert undo_import(load=fresh(load), by=rina, at=NOON) == 3

    assert persons() == before and not members(group)
    assert all(DataKey.objects.get(pk=key).opened() is None for key in [*keys, load.data_key_id])
    assert Identity.objects.unscoped(because="test").get(pk=known.pk).names["full"] == "Melati Lama"
    entry = Entry.objects.unscoped(because="test").get(verb="group.import_undone")
    assert entry.changes == {"members": 3, "persons": 2, "keys": 6}
    with pytest.raises(CannotGroup, match="not_imported"):
        undo_import(load=fresh(load), by=rina, at=NOON)


def test_undo_refuses_as_soon_as_somebody_worked_on_one_of_them(imported, rina):
    people = imported(3)
    write_line(member=people[1], answers=Answers(act="recruitment"), by=rina, at=NOON)

    with pytest.raises(CannotGroup) as refused:
        undo_import(load=fresh(people[0].load), by=rina, at=NOON)

    assert refused.value.reasons[0].code == "worked_on" and "2" in str(refused.value.reasons[0].words)
    assert len(members(people[0].group)) == 3


def test_the_database_asks_again_before_it_deletes_a_person(imported, rina, world):
    people = imported(2)
    write_line(member=people[1], answers=Answers(act="recruitment"), by=rina, at=NOON)

    for user, words in ((rina, "worked on"), (world.sari, "not yours")):
        with pytest.raises(DatabaseError, match=words), voice_of(user), connection.cursor() as cursor:
            cursor.execute("savepoint here")
            try:
                cursor.execute("select groups_take_back(%s)", [people[0].load_id])
            except DatabaseError:
                connection.connection.execute("rollback to here")
                raise


def test_a_list_that_nobody_wants_is_destroyed_at_once_and_others_after_a_week(bring, rina, group):
    thrown, done, waits = bring([line(1)]), bring([line(2)]), bring([line(3)])
    drop_list(load=thrown, by=rina, at=NOON)
    import_list(load=done, by=rina, at=NOON)
    assert DataKey.objects.get(pk=thrown.data_key_id).opened() is None

    with as_role("gugus_worker"):
        assert jobs.destroy_old(NOON + timedelta(days=6)) == 0
        assert jobs.destroy_old(NOON + timedelta(days=8)) == 2
        assert jobs.destroy_old(NOON + timedelta(days=9)) == 0

    assert fresh(waits).state == "dropped" and fresh(done).state == "done"
    assert fresh(done).content is None


def test_somebody_on_no_list_is_added_by_hand_once(group, rina, world):
    known = register_person(agency=world.unit, names={"full": "Melati Lama"}, by=rina, at=NOON)
    add_by_hand(group=group, row=Row(0, name="Melati Lama"), person=known, by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="in_group"):
        add_by_hand(group=group, row=Row(0, name="Melati Lama"), person=known, by=rina, at=NOON)


def test_a_group_needs_a_name_and_a_likely_moment(rina):
    with pytest.raises(CannotGroup, match="no_name, no_source, unlikely, no_country, unlikely"):
        write_group(
            told=told(name=" ", source="x", arrives_at=NOON.replace(year=2031), country_code="QQ", expected=9999),
            by=rina, at=NOON,
        )  # fmt: skip


def test_another_agency_finds_no_row_of_it_even_without_the_first_lock(imported, world):
    people = imported(2)

    with voice_of(world.sari):
        assert not Member.objects.unscoped(because="attack").filter(group=people[0].group).exists()
        assert not Load.objects.unscoped(because="attack").exists()
        with pytest.raises(DatabaseError, match="row-level security"):
            Member(group=people[0].group, agency=world.outside, person=people[0].person, number=99).save(
                force_insert=True
            )


def test_headings_below_a_letterhead_are_found(bring):
    letter = [["KBRI Phnom Penh"], ["Daftar WNI"], [""], HEADS, line(1), [""], line(2)]
    load = bring("\r\n".join(";".join(one) for one in letter).encode())

    assert load.head == 4 and [row.number for row in Looked(load).rows] == [5, 7]
