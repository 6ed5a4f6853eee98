"""The template files, each with its version. They come with the product; nothing that somebody typed becomes one."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import gugus
from gugus.documents.codes import Form
from gugus.documents.kinds import DocumentKind

SOURCE = Path(gugus.__path__[0]).parent
LAYOUT = "gugus/documents/letters/official.typ"
_VERSION = re.compile(rb"\A(?:\xef\xbb\xbf)?// version: ([0-9]+(?:\.[0-9]+)*)\r?\n")
_STATED = re.compile(rb"<cp:version>([0-9]+(?:\.[0-9]+)*)</cp:version>")
_PACKAGE = re.compile(rb"@(preview|local)\b")


class BadTemplate(Exception):
    """A template is missing, carries no version, or wants to fetch something."""


@dataclass(frozen=True, slots=True)
class Template:
    """One file as it is now."""

    path: str
    version: str
    digest: str
    content: bytes


def template_for(kind: DocumentKind, form: str) -> Template:
    """The file that lays a kind out in this form. Raises BadTemplate."""
    return template_at(kind.docx if form == Form.DOCX else kind.template)


def layout() -> Template:
    """What all PDFs share: letterhead, number, signature, foot."""
    return template_at(LAYOUT)


@cache
def template_at(path: str) -> Template:
    """Read a file below src; it stays the same until the product is started anew. Raises BadTemplate."""
    whole = (SOURCE / path).resolve()
    if not path or not whole.is_relative_to(SOURCE / "gugus") or not whole.is_file():
        raise BadTemplate(f"no_template {path}")
    content = whole.read_bytes()
    version = _stated(content) if path.endswith(".docx") else _first_line(content)
    if not version or (path.endswith(".typ") and _PACKAGE.search(content)):
        raise BadTemplate(f"no_version {path}" if not version else f"fetches {path}")
    return Template(path, version, hashlib.sha256(content).hexdigest(), content)


def _first_line(content: bytes) -> str:
    found = _VERSION.match(content)
    return found.group(1).decode() if found else ""


def _stated(content: bytes) -> str:
    """The version in a Word file's properties."""
    try:
        with ZipFile(BytesIO(content)) as box:
            found = _STATED.search(box.read("docProps/core.xml"))
    except (BadZipFile, KeyError):
        return ""
    return found.group(1).decode() if found else ""
