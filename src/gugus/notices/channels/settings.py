"""Settings of the channels (`settings.NOTICES`), and their secrets from files that nobody else may read."""

from django.conf import settings

from gugus.kernel.private_files import KeyringUnsafe, read_private

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def setting(name: str) -> str:
    """One setting as text; "" when it is not there."""
    return str(settings.NOTICES.get(name, ""))


def secret(name: str) -> str:
    """The secret in the file that a setting names; "" when there is none or others could read it."""
    path = setting(name)
    if not path:
        return ""
    try:
        return read_private(path).decode().strip()
    except (OSError, KeyringUnsafe, UnicodeDecodeError):
        return ""


def without(*names: str) -> list[str]:
    """Which of these settings are empty; a name that ends in `_file` must lead to a private file with a secret."""
    return [name for name in names if not (secret(name) if name.endswith("_file") else setting(name))]


def variable(name: str) -> str:
    """What an operator calls a setting."""
    return "GUGUS_SITE_URL" if name == "site" else f"GUGUS_{name.upper()}"


def site() -> str:
    """The address of this installation, without a slash at its end."""
    return setting("site").rstrip("/")
