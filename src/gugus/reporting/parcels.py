"""The signed file of a report: a box with the content, the PDF, what belongs to it, and a signature over that.

    manifest.json   format, installation, public key, report (ref, kind, edition, days, digest), SHA-256 of the files
    manifest.sig    Ed25519 over b"gugus-report-1\\n" + the bytes of manifest.json, base64
    report.json     the content in its one fixed spelling; its SHA-256 is the digest of the report
    report.pdf      the report as it was typeset

The box has fixed times and order: the same report packed twice by the same key is the same file.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gugus.kernel.anchors import key_name, public_text
from gugus.kernel.boxes import box_of

FORMAT = "gugus-report-1"
NAMES = ("manifest.json", "manifest.sig", "report.json", "report.pdf")
LARGEST = 30 * 1024 * 1024  # the file
MOST = {
    "manifest.json": 16_384,
    "manifest.sig": 256,
    "report.json": 12 * 1024 * 1024,
    "report.pdf": 40 * 1024 * 1024,
}
FACTS = {"format", "installation", "public", "report", "files"}
OF_REPORT = {"ref", "kind", "edition", "first", "last", "digest", "force", "office"}


class BadParcel(Exception):
    """This is no signed report, or not as it was signed; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Parcel:
    """A signed report that was read. The signature holds for `public`; whether that key is known is asked elsewhere."""

    public: str
    key_name: str
    installation: str
    ref: str
    kind: str
    edition: int
    first_on: date
    last_on: date
    digest: str
    force: str
    office: str
    content: dict[str, Any]
    text: str
    pdf: bytes
    sha256: str


def packed(text: str, pdf: bytes, *, private: Ed25519PrivateKey, installation: str) -> bytes:
    """The signed file of a report whose content is `text`."""
    content = json.loads(text)
    manifest = {
        "format": FORMAT, "installation": installation, "public": public_text(private.public_key()),
        "report": {
            "ref": content["ref"], "kind": content["kind"], "edition": content["edition"],
            "first": content["period"]["first"], "last": content["period"]["last"], "digest": _sha(text.encode()),
            "force": content["force"]["name"], "office": content["office"],
        },
        "files": {"report.json": _sha(text.encode()), "report.pdf": _sha(pdf)},
    }  # fmt: skip
    told = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
    signature = base64.b64encode(private.sign(_signed(told)))
    return box_of(zip(NAMES, (told, signature, text.encode(), pdf), strict=True))


def unpacked(content: bytes) -> Parcel:
    """Read a signed file. Raises BadParcel: too_big, no_box, other_files, no_manifest, forged, altered, unfit."""
    if len(content) > LARGEST:
        raise BadParcel("too_big")
    files = _files(content)
    manifest = _manifest(files["manifest.json"])
    _must_be_signed(manifest, files)
    for name, digest in manifest["files"].items():
        if _sha(files[name]) != digest:
            raise BadParcel("altered")
    return _read(manifest, files, _sha(content))


def _files(content: bytes) -> dict[str, bytes]:
    """Exactly the four files, none larger than it may be; a box that lies about its sizes is refused while reading."""
    try:
        with ZipFile(BytesIO(content)) as box:
            lines = box.infolist()
            if sorted(one.filename for one in lines) != sorted(NAMES):
                raise BadParcel("other_files")
            found = {}
            for line in lines:
                with box.open(line) as source:
                    found[line.filename] = source.read(MOST[line.filename] + 1)
                if len(found[line.filename]) > MOST[line.filename]:
                    raise BadParcel("too_big")
            return found
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        raise BadParcel("no_box") from None


def _manifest(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
        fits = (
            isinstance(told, dict) and told.keys() == FACTS and told["format"] == FORMAT
            and isinstance(told["report"], dict) and told["report"].keys() == OF_REPORT
            and isinstance(told["files"], dict) and told["files"].keys() == {"report.json", "report.pdf"}
            and all(isinstance(one, str) for one in (told["installation"], told["public"], *told["files"].values()))
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise BadParcel("no_manifest") from None
    if not fits:
        raise BadParcel("no_manifest")
    return told


def _must_be_signed(manifest: Mapping, files: Mapping[str, bytes]) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(manifest["public"], validate=True))
        key.verify(base64.b64decode(files["manifest.sig"], validate=True), _signed(files["manifest.json"]))
    except (InvalidSignature, ValueError, binascii.Error):
        raise BadParcel("forged") from None


def _read(manifest: Mapping, files: Mapping[str, bytes], sha256: str) -> Parcel:
    told, text = manifest["report"], files["report.json"]
    try:
        content = json.loads(text)
        again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        same = (
            again == text and _sha(text) == told["digest"] and content["ref"] == told["ref"]
            and content["edition"] == told["edition"] and content["kind"] == told["kind"]
            and content["period"] == {"first": told["first"], "last": told["last"]}
            and content["force"]["name"] == told["force"] and content["office"] == told["office"]
        )  # fmt: skip
        if not same or not files["report.pdf"].startswith(b"%PDF-"):
            raise BadParcel("unfit")
        return Parcel(
            public=manifest["public"], key_name=key_name(manifest["public"]),
            installation=manifest["installation"][:60],
            ref=str(told["ref"])[:12], kind=str(told["kind"]), edition=int(told["edition"]),
            first_on=date.fromisoformat(told["first"]), last_on=date.fromisoformat(told["last"]), digest=told["digest"],
            force=str(told["force"])[:200], office=str(told["office"])[:160], content=content, text=text.decode(),
            pdf=files["report.pdf"], sha256=sha256,
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadParcel("unfit") from None


def _signed(manifest: bytes) -> bytes:
    return FORMAT.encode() + b"\n" + manifest


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
