"""What stands in the annex of the decree (SK) that names the members of a task force."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.directory.codes import WorkField
from gugus.taskforce import queries, wording
from gugus.taskforce.codes import BasisKind
from gugus.taskforce.gate import force_for
from gugus.taskforce.models import LegalBasis, Position
from gugus.taskforce.queries import Seat


class NobodyThere(Cannot):
    """There is nobody to write into the annex."""


def gather_annex(viewer: Viewer, ref: str, at: datetime) -> dict:
    """Head, secretariat and the six fields as they stand on the day; officials by office, and by name where known.

    Only for the agency that keeps the secretariat. Raises NobodyThere when the task force has no members.
    """
    sight = force_for(viewer, ref)
    if why := sight.host_refusal(Verb.SEE):
        raise PermissionDenied(why)
    day = timezone.localdate(at)
    seats, positions = queries.seats_on(sight.force, day), queries.positions_on(sight.force, day)
    if not seats:
        raise NobodyThere([Reason("no_members", _("The task force has no members on this day."))])
    bases = [one for one in queries.all_of(sight.force)[2] if one.valid_from <= day]
    bases = [one for one in bases if one.valid_to is None or day < one.valid_to]
    head = [[str(one.get_kind_display()), _who(one)] for one in wording.head_of(positions)]
    head += [["Sekretariat", seat.agency.name] for seat in seats if seat.secretariat]
    fields = [_field(number, one) for number, one in enumerate(wording.fields_of(seats, positions), start=1)]
    return {
        "ref": ref,
        "subject": f"Susunan keanggotaan {sight.force.name}",
        "nature": "Biasa",
        "force": sight.force.name,
        "day": day,
        "decree": _decree(bases),
        "bases": [f"{one.get_kind_display()} Nomor {one.number} tentang {one.title}" for one in bases],
        "head": head,
        "fields": fields,
        "members": [[seat.agency.name, _words(seat)] for seat in seats],
        "rows": [*head, *[[one["title"], "\n".join(_lines(one))] for one in fields]],
    }


def _decree(bases: list[LegalBasis]) -> dict:
    """Number and day of the decree whose annex this is; empty while it is not signed yet."""
    found = next((one for one in bases if one.kind == BasisKind.DECREE), None)
    return {"number": found.number, "on": found.signed_on, "title": found.title} if found else {}


def _who(one: Position) -> str:
    return f"{one.office}\n({one.holder})" if one.holder else one.office


def _field(number: int, one: dict) -> dict:
    return {
        "title": f"Bidang {number}: {one['label']}",
        "coordinator": _who(one["coordinator"]) if one["coordinator"] else "",
        "leads": [seat.agency.name for seat in one["leads"]],
        "members": [seat.agency.name for seat in one["members"]],
    }


def _lines(field: dict) -> list[str]:
    lines = [f"Koordinator: {field['coordinator']}"] if field["coordinator"] else []
    lines += [f"Penanggung jawab: {name}" for name in field["leads"]]
    return [*lines, *(f"Anggota: {name}" for name in field["members"])]


def _words(seat: Seat) -> str:
    fields = [code for code in WorkField.values if code in seat.fields]
    order = list(WorkField.values)
    return ", ".join(
        f"{order.index(code) + 1}{' (memimpin)' if code in seat.leads else ''}" for code in fields
    )
