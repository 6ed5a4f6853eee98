"""Guessing is slow, and nobody can make it slow for somebody else.

| who tries | how often it may fail |
| from a device of that user | 10 in a quarter of an hour, counted for the device alone |
| from one source, for one name | 5 in 5 minutes |
| from one source, for any name | 30 in 10 minutes |
| from everywhere unknown, for one name | 20 an hour |

Names of counters are keyed digests: the table knows neither addresses nor what was typed as a user name, which may
have been a password. Names that do not exist are counted like the others, so that counting tells nothing.
"""

from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from gugus.access.models import User
from gugus.accounts.devices import device_of
from gugus.base.vault import keyed_digest

RATES = {
    "device": "10/15m/key",
    "pair": "5/5m/key",
    "source": "30/10m/key",
    "everywhere": "20/1h/key",
}


@dataclass
class Attempt:
    """One try; `refused` says which limit is used up, "" when the try may go on."""

    refused: str = ""
    counted: list = field(default_factory=list)

    def forget(self) -> None:
        """It was right: it does not count."""
        for usage in self.counted:
            usage.rollback()


def attempt(request: HttpRequest, *, what: str, name: str, user: User | None) -> Attempt:
    """Count one try of `what` ("password", "code") for a name; `user` is whose name it is, if anybody's."""
    device = device_of(request, user or User())
    source = ratelimit.truncate_ip(get_adapter().get_client_ip(request))
    keys = (
        {"device": device} if device else {"source": source, "pair": f"{name}:{source}", "everywhere": name}
    )
    tried = Attempt()
    for limit, key in keys.items():
        counter = keyed_digest(f"limit:{what}:{limit}", key).hex()
        usage = ratelimit.consume(request, app="gugus", action=limit, config=RATES, key=counter)
        if not usage:
            tried.refused = limit
            break
        tried.counted.append(usage)
    return tried
