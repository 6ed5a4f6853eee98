"""Where sessions live: Django's database sessions with digests for keys, sealed content and two ends."""

import hashlib
from datetime import datetime

from django.contrib.sessions.backends import db
from django.utils.timezone import now

from gugus.access.models import User
from gugus.accounts.models import Session
from gugus.accounts.rules import LONGEST, is_over
from gugus.base.vault import opened_text, sealed_text
from gugus.kernel.sealing import CannotUnseal

WAS = "was"  # whose session this browser had before it ended


def digest_of(key: str) -> str:
    """What the table knows of a key. Keys have 165 random bits, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """`row` is the session's own row once it was loaded or saved."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict:
        row = Session.objects.filter(session_key=digest_of(self.session_key)).first()
        if row is None or row.expire_date <= now():
            self._session_key = None
        if row is None:
            return {}
        over = is_over(begun_at=row.begun_at, seen_at=row.seen_at, idle_minutes=row.idle_minutes, at=now())
        if over and row.user_id:
            # Nobody is signed in any more, but what arrives now was typed by whoever was.
            self._session_key = None
            return {WAS: str(row.user_id)}
        if self._session_key is None:
            return {}
        try:
            content = opened_text(row.session_data, f"session:{row.session_key}")
        except (CannotUnseal, ValueError):  # moved here from another row, or sealed with a key that is gone
            self._session_key = None
            return {}
        self.row = row
        return self.decode(content)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict) -> Session:
        at, digest = now(), digest_of(self._get_or_create_session_key())
        old = self.row
        row = Session(
            session_key=digest,
            session_data=sealed_text(self.encode(data), f"session:{digest}"),
            expire_date=(old.begun_at if old else at) + LONGEST,
            begun_at=old.begun_at if old else at,
            seen_at=old.seen_at if old else at,
        )
        if old:
            row.user_id, row.idle_minutes, row.way, row.device = (
                old.user_id,
                old.idle_minutes,
                old.way,
                old.device,
            )
            if old.session_key == digest:
                row.id = old.id
        self.row = row
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=digest_of(key)).delete()

    def flush(self) -> None:
        super().flush()
        self.row = None

    def begin(self, user: User, *, idle_minutes: int, way: str, device: str, at: datetime) -> None:
        """Somebody signed in: the clocks start anew."""
        if self.row is None:
            self.save()
        row = self.row
        row.user_id, row.begun_at, row.seen_at, row.expire_date = user.pk, at, at, at + LONGEST
        row.idle_minutes, row.way, row.device = idle_minutes, way, device[:60]
        self.pop(WAS, None)
        self.modified = True

    def touch(self, at: datetime) -> None:
        """Somebody works here; written at most once a minute."""
        if self.row and (at - self.row.seen_at).total_seconds() >= 60:
            self.row.seen_at = at
            Session.objects.filter(pk=self.row.pk).update(seen_at=at)
