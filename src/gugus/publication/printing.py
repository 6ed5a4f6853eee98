"""The PDF of what was published: the words that everybody reads, laid out once by the worker."""

from pathlib import Path

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gugus.documents.codes import Form
from gugus.documents.press import laid_out
from gugus.law.clocks import zone
from gugus.publication.models import Publication
from gugus.publication.wording import blocks_of
from gugus.tasks.rules import zone_of_area

TEMPLATE = Path(__file__).parent / "letters" / "publikasi.typ"


def printed(one: Publication) -> bytes:
    """The same publication gives the same bytes. Raises documents.press.CannotSet."""
    return laid_out(Form.PDF, {"main.typ": TEMPLATE.read_bytes()}, _data(one))


def _data(one: Publication) -> dict:
    """Nothing but what stands on the public page: no name of an officer, no record behind it."""
    return {
        "ref": one.ref, "task_force": one.task_force.name,
        "title": one.title, "under": _under(one, "id"), "blocks": _blocks(one.body),
        "title_en": one.title_en, "under_en": _under(one, "en"), "blocks_en": _blocks(one.body_en),
        "foot": _foot(),
    }  # fmt: skip


def _blocks(text: str) -> list[dict]:
    return [{"lines": list(each.lines), "is_list": each.is_list} for each in blocks_of(text)]


def _under(one: Publication, language: str) -> str:
    """What it is and when it was published, where the task force is."""
    with translation.override(language):
        on = timezone.localtime(one.decided_at, zone(zone_of_area(one.task_force.area_code)))
        return f"{one.get_kind_display()} · {date_format(on, 'j F Y')}"


def _foot() -> str:
    with translation.override("id"):
        return _(
            "Approved for everybody by the task force. It speaks of no person and holds no small number."
        )
