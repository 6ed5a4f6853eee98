"""The dossier: chapters by right, only those that were chosen, masked whatever was unmasked, written to the trail."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from gugus.access.codes import Section
from gugus.audit.models import Entry
from gugus.cases import panels
from gugus.cases.codes import EntryKind
from gugus.cases.panels import Panel
from gugus.cases.records import write_entry
from gugus.cases.views import panels as panel_views
from gugus.people.actions import unmask
from gugus.people.queries import shown_names
from tests.conftest import voice_of

TOLD = "Kronologi yang hanya ada di bab kronologi."


@pytest.fixture(autouse=True)
def two_panels(monkeypatch):
    def provide(viewer, case, at):
        names = shown_names(viewer, [one.person for one in case.parties.select_related("person")], at)
        return {"names": sorted(names.values())}

    def drawn(template, context, request):
        return "<section class='card'><h2>Bagian</h2>" + ", ".join(context["names"]) + "</section>"

    monkeypatch.setattr(panel_views, "render_to_string", drawn)
    shown = {
        "care": Panel("care", Section.CARE, 40, "Layanan rekaan", "cases/print.html", provide),
        "justice": Panel("justice", Section.JUSTICE, 50, "Perkara rekaan", "cases/print.html", provide),
    }
    monkeypatch.setattr(panels, "_panels", shown)
    monkeypatch.setattr(panels, "_hurdles", [])


def page(client, file, *chapters):
    query = "&".join(f"chapter={one}" for one in chapters)
    return client.get(f"{reverse('cases:dossier', args=[file.case.ref])}?{query}" if query else _url(file))


def _url(file):
    return reverse("cases:dossier", args=[file.case.ref])


def test_only_what_was_chosen_is_printed_and_the_trail_names_the_chapters(signed_in, world, file, rina):
    write_entry(
        case=file.case, kind=EntryKind.NOTE, text=TOLD, happened_at=timezone.now(), by=rina, at=timezone.now()
    )
    client = signed_in(world.rina)

    few, all_of_it = (
        page(client, file, "facts", "care"),
        page(client, file, "facts", "story", "care", "justice"),
    )

    assert TOLD not in few.content.decode() and "Bagian" in few.content.decode()
    assert TOLD in all_of_it.content.decode() and all_of_it.content.decode().count("Bagian") == 2
    with voice_of(world.rina):
        lines = Entry.objects.unscoped(because="look").filter(verb="case.printed").order_by("at")
        assert [one.changes["chapters"] for one in lines] == [
            ["facts", "care"], ["facts", "story", "care", "justice"],
        ]  # fmt: skip


def test_a_name_shown_on_the_screen_is_masked_on_paper(signed_in, world, file, rina):
    unmask(person=file.survivor, reason="contact", by=world.rina, at=timezone.now())
    client = signed_in(world.rina)
    assert "Nadia Kusumaningrum" in client.get(reverse("cases:detail", args=[file.case.ref])).content.decode()

    paper = page(client, file, "facts", "people", "care").content.decode()

    assert "Kusumaningrum" not in paper and re.search(r"N\*+ K\*+", paper)


def test_a_closed_section_is_neither_offered_nor_printed(signed_in, world, file, share):
    share(world.shelter, sections=("case", "care", "justice"))
    client = signed_in(world.maya)

    offered = page(client, file).content.decode()
    forced = page(client, file, "facts", "justice")

    assert "Layanan rekaan" in offered and "Perkara rekaan" not in offered
    assert forced.status_code == 422 and "Bagian" not in forced.content.decode()


def test_nothing_chosen_says_so_and_a_stranger_finds_nothing(signed_in, world, file):
    assert signed_in(world.rina).get(_url(file) + "?chapter=").status_code == 422
    assert signed_in(world.sari).get(_url(file)).status_code == 404
