"""Ask for an export, make it, give it out, purge it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer, viewer_of
from gugus.access.voices import as_if_asked_by
from gugus.approvals.actions import ask as ask_two
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.sealed import DataKey
from gugus.exchange import rules
from gugus.exchange.codes import IDENTIFIED, Format, State
from gugus.exchange.lists import Listed, list_of
from gugus.exchange.models import Export
from gugus.exchange.sheets import written
from gugus.exchange.wording import UNFIT_FILTER
from gugus.files import store
from gugus.files.crypt import decrypted, encrypted
from gugus.outbox.actions import announce

PLACE = "exports"
WARNING = _(
    "Confidential. Who discloses the identity of a survivor or witness is liable to punishment (UU 21/2007 art. 24)."
)


class CannotExport(Cannot):
    """Nothing was asked or given out."""


@transaction.atomic
def ask(
    *, listed: Listed, filters: Mapping[str, str], form: str, by: User, at: datetime, key: str = ""
) -> Export:
    """Have a list written down as it is on the screen, without names. The worker makes it. The same `key` is the same
    export. Raises CannotExport."""
    if key and (earlier := _earlier(by, key)):
        return earlier
    _must_be_codes(listed, filters)
    _must_be_few(by, at)
    try:
        with transaction.atomic():
            return _asked(listed.code, filters, form, by, at, key=key)
    except IntegrityError:
        return _earlier(by, key)


def ask_identified(
    *,
    listed: Listed,
    filters: Mapping[str, str],
    form: str,
    reason: str,
    by: User,
    at: datetime,
    key: str = "",
) -> Request:
    """The same with names; it is made when a second person agreed. Raises CannotExport or CannotAsk."""
    if not listed.can_name:
        raise CannotExport([Reason("no_names", _("This list has no columns with names."))])
    _must_be_codes(listed, filters)
    _must_be_few(by, at)
    facts = {"listed": listed.code, "format": form, "language": translation.get_language() or "id"}
    facts |= {f"filter_{name}": value for name, value in sorted(filters.items())}
    return ask_two(IDENTIFIED, facts=facts, reason=reason, by=by, at=at, key=key)


def run_agreed(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the export is asked for in the name of the first."""
    facts = dict(request.facts)
    filters = {name[7:]: value for name, value in facts.items() if name.startswith("filter_")}
    _asked(
        facts["listed"], filters, facts["format"], request.asked_by, at,
        key=str(request.pk), agreed_by=by, language=facts["language"],
    )  # fmt: skip


def make(*, export: Export, at: datetime) -> Export:
    """Read the rows as the asker would, write them down, seal them. Called by the worker; twice is once."""
    export = (
        Export.objects.unscoped(because="the worker makes it")
        .select_related("asked_by", "agreed_by")
        .get(pk=export.pk)
    )
    if export.state != State.ASKED:
        return export
    try:
        with translation.override(export.language), as_if_asked_by(export.asked_by):
            content, count, is_cut = _content(export, at)
    except CannotExport as refused:
        return _failed(export, refused.reasons[0].code, at)
    except DatabaseError as error:
        return _failed(export, getattr(error.__cause__, "sqlstate", "") or "database", at)
    return _ready(export, content, count, is_cut, at)


@transaction.atomic
def give_out(*, export: Export, by: User, at: datetime) -> bytes:
    """The file, for who asked for it. Leaves a trace. Raises CannotExport."""
    export = (
        Export.objects.unscoped(because="it came through its gate")
        .select_for_update(of=("self",))
        .get(pk=export.pk)
    )
    if export.state != State.READY or export.until_at <= at or export.data_key.opened() is None:
        raise CannotExport([Reason("not_there", _("The file is not there (any more)."))])
    with store.opened(export.pk, PLACE) as source:
        content = b"".join(decrypted(source, export.data_key.opened(), export.bound_to))
    export.downloads += 1
    export.save(update_fields=["downloads"])
    changes = {"rows": export.rows, "identified": export.identified, "sha256": export.sha256}
    record("export.downloaded", about=export, by=by, at=at, changes=changes)
    return content


@transaction.atomic
def purge(*, export: Export, at: datetime) -> None:
    """The days are over: the content goes for ever, the line about it stays."""
    export.state = State.PURGED
    export.save(update_fields=["state"])
    DataKey.objects.filter(pk=export.data_key_id).update(wrapped=b"", shredded_at=at)
    record("export.purged", about=export, by=None, at=at, changes={"downloads": export.downloads})
    transaction.on_commit(lambda: store.discard(export.pk, PLACE))


