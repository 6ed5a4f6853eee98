"""Money of journeys: exact, never a float. Other currencies keep their amount and the rate of the day."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

RUPIAH = "IDR"
SEN = Decimal("0.01")
MOST = Decimal("99999999999999.99")
CURRENCIES = (
    "IDR", "MYR", "SGD", "USD", "SAR", "AED", "THB", "HKD", "TWD", "KHR", "MMK", "QAR", "KWD", "OMR", "JOD", "EUR",
    "CNY", "JPY", "KRW", "PHP", "VND", "LAK", "EGP", "TRY", "BDT",
)  # fmt: skip


class NoMoney(ValueError):
    """It is not an amount that can be kept; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def exact(value: Decimal | int | str, places: int = 2) -> Decimal:
    """The value as it is, with at most `places` decimals. Raises NoMoney; a float is refused, it was never exact."""
    if isinstance(value, (float, bool)):
        raise NoMoney("not_exact")
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise NoMoney("no_number") from None
    if not number.is_finite():
        raise NoMoney("no_number")
    if number < 0:
        raise NoMoney("negative")
    if number > MOST:
        raise NoMoney("too_large")
    if number != round(number, places):
        raise NoMoney("too_fine")
    return number


def in_rupiah(amount: Decimal, rate: Decimal) -> Decimal:
    """Amount × rate, rounded to the sen, halves up."""
    return (amount * rate).quantize(SEN, rounding=ROUND_HALF_UP)
