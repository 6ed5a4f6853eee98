import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gugus.places.actions import load_boundaries
from gugus.places.geometry import ShapesUnreadable, read_outlines
from gugus.places.outlines import match


class Command(BaseCommand):
    help = "Load outlines of areas from a GeoJSON or TopoJSON file, so that maps are drawn with them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--property", required=True, help="the property that holds the Kemendagri code")
        parser.add_argument("--name-property", help="the property with the area's name, to catch wrong codes")
        parser.add_argument(
            "--without-dots", action="store_true", help="codes are written 3174 (needs names)"
        )
        parser.add_argument("--layer", help="which layer of a TopoJSON file")
        parser.add_argument("--tolerance", type=float, default=0.001, help="simplify by this many degrees")
        parser.add_argument("--source", required=True, help="who made the outlines, for the caption of a map")
        parser.add_argument("--licence", required=True, help="under which licence")

    def handle(
        self, *, file, property, name_property, without_dots, layer, tolerance, source, licence, **options
    ):
        try:
            outlines = read_outlines(_document(file), layer=layer, tolerance=tolerance)
            matched = match(
                outlines,
                code_property=property,
                name_property=name_property,
                without_dots=without_dots,
                source=source,
                licence=licence,
                at=now(),
            )
        except ShapesUnreadable as unreadable:
            raise CommandError(f"{file.name}: {unreadable}") from unreadable
        self.stdout.write(f"{load_boundaries(boundaries=matched.boundaries)} outlines loaded.")
        for reason in matched.left_out[:20]:
            self.stdout.write(f"Left out: {reason}.")
        if len(matched.left_out) > 20:
            self.stdout.write(f"… and {len(matched.left_out) - 20} more.")


def _document(file: Path) -> dict:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as unreachable:
        raise ShapesUnreadable(f"cannot be read ({unreachable.strerror}).") from unreachable
    except ValueError as broken:
        raise ShapesUnreadable(
            "is not JSON. Shapefiles and packed files must be converted first."
        ) from broken