def _asked(
    code: str,
    filters: Mapping,
    form: str,
    by: User,
    at: datetime,
    *,
    key: str,
    agreed_by=None,
    language: str = "",
) -> Export:
    export = Export(
        listed=code, filters=dict(filters), format=Format(form), agency_id=by.agency_id, asked_by=by, asked_at=at,
        identified=agreed_by is not None, agreed_by=agreed_by, key=key,
        language=language or translation.get_language() or "id",
    )  # fmt: skip
    export.data_key = DataKey.fresh()
    export.save(force_insert=True)
    changes = {"listed": code, "format": form, "identified": export.identified, "filters": dict(filters)}
    record("export.asked", about=export, by=by, at=at, changes=changes)
    announce("export.asked", about=export, at=at)
    return export


def _content(export: Export, at: datetime) -> tuple[bytes, int, bool]:
    viewer = viewer_of(export.asked_by, on=timezone.localdate(at))
    listed = list_of(export.listed)
    if listed is None or not viewer.has(listed.section, Verb.EXPORT):
        raise CannotExport([Reason("no_right", _("The role no longer includes this export."))])
    most = rules.MOST_IDENTIFIED_ROWS if export.identified else rules.MOST_ROWS
    found = list(listed.read(viewer, export.filters, at, most + 1, identified=export.identified))
    columns = listed.shown(identified=export.identified)
    rows = [[column.of(one) for column in columns] for one in found[:most]]
    about = _about(export, listed, viewer, len(rows), len(found) > most, at)
    return written(export.format, [str(c.label) for c in columns], rows, about), len(rows), len(found) > most


def _about(
    export: Export, listed: Listed, viewer: Viewer, count: int, is_cut: bool, at: datetime
) -> list[tuple]:
    """What every file says of itself: for whom, from where, until when, and the warning of the law."""
    local = timezone.localtime(at)
    told = [
        (_("List"), listed.label),
        (_("Made for"), f"{export.asked_by.full_name}, {export.asked_by.agency}"),
        (_("Export"), export.ref),
        (_("Made at"), local.strftime("%Y-%m-%d %H:%M %Z")),
        (_("Rows"), count),
        (_("Filters"), ", ".join(f"{name}={value}" for name, value in sorted(export.filters.items())) or "–"),
        (_("Warning"), WARNING),
    ]  # fmt: skip
    if is_cut:
        told.append((_("Cut"), _("There were more rows than an export holds. Filter further.")))
    if export.agreed_by:
        told.append((_("Agreed by"), export.agreed_by.full_name))
    if listed.notes:
        told += listed.notes(viewer, export.filters, at)
    return told


def _ready(export: Export, content: bytes, count: int, is_cut: bool, at: datetime) -> Export:
    with transaction.atomic():
        store.keep(export.pk, encrypted([content], export.data_key.opened(), export.bound_to), PLACE)
        export.state, export.rows, export.is_cut, export.size = State.READY, count, is_cut, len(content)
        export.sha256 = hashlib.sha256(content).hexdigest()
        export.ready_at, export.until_at = at, at + timedelta(days=rules.KEPT_DAYS)
        export.save()
        changes = {"rows": count, "size": export.size, "sha256": export.sha256, "is_cut": is_cut}
        record("export.made", about=export, by=export.asked_by, at=at, changes=changes)
        announce("export.ended", about=export, at=at, by=str(export.asked_by_id))
    return export


def _failed(export: Export, problem: str, at: datetime) -> Export:
    with transaction.atomic():
        export.state, export.problem = State.FAILED, problem[:40]
        export.save(update_fields=["state", "problem"])
        record("export.failed", about=export, by=export.asked_by, at=at, reason=problem)
        announce("export.ended", about=export, at=at, by=str(export.asked_by_id))
    return export


def _earlier(by: User, key: str) -> Export | None:
    return Export.objects.unscoped(because="one's own double press").filter(asked_by=by, key=key).first()


def _must_be_codes(listed: Listed, filters: Mapping[str, str]) -> None:
    """Filters are kept in the open: what somebody typed there by mistake is not."""
    if rules.unfit_filters(filters, listed.filters):
        raise CannotExport([Reason("unfit_filter", UNFIT_FILTER, "filters")])


def _must_be_few(by: User, at: datetime) -> None:
    rows = Export.objects.unscoped(because="one's own exports are counted")
    if rows.filter(asked_by=by, asked_at__gt=at - timedelta(days=1)).count() >= rules.MOST_A_DAY:
        raise CannotExport(
            [Reason("many", _("You asked for very many exports today. Please go on tomorrow."))]
        )
