"""`gugus provision`: roles and database on a PostgreSQL that somebody else runs."""

import secrets
from pathlib import Path
from urllib.parse import quote

from gugus.operate import roles, sentences
from gugus.operate.installation import write_private
from gugus.operate.provision import provision, script
from gugus.operate.sentences import Stop


def print_or_apply(database: str, *, server: str, superuser_url: str | None, env: Path | None) -> None:
    """Print the psql script, or run it as the superuser of `superuser_url`.

    With `env` each login role gets a new password; that file, made for its owner alone, is the only place
    where they are written. Without it no password is set (for peer or certificate sign-in).
    """
    if env and env.exists():
        raise Stop(sentences.FILE_EXISTS, file=env)
    passwords = {role: secrets.token_urlsafe(32) for role in roles.LOGIN_ROLES} if env else {}
    if superuser_url:
        provision(superuser_url, database, passwords)
    else:
        print(script(database, passwords), end="")
    if env:
        write_private(env, addresses(database, server, passwords))


def addresses(database: str, server: str, passwords: dict[str, str]) -> str:
    """The three lines of an environment file."""
    lines = [
        f"{variable}=postgresql://{role}:{quote(passwords[role], safe='')}@{server}/{quote(database, safe='')}"
        for variable, role in roles.VARIABLES.values()
    ]
    return "\n".join(lines) + "\n"
