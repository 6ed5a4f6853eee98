"""An export holds what its asker sees, names nobody without a second person, runs nowhere, and goes by itself."""

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import IntegrityError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.exchange.conftest import asked, case_of, content, made

from gugus.access.codes import Role
from gugus.access.voices import as_if_asked_by
from gugus.approvals.actions import CannotAsk, CannotDecide, approve
from gugus.audit.models import Entry
from gugus.cases.models import Case
from gugus.exchange import actions, jobs, lists, rules
from gugus.exchange.actions import CannotExport
from gugus.exchange.lists import list_of
from gugus.exchange.models import Export
from gugus.files import store
from gugus.outbox.models import Event


def rows_of(raw: bytes) -> list[list[str]]:
    read = list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))
    return [row for row in read if not row[0].startswith("# ")]


def entries(verb: str):
    return Entry.objects.unscoped(because="test").filter(verb=verb)


def test_the_list_comes_as_it_is_on_the_screen(world, cases):
    export = made(asked(world.yusuf))

    head, *rows = rows_of(content(export))
    assert {row[0] for row in rows} == {cases[0].ref, cases[1].ref}
    assert (export.state, export.rows, len(head), export.is_cut) == ("ready", 2, 13, False)


def test_filters_of_the_address_hold(world, cases):
    export = made(asked(world.yusuf, risk="low"))

    assert [row[0] for row in rows_of(content(export))[1:]] == [cases[1].ref]


def test_the_file_says_for_whom_it_was_made(world, cases):
    raw = content(made(asked(world.yusuf))).decode("utf-8-sig")

    assert "Yusuf, UPT PPPA" in raw and "UU 21/2007" in raw and raw.startswith("# ")


def test_no_name_leaves_without_a_second_person(world, cases):
    raw = content(made(asked(world.yusuf)))

    assert b"Mawar" not in raw and b"Kenanga" not in raw and b"0800" not in raw


def test_with_the_python_filter_away_the_database_still_keeps_other_agencies_out(world, cases, monkeypatch):
    """The worker sees every row; the export of Sari holds only hers, whatever the code forgot."""
    world.sari.assignments.create(role=Role.SUPERVISOR, valid_from=NOON.date())
    everything = lambda viewer, filters, at, most, identified: Case.objects.unscoped(because="test")  # noqa: E731
    columns = (lists.Column("ref", "Kode", lambda one: one.ref),)
    careless = lists.Listed("cases", "x", list_of("cases").section, "cases:list", everything, columns)
    monkeypatch.setitem(lists._lists, "cases", careless)

    export = made(asked(world.sari))

    assert [row[0] for row in rows_of(content(export))[1:]] == [cases[2].ref]


def test_the_worker_has_its_own_rights_back_afterwards(world, cases):
    with as_role("gugus_worker"):
        with as_if_asked_by(world.sari):
            assert Case.objects.unscoped(because="test").count() == 1
        assert Case.objects.unscoped(because="test").count() == 3
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            assert cursor.fetchone() == ("gugus_worker",)


def test_a_failure_inside_gives_the_rights_back_too(world, cases):
    with as_role("gugus_worker"):
        with pytest.raises(ZeroDivisionError), as_if_asked_by(world.sari):
            _ = 1 / 0
        assert Case.objects.unscoped(because="test").count() == 3


def test_whoever_lost_the_right_meanwhile_gets_nothing(world, cases):
    export = asked(world.yusuf)
    world.yusuf.assignments.update(valid_to=NOON.date())

    export = made(export)

    assert (export.state, export.problem) == ("failed", "no_right")


def test_made_twice_is_made_once(world, cases):
    export = made(asked(world.yusuf))
    again = made(export)

    with voice_of(world.yusuf):
        assert again.ready_at == export.ready_at and entries("export.made").count() == 1


def test_the_worker_hears_of_it(world, cases):
    export = asked(world.yusuf)

    with as_role("gugus_worker"):
        jobs.on_asked(event=Event.objects.get(topic="export.asked"), at=NOON)
        assert Event.objects.filter(topic="export.ended", about_id=export.pk).exists()
    assert content(export)


