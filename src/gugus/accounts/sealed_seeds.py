"""The seeds of second factors, sealed within allauth's rows: what the vault's commands need to know of them."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from gugus.base.holdings import SealedTexts

SEEDS = ("secret", "seed")  # of an app, of the recovery codes


def read() -> Iterator[tuple[int, list[str]]]:
    """(row, its sealed texts)."""
    for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
        yield pk, [*(data[name] for name in SEEDS if data.get(name)), *data.get("migrated_codes", ())]


def write(pk: int, fresh: dict[str, str]) -> None:
    """Put freshly wrapped texts into the place of the old ones."""
    row = Authenticator.objects.select_for_update().get(pk=pk)
    row.data = {
        name: [fresh.get(one, one) for one in value] if isinstance(value, list) else fresh.get(value, value)
        for name, value in row.data.items()
    }
    row.save(update_fields=["data"])


TEXTS = SealedTexts("mfa_authenticator", "mfa", read, write)
