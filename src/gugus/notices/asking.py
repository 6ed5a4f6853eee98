"""What higher contexts answer: which days are holidays, in which zone an area lies. They sign up in AppConfig.ready."""

_asked: dict[str, str] = {}


def ask_others(*, days_off: str, zone: str) -> None:
    """Paths of `f(first, last)` → dates, and of `f(area_code)` → "wib", "wita" or "wit"."""
    _asked.update(days_off=days_off, zone=zone)


def asked(what: str) -> str:
    """The path that answers "days_off" or "zone"; "" when nobody does."""
    return _asked.get(what, "")
