"""Documents for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import problem, seen_version
from gugus.documents import actions, crests, office, queries
from gugus.documents.codes import Form, State, VoidCode
from gugus.documents.gate import document_for, kind_to_ask, subject_for, to_download, to_void
from gugus.documents.kinds import all_kinds, may
from gugus.documents.letter_files import BadTemplate, template_at
from gugus.documents.making import letterhead_of
from gugus.documents.models import Document, Letterhead, Signer
from gugus.documents.numbering import preview
from gugus.documents.views import as_file
from gugus.files import store
from gugus.files.crypt import ContentBroken

router = Router(tags=["documents"])
MOST = 100


class KindOut(Schema):
    """A kind of document that the caller may have made."""

    code: str
    about: str = Field(description="Kind of the record it is about.")
    title: str
    forms: list[Form]
    numbered: bool
    version: str = Field(description="Version of its PDF template; empty when the template is broken.")


class DocumentIn(Schema):
    """What to make of which record."""

    kind: str = Field(max_length=40)
    ref: str = Field(max_length=12, description="Reference of the record.")
    form: Form = Form.PDF
    signer: UUID | None = Field(None, description="One of /documents/signers; nobody: a dotted line.")


class DocumentOut(Schema):
    """One document and how far it is."""

    ref: str
    kind: str
    about_kind: str
    about_ref: str
    form: Form
    state: State
    problem: str = Field(description="A code when it could not be made; empty otherwise.")
    number: str = Field(description="Letter number; empty until it is made, or where the kind has none.")
    void: str = Field(description="Why the number was struck out; empty otherwise.")
    template_version: str
    asked_at: datetime
    ready_at: datetime | None
    until_at: datetime | None = Field(description="The file is there until then.")
    digest: str = Field(description="SHA-256 of the content, printed on each page.")
    sha256: str = Field(description="SHA-256 of the file.")
    size: int
    downloads: int


class VoidIn(Schema):
    """Why the number counts no more."""

    code: VoidCode


class LetterheadBody(Schema):
    """How the office writes."""

    over: list[str] = Field(
        default_factory=list, max_length=4, description="Offices above, the highest first."
    )
    name: str = Field("", max_length=160)
    address: str = Field("", max_length=240)
    phone: str = Field("", max_length=60)
    email: str = Field("", max_length=120)
    place: str = Field("", max_length=60, description="Town before the date.")
    pattern: str = Field(max_length=80, description="Such as {seq:03}/{code}/{unit}/{month_roman}/{year}.")
    unit: str = Field("", max_length=40)
    codes: dict[str, str] = Field(default_factory=dict, description="Kind of document → archive code.")


class LetterheadOut(LetterheadBody):
    """The same with the numbers it would give next."""

    version: int = Field(description="Send it back as If-Match.")
    crest: bool = Field(description="Does a crest stand on top of the letters?")
    next_numbers: dict[str, str] = Field(description="Kind of document → how its next number would read.")


class CounterIn(Schema):
    """The last number given this year."""

    last: int = Field(ge=0, le=1_000_000)


class SignerIn(Schema):
    """An official who signs."""

    full_name: str = Field(max_length=120, min_length=1)
    position: str = Field(max_length=120, min_length=1)
    rank: str = Field("", max_length=60)
    nip: str = Field("", max_length=24)
    is_usual: bool = False


class SignerOut(SignerIn):
    """The same with its id and version."""

    id: UUID
    version: int


@router.get("/documents/kinds", response=list[KindOut], summary="Kinds of letters and forms")
@api_door()
def list_kinds(request: HttpRequest):
    """Those of the caller's role; the record's own gate is asked when one is made."""
    return [_kind_out(one) for one in all_kinds() if may(request.viewer, one)]


@router.get("/documents", response=list[DocumentOut], summary="One's own documents")
@api_door()
def list_documents(request: HttpRequest, offset: int = Query(0, ge=0, le=100_000)):
    """At most 100, the newest first."""
    return [_out(one) for one in Document.objects.visible_to(request.viewer)[offset : offset + MOST]]


@router.post("/documents", response={202: DocumentOut}, summary="Have a document made")
@api_door()
def ask_document(request: HttpRequest, body: DocumentIn):
    """The worker makes it; ask for its state. Send an Idempotency-Key, so that a repeated call makes one."""
    at, kind = now(), kind_to_ask(request.viewer, body.kind)
    subject = subject_for(request.viewer, kind, body.ref, at=at)
    signer = _signer(request, body.signer) if body.signer else None
    made = actions.ask(
        kind=kind, about=subject.about, within=subject.within, viewer=request.viewer, at=at, form=body.form,
        signer=signer,
    )  # fmt: skip
    return Status(202, _out(made))


@router.get("/documents/register", response=list[DocumentOut], summary="Letter numbers of a year")
@api_door()
def list_numbers(
    request: HttpRequest, year: int = Query(ge=2000, le=2100), offset: int = Query(0, ge=0, le=100_000)
):
    """Those of the caller's office, the highest first, struck-out ones too; at most 100."""
    return [_out(one) for one in queries.register(request.viewer, year)[offset : offset + MOST]]


@router.get("/documents/letterhead", response=LetterheadOut, summary="Letterhead and numbers of the office")
@api_door(Section.USERS, Verb.WRITE)
def get_letterhead(request: HttpRequest):
    """As it is written down, or what the directory of agencies knows."""
    return _head_out(letterhead_of(request.viewer.user.agency, now()))


