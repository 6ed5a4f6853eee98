"""The sign-in services of agencies, from the file that GUGUS_ISSUERS names (docs/operate: sign-in services)."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from gugus.config.environment import EnvironmentIncomplete

NEEDED = ("id", "name", "agency", "issuer", "client_id", "client_secret_file")


def apps(path: str, *, https: bool = True) -> list[dict]:
    """What allauth needs to know of each service; an unsafe or incomplete entry stops the start."""
    if not path:
        return []
    listed = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("issuer", [])
    return [_app(one, https) for one in listed]


def origins(configured: list[dict]) -> list[str]:
    """Where the sign-in form may lead; the content policy lists them."""
    parts = (urlsplit(app["settings"]["server_url"]) for app in configured)
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})


def _app(one: dict, https: bool) -> dict:
    if missing := [name for name in NEEDED if not one.get(name)]:
        raise EnvironmentIncomplete(f"GUGUS_ISSUERS: an issuer lacks {', '.join(missing)}.")
    if https and not one["issuer"].startswith("https://"):
        raise EnvironmentIncomplete(f"GUGUS_ISSUERS: {one['id']} must be reached over https.")
    secret = Path(one["client_secret_file"])
    if secret.stat().st_mode & 0o077:
        raise EnvironmentIncomplete(f"GUGUS_ISSUERS: others can read the secret of {one['id']}; chmod 600.")
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": secret.read_text(encoding="utf-8").strip(),
        "settings": {
            "server_url": one["issuer"],
            "agency": one["agency"],
            "sufficient_amr": one.get("sufficient_amr", []),
            "sufficient_acr": one.get("sufficient_acr", []),
        },
    }
