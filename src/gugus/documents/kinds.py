"""Every kind of letter and form, named once by the context that knows what stands in it, in `AppConfig.ready`.

    name_document(
        "handover", about="handover", title=_("Minutes of handing over (BAST)"), section=Section.REPATRIATION,
        gather="gugus.repatriation.papers.gather_handover", template="gugus/repatriation/letters/bast.typ",
    )

`gather(viewer, ref, at)` asks the record's own gate under the viewer's rights (Http404, PermissionDenied, Cannot) and
gives plain values: texts, numbers, truths, days, moments, lists and mappings of them. It is called when somebody asks,
by the worker when it makes the document, and again before each download. Some keys mean something to the shared
layout (docs/domain/documents.md): `subject`, `nature`, `attachment`, `to`, `copies`. `_within` may be (kind, id) of
the case or report in whose trail the document stands, where the record itself is neither. `_about` may be the id of
what it is about where that is no record with a reference, such as a year of figures. `_drawn` maps short names to PNG
files (drawn signatures, judged by whoever keeps them) that the layout may set. `_pictures` may be a function that gives
pictures by the file names that the template asks for; the values name the digest of each.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from gugus.access.codes import Section, Verb
from gugus.documents.limits import USUAL, Limits

if TYPE_CHECKING:  # kinds are named before models may be read
    from gugus.access.viewer import Viewer

OF_THE_ASKER = frozenset(
    {"contact"}
)  # values that name whoever asked, not the record; left out of its measure
ABOUT_NOBODY = frozenset(
    {Section.FIGURES, Section.TASKFORCE, Section.MEETING, Section.FOLLOWUP, Section.PLAN, Section.ACCOUNT}
)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind: which records it is about, what it is called, who gathers, which files lay it out."""

    code: str
    about: str
    title: Any
    section: Section
    gather: str
    template: str
    docx: str = ""
    numbered: bool = True
    by_owner: bool = False  # offered only to the office whose record it is
    mark: str = ""  # the archive code until an office names its own
    fits: Callable[[Any], bool] | None = None  # records of other sorts are not offered it
    limits: Limits = USUAL  # of what lays it out; a kind that needs more says why

    @property
    def names_nobody(self) -> bool:
        """Is it about the work of a task force or its figures, in which no survivor and no witness is named?"""
        return self.section in ABOUT_NOBODY

    def gathered(self, viewer: "Viewer", ref: str, at: datetime) -> dict:
        """What stands in it, through the record's own gate."""
        return import_string(self.gather)(viewer, ref, at)

    def is_offered_for(self, record: Any, viewer: "Viewer") -> bool:
        """Does its button stand on the page of this record? Whoever presses it passes the gate all the same."""
        ours = getattr(record, "agency_id", viewer.agency_id) == viewer.agency_id
        return (ours or not self.by_owner) and (self.fits is None or self.fits(record))


_kinds: dict[str, DocumentKind] = {}


def name_document(
    code: str,
    *,
    about: str,
    title: Any,
    gather: str,
    template: str,
    section: Section,
    docx: str | None = None,
    numbered: bool = True,
    mark: str = "",
    by_owner: bool = False,
    fits: Callable[[Any], bool] | None = None,
    limits: Limits = USUAL,
) -> None:
    """Name a kind. `template` and `docx` are paths below src; a bare name lies in the context's folder `letters`.

    `about` is the model name of the record, `section` the right that whoever asks must have. `by_owner`: only the
    office of the record is offered it (the gather function refuses others). `fits`: which of those records it suits.
    Naming twice is a mistake.
    """
    if code in _kinds:
        raise ValueError(f"The document {code} was named already.")
    folder = "/".join(gather.split(".")[:2]) + "/letters/"
    found = template if "/" in template else f"{folder}{template}.typ"
    words = docx if not docx or "/" in docx else f"{folder}{docx}.docx"
    _kinds[code] = DocumentKind(
        code, about, title, section, gather, found, words or "", numbered, by_owner, mark, fits, limits
    )


def kind_of(code: str) -> DocumentKind | None:
    """The kind with this code."""
    return _kinds.get(code)


def kinds_about(about: str, viewer: "Viewer") -> list[DocumentKind]:
    """What this viewer may have made of such a record; the record's own gate is asked besides."""
    return [one for one in _kinds.values() if one.about == about and may(viewer, one)]


def all_kinds() -> Iterable[DocumentKind]:
    """Every kind, in the order of the floors."""
    return _kinds.values()


def may(viewer: "Viewer", kind: DocumentKind) -> bool:
    """Does the role include the part of a file that it is about? Who only reviews files takes nothing out."""
    return viewer.is_known and not viewer.reviewing and viewer.has(kind.section, Verb.SEE)
