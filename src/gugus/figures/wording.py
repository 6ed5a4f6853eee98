"""Words and numbers of published figures as they are shown."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language

from gugus.figures.codes import Dataset
from gugus.figures.contents import codes_of
from gugus.figures.models import Published
from gugus.places.queries import labels
from gugus.statistics.definitions import definitions


def number(value: Decimal) -> str:
    """A number in the reader's way, without zeros behind the point."""
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)


def value_said(one: Published) -> str:
    """What was published: number and unit, or the words."""
    said = [number(one.value)] if one.value is not None else []
    said += [one.unit] if one.value is not None and one.unit else []
    return " ".join(said + ([one.value_words] if one.value_words else []))


def places_of(lines) -> dict[str, str]:
    """Names of the areas of published figures; the whole country has none."""
    return labels({one.area_code for one in lines if one.area_code})


def figure_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every figure that can be frozen, by data set."""
    told, tongue = definitions(), get_language() or "id"
    return [
        (
            str(Dataset(one).label),
            [(code, capfirst(told[code].title.in_language(tongue))) for code in codes_of(one)],
        )
        for one in Dataset.values
    ]