def test_more_rows_than_an_export_holds_are_cut_and_said(world, cases, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ROWS", 1)

    export = made(asked(world.yusuf))

    assert (export.rows, export.is_cut) == (1, True)


def test_only_so_many_a_day(world, cases, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    asked(world.yusuf)

    with pytest.raises(CannotExport, match="many"):
        asked(world.yusuf)


def test_one_key_is_one_export(world, cases):
    with voice_of(world.yusuf):
        told = {
            "listed": list_of("cases"),
            "filters": {},
            "form": "csv",
            "by": world.yusuf,
            "at": NOON,
            "key": "k",
        }
        assert actions.ask(**told) == actions.ask(**told)


def test_disk_and_table_show_nothing_of_it(world, cases, place):
    export = made(asked(world.yusuf))

    on_disk = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert on_disk and cases[0].ref.encode() not in on_disk and b"Yusuf" not in on_disk
    assert store.path_of(export.pk, actions.PLACE).is_relative_to(place / "exports")


def test_every_download_leaves_a_trace(world, cases):
    export = made(asked(world.yusuf))
    content(export)
    content(export)

    with voice_of(world.yusuf):
        assert entries("export.downloaded").count() == 2


def test_after_some_days_it_is_gone_for_ever(world, cases, django_capture_on_commit_callbacks, monkeypatch):
    export = made(asked(world.yusuf))
    monkeypatch.setattr(jobs, "now", lambda: NOON + timedelta(days=rules.KEPT_DAYS, minutes=1))

    with as_role("gugus_worker"), django_capture_on_commit_callbacks(execute=True):
        jobs.purge(0)

    assert not store.path_of(export.pk, actions.PLACE).exists()
    with pytest.raises(CannotExport), voice_of(world.yusuf):
        actions.give_out(export=export, by=world.yusuf, at=NOON)
    export.data_key.refresh_from_db()
    assert bytes(export.data_key.wrapped) == b""


def identified(world, **more):
    with voice_of(world.yusuf):
        return actions.ask_identified(
            listed=list_of("cases"), filters={}, form="csv", reason="laporan kepada pengadilan", by=world.yusuf,
            at=NOON, **more,
        )  # fmt: skip


def test_names_leave_when_a_second_person_agreed(world, cases):
    request = identified(world)
    assert not Export.objects.unscoped(because="test").exists()

    with voice_of(world.lestari):
        approve(request=request, by=world.lestari, at=NOON)
    with voice_of(world.yusuf):
        export = Export.objects.unscoped(because="test").get()
    raw = content(made(export))

    assert b"Kenanga Contoh" in raw and b"'=Mawar Contoh" in raw and b"Sekar" not in raw
    assert export.agreed_by == world.lestari and b"Lestari" in raw
    with voice_of(world.yusuf):
        assert entries("person.exported").count() == 2


def test_nobody_agrees_with_oneself(world, cases):
    request = identified(world)

    with voice_of(world.yusuf), pytest.raises(CannotDecide):
        approve(request=request, by=world.yusuf, at=NOON)
    assert not Export.objects.unscoped(because="test").exists()


@pytest.mark.parametrize("name", ["rina", "lestari", "tono", "sari"])
def test_who_may_not_export_cases_may_not_ask_for_names(world, cases, name):
    user = getattr(world, name)

    with voice_of(user), pytest.raises(CannotAsk):
        actions.ask_identified(
            listed=list_of("cases"), filters={}, form="csv", reason="laporan lengkap", by=user, at=NOON
        )


def test_a_list_without_names_needs_nobody(world):
    with voice_of(world.yusuf), pytest.raises(CannotExport, match="no_names"):
        actions.ask_identified(
            listed=list_of("figures"),
            filters={},
            form="csv",
            reason="laporan lengkap",
            by=world.yusuf,
            at=NOON,
        )


def test_the_database_refuses_names_without_a_second_person(world, cases):
    export = asked(world.yusuf)

    with voice_of(world.yusuf), pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.unscoped(because="test").filter(pk=export.pk).update(identified=True)
    with voice_of(world.yusuf), pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.unscoped(because="test").filter(pk=export.pk).update(
            identified=True, agreed_by=world.yusuf
        )


@pytest.mark.parametrize("name", ["sari", "lestari", "rina", "tono"])
def test_somebody_elses_export_is_not_there(world, cases, name):
    made(asked(world.yusuf))

    with voice_of(getattr(world, name)):
        assert not Export.objects.unscoped(because="test").exists()


def test_an_excel_file_is_one_and_runs_nothing(world, cases):
    export = made(asked(world.yusuf, form="xlsx"))

    with zipfile.ZipFile(BytesIO(content(export))) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert cases[0].ref in text and "Yusuf" in text
    assert "<f>" not in text and "externalLink" not in text


@pytest.mark.parametrize(
    ("listed", "name"),
    [("figures", "eka"), ("figures", "yusuf"), ("trail", "lestari"), ("trail", "hasan"), ("tasks", "yusuf")],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_list_can_be_written_down(world, cases, listed, name, form):
    export = made(asked(getattr(world, name), listed, form))

    assert (export.state, export.problem) == ("ready", "")
    assert content(export)


def test_figures_say_what_they_are(world, cases):
    raw = content(made(asked(world.eka, "figures", period="2026"))).decode()

    assert "# " in raw and "2026" in raw


def test_the_number_of_queries_does_not_grow(world, cases, django_assert_max_num_queries):
    def queries() -> int:
        export = asked(world.yusuf)
        with as_role("gugus_worker"), django_assert_max_num_queries(60) as counted:
            actions.make(export=export, at=NOON)
        return len(counted)

    few = queries()
    for number in range(5):
        case_of(world.rina, f"Orang {number}")

    assert queries() == few
