"""What a verification says, line by line, in the reader's language."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gugus.audit import evidence, guards, verifying
from gugus.audit.verifying import Break
from gugus.kernel import anchors
from gugus.kernel.anchors import Fault


def progress(rows: int, total: int, seconds: float) -> str:
    """How far it is: rows, percent, rows a second, time left."""
    speed = rows / seconds if seconds > 0 else 0
    left = (total - rows) / speed if speed else 0
    return _("%(rows)s of %(total)s entries · %(percent)d %% · %(speed)s a second · %(left)s left ") % {
        "rows": f"{rows:,}", "total": f"{total:,}", "percent": 100 * rows // total if total else 100,
        "speed": f"{speed:,.0f}", "left": f"{int(left) // 60}:{int(left) % 60:02d}",
    }  # fmt: skip


def lines(finding: evidence.Finding) -> Iterator[str]:
    """The whole outcome."""
    verdict = finding.verdict
    yield _("%(sealed)d sealed entries in %(seals)d seals were checked; %(unsealed)d are not sealed yet.") % {
        "sealed": verdict.sealed, "seals": verdict.seals, "unsealed": verdict.unsealed,
    }  # fmt: skip
    yield _("%(count)d signed anchors were compared.") % {"count": finding.anchors}
    if verdict.first_break:
        yield _broken(verdict.first_break)
    yield from (_fault(fault) for fault in finding.faults)
    yield from (_gap(gap) for gap in finding.gaps)
    if finding.late:
        yield _("LATE: an entry has waited for its seal since %(at)s; does the worker run?") % {
            "at": verdict.waiting_since.isoformat(timespec="minutes")
        }
    for seal in verdict.set_back:
        yield _("Note: seal %(seal)s is dated before the one before it; the clock was set back.") % {
            "seal": seal
        }
    if finding.is_whole:
        yield _("The trail is whole.")


def _broken(broken: Break) -> str:
    lost = _("BROKEN: the anchor is not in the trail; it was replaced, or an older backup was restored.")
    lost_seal = _(
        "BROKEN: seal %(seal)s is not what its anchor says: the newest entries were removed, the trail was rewritten, "
        "or an older backup was restored."
    )
    words = {
        verifying.ALTERED: _("BROKEN: entry %(seq)s was altered after it was written (seal %(seal)s)."),
        verifying.MISSING: _("BROKEN: entry %(seq)s was removed (seal %(seal)s)."),
        verifying.INSERTED: _("BROKEN: entry %(seq)s was inserted past the product; no seal knows it."),
        verifying.SEAL_BROKEN: _("BROKEN: seal %(seal)s was altered."),
        verifying.CHAIN_BROKEN: _(
            "BROKEN: seal %(seal)s does not follow the one before; a seal was removed or replaced."
        ),
        verifying.ANCHOR_LOST: lost if broken.seal is None else lost_seal,
        verifying.COUNT_WRONG: _(
            "BROKEN: the number of entries is not what it should be; verify without --since to find the row."
        ),
    }
    return words[broken.kind] % {"seq": broken.seq, "seal": broken.seal}


def _fault(fault: Fault) -> str:
    words = {
        anchors.FORGED: _("ANCHOR: the signature of %(about)s is not right."),
        anchors.UNKNOWN_KEY: _("ANCHOR: no trusted key vouches for the key of %(about)s."),
        anchors.KEY_TOO_OLD: _("ANCHOR: %(about)s was signed with a key that had ended."),
        anchors.NOT_AFTER: _("ANCHOR: %(about)s does not follow the one before."),
        anchors.DAY_MISSING: _("ANCHOR: the day %(about)s has none; did the worker run that night?"),
        anchors.FOREIGN: _("ANCHOR: %(about)s belongs to another installation."),
        anchors.BACKWARDS: _("ANCHOR: %(about)s knows less than the one before it."),
        evidence.UNREADABLE: _("ANCHOR: %(about)s cannot be read as an anchor."),
        evidence.NOT_KEPT: _("ANCHOR: %(about)s is not in the table of anchors; it was removed there."),
    }
    return words[fault.code] % {"about": fault.about}


def _gap(gap: guards.Gap) -> str:
    words = {
        guards.TRIGGER_GONE: _("GUARD: the trigger %(what)s is missing or switched off."),
        guards.FUNCTION_CHANGED: _("GUARD: the function %(what)s is not the product's."),
        guards.RIGHT_TOO_MANY: _("GUARD: a right that nobody may have: %(what)s."),
        guards.LOCK_OPEN: _("GUARD: the row security of %(what)s is switched off."),
        guards.ROLE_TOO_MIGHTY: _("GUARD: the role %(what)s may do too much."),
    }
    return words[gap.code] % {"what": gap.what}