@router.put("/documents/letterhead", response=LetterheadOut, summary="Write letterhead and numbers")
@api_door(Section.USERS, Verb.WRITE)
def put_letterhead(request: HttpRequest, body: LetterheadBody):
    """All of it at once. Send the version as If-Match."""
    made = office.write_letterhead(
        facts=body.dict(), by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _head_out(made)


@router.post("/documents/letterhead/crest", response=LetterheadOut, summary="Put a crest on the letterhead")
@api_door(Section.USERS, Verb.WRITE)
def put_crest(request: HttpRequest, upload: File[UploadedFile]):
    """PNG, JPEG or SVG up to 1 MB as the part `upload`; it is drawn anew. Send the letterhead's version as If-Match."""
    content = upload.read(crests.LARGEST + 1)
    made = office.write_crest(
        content=content or b"-", by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _head_out(made)


@router.delete("/documents/letterhead/crest", response=LetterheadOut, summary="Take the crest off")
@api_door(Section.USERS, Verb.WRITE)
def delete_crest(request: HttpRequest):
    """Letters carry the names alone. Send the letterhead's version as If-Match."""
    return _head_out(
        office.write_crest(content=b"", by=request.viewer.user, at=now(), seen=seen_version(request))
    )


@router.put("/documents/counter", response=CounterIn, summary="Go on counting after numbers on paper")
@api_door(Section.USERS, Verb.WRITE)
def put_counter(request: HttpRequest, body: CounterIn):
    """Of this year; the counter only goes up."""
    made = office.raise_counter(year=localdate().year, last=body.last, by=request.viewer.user, at=now())
    return CounterIn(last=made.last)


@router.get("/documents/signers", response=list[SignerOut], summary="Officials who sign for the office")
@api_door()
def list_signers(request: HttpRequest):
    """Who signs now, the usual one first."""
    return [_signer_out(one) for one in queries.signers_of(request.viewer)]


@router.post("/documents/signers", response={201: SignerOut}, summary="Add an official who signs")
@api_door(Section.USERS, Verb.WRITE)
def add_signer(request: HttpRequest, body: SignerIn):
    """Whoever usually signs replaces the one before. Send an Idempotency-Key."""
    return Status(201, _signer_out(office.write_signer(facts=body.dict(), by=request.viewer.user, at=now())))


@router.put("/documents/signers/{pk}", response=SignerOut, summary="Change an official who signs")
@api_door(Section.USERS, Verb.WRITE)
def put_signer(request: HttpRequest, pk: UUID, body: SignerIn):
    """Letters that were made stay as they are. Send the version as If-Match."""
    made = office.write_signer(
        facts=body.dict(),
        signer=_signer(request, pk),
        by=request.viewer.user,
        at=now(),
        seen=seen_version(request),
    )
    return _signer_out(made)


@router.delete("/documents/signers/{pk}", response={204: None}, summary="An official signs no more")
@api_door(Section.USERS, Verb.WRITE)
def end_signer(request: HttpRequest, pk: UUID):
    """The name stays on letters that were made."""
    office.end_signer(
        signer=_signer(request, pk), by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return Status(204, None)


@router.get("/documents/{ref}", response=DocumentOut, summary="One document")
@api_door()
def get_document(request: HttpRequest, ref: str):
    """How far it is. For who asked for it, and for colleagues to whom the record is open."""
    return _out(document_for(request.viewer, ref, at=now()))


@router.get("/documents/{ref}/content", summary="The file of a document")
@api_door()
def content(request: HttpRequest, ref: str) -> HttpResponse:
    """As a download, if the record is still open to the caller. Every call is written to the trail. A colleague takes
    it while the record gives them the very same. 409 while it is not there or would differ, 410 when it is damaged."""
    document = to_download(request.viewer, ref, at=now())
    try:
        return as_file(document, actions.give_out(document=document, by=request.viewer.user, at=now()))
    except (store.ContentMissing, ContentBroken):
        return problem(410, "content_broken", _("Its content is missing or damaged."))


@router.post("/documents/{ref}/void", response=DocumentOut, summary="Strike a letter number out")
@api_door()
def void(request: HttpRequest, ref: str, body: VoidIn):
    """It stays in the register and is never given again."""
    document = to_void(request.viewer, ref)
    return _out(actions.void(document=document, code=body.code, by=request.viewer.user, at=now()))


def _signer(request: HttpRequest, pk: UUID) -> Signer:
    found = queries.signers_of(request.viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _kind_out(kind) -> KindOut:
    try:
        version = template_at(kind.template).version
    except BadTemplate:
        version = ""
    forms = [Form.PDF, Form.DOCX] if kind.docx else [Form.PDF]
    return KindOut(
        code=kind.code,
        about=kind.about,
        title=str(kind.title),
        forms=forms,
        numbered=kind.numbered,
        version=version,
    )


def _head_out(head: Letterhead) -> LetterheadOut:
    names = LetterheadBody.model_fields
    today = localdate()
    coming = {one.code: preview(letterhead=head, kind=one, on=today) for one in all_kinds() if one.numbered}
    version = 0 if head._state.adding else head.version
    return LetterheadOut(
        **{name: getattr(head, name) for name in names},
        version=version,
        crest=bool(head.crest),
        next_numbers=coming,
    )


def _signer_out(signer: Signer) -> SignerOut:
    return SignerOut(**{name: getattr(signer, name) for name in SignerOut.model_fields})


def _out(document: Document) -> DocumentOut:
    names = set(DocumentOut.model_fields) - {"problem", "void"}
    told = {name: getattr(document, name) for name in names}
    return DocumentOut(**told, problem=document.problem_code, void=document.void_code)
