"""A short-lived process that lays out one document: `python -m gugus.documents.typesetting`, a parcel in, a file out.

A template can be made to crash, to loop or to fill the memory. Here it takes down only this process, which has little
memory and little time, writes nothing to the disk, finds no files but those of the parcel, and knows neither keys nor
the database. The parcel is JSON: `form` (pdf, docx, or png for a crest), `files` (name → base64), `data`, `limits`.
"""

import base64
import json
import resource
import sys
from io import BytesIO
from zipfile import ZipFile

import typst
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment

from gugus.documents.limits import Limits
from gugus.kernel.boxes import box_of

PPI = 300
NOWHERE = "/nonexistent"  # the root of a template's files: it sees the parcel and nothing else

BROKEN, TOO_MUCH = 11, 12  # exit codes; anything else is a crash


def main() -> int:
    """Lay out what comes in. Returns the exit code."""
    parcel = json.loads(sys.stdin.buffer.read())
    _confine(Limits(**parcel.get("limits", {})))
    files = {name: base64.b64decode(content) for name, content in parcel["files"].items()}
    try:
        made = FORMS[parcel["form"]](files, parcel["data"])
    except MemoryError:
        return TOO_MUCH
    except Exception as error:
        sys.stderr.write(type(error).__name__)  # never its words: they may repeat a value
        return BROKEN
    sys.stdout.buffer.write(made)
    return 0


def _set(files: dict[str, bytes], data: dict) -> bytes:
    """A PDF by Typst. Values arrive as a data file, so that nothing in them is ever read as markup."""
    parts = {**_readable(files), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return typst.compile(parts, root=NOWHERE, ignore_system_fonts=True, format="pdf", package_path=NOWHERE,
                         package_cache_path=NOWHERE)  # fmt: skip


def _worded(files: dict[str, bytes], data: dict) -> bytes:
    """A Word file; the environment is a sandbox and writes every value escaped."""
    document, held = DocxTemplate(BytesIO(files["main.docx"])), BytesIO()
    if "crest.png" in files:
        data["crest"] = InlineImage(document, BytesIO(files["crest.png"]), height=Cm(2))
    document.render(data, SandboxedEnvironment(autoescape=True), autoescape=True)
    document.save(held)
    return _timeless(held.getvalue())


def _timeless(made: bytes) -> bytes:
    """The same box with fixed times, so that the same content is the same file."""
    with ZipFile(BytesIO(made)) as box:
        return box_of((one.filename, box.read(one)) for one in box.infolist())


def _drawn(files: dict[str, bytes], data: dict) -> bytes:
    """A picture drawn anew as PNG: nothing but its pixels is left."""
    return typst.compile(_readable(files), root=NOWHERE, ignore_system_fonts=True, format="png", ppi=PPI,
                         package_path=NOWHERE, package_cache_path=NOWHERE)  # fmt: skip


def _readable(files: dict[str, bytes]) -> dict[str, bytes]:
    """Typst takes texts only: a picture comes as the list of its bytes, under its name and `.json`."""
    texts = {name: content for name, content in files.items() if name.endswith(".typ")}
    pictures = files.keys() - texts.keys()
    return texts | {f"{name}.json": json.dumps(list(files[name])).encode() for name in pictures}


FORMS = {"pdf": _set, "docx": _worded, "png": _drawn}


def _confine(limits: Limits) -> None:
    # Past the limit of computing the kernel says so by a signal of its own; SIGKILL is then somebody else's.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),  # it writes into a pipe, never to the disk
        (resource.RLIMIT_CORE, 0),  # a dump would hold the values
        (resource.RLIMIT_NOFILE, 24),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
