"""The manifest of a group: one line a person, masked as the viewer sees it; on the page, in the file, on paper."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.viewer import Viewer
from gugus.groups import queries
from gugus.groups.gate import Sight, sight_for
from gugus.people.queries import shown_names
from gugus.places.queries import country_name, labels


def manifest_of(sight: Sight, at: datetime) -> dict[str, Any]:
    """Headings and lines. What people said and was decided stands there only for who may read it."""
    people = list(queries.members_of(sight.group))
    names = shown_names(sight.viewer, [one.person for one in people], at)
    places = labels(one.destination.area_code for one in people if one.destination_id)
    heads = [
        _("No."),
        _("Name"),
        _("Code"),
        _("Sex"),
        _("Born"),
        _("Nationality"),
        _("Destination"),
        _("Received by"),
    ]
    lines = [
        [
            one.number, names[one.person_id], one.person.ref, one.person.get_sex_display(),
            one.person.birth_year or "", country_name(one.person.nationality) if one.person.nationality else "",
            places.get(one.destination.area_code, "") if one.destination_id else "",
            one.destination.to_agency.name if one.destination_id and one.destination.to_agency_id else "",
        ]
        for one in people
    ]  # fmt: skip
    if sight.reads_lines:
        heads.append(_("Stage"))
        for line, one in zip(lines, people, strict=True):
            line.append(str(queries.stage(one).label))
    return {"heads": heads, "lines": lines}


def gather_manifest(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The same for the printed letter, through the group's own gate."""
    sight = sight_for(viewer, ref, at=at)
    group = sight.group
    shown = manifest_of(sight, at)
    return {
        "subject": _("Manifest of group %(ref)s") % {"ref": group.ref},
        "ref": group.ref,
        "source": group.get_source_display(),
        "country": country_name(group.country_code) if group.country_code else "",
        "arrival": labels([group.area_code]).get(group.area_code, ""),
        "arrives_at": timezone.localtime(group.arrives_at),
        "people": len(shown["lines"]),
        "heads": shown["heads"],
        "lines": [[str(value) for value in line] for line in shown["lines"]],
    }
