"""What the environment says, read once, with a clear sentence when something is missing."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class EnvironmentIncomplete(RuntimeError):
    """A variable the process cannot start without is missing or malformed."""


def text(name: str, default: str = "") -> str:
    """The variable `name` as text without surrounding space."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """The variable `name` as yes or no (1, true, yes, on)."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """The comma-separated variable `name` as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str, *, or_else: str | None = None) -> str:
    """A secret kept in the file that variable `name` points to; `or_else` serves tests only."""
    path = text(name)
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    if or_else is not None:
        return or_else
    raise EnvironmentIncomplete(f"{name} must name a file that holds the secret.")


def database(name: str) -> dict:
    """Django's database entry from a libpq URL, `postgresql://user:pw@host:port/db?host=/socket/folder`."""
    url = text(name)
    if not url:
        raise EnvironmentIncomplete(f"{name} must hold a PostgreSQL address such as postgresql://…")
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise EnvironmentIncomplete(f"{name}: only PostgreSQL is supported, not '{parts.scheme}'.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or (str(parts.port) if parts.port else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
