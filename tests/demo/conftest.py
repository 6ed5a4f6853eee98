"""The demo world as tests see it: one year, and the world up to a fixed day."""

from datetime import date

import pytest

from gugus.demo.imagine import imagine_world, imagine_year

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="session")
def year_2024():
    """All reports of 2024, told to their end."""
    return imagine_year(2024, 2024)


@pytest.fixture(scope="session")
def world():
    """The demo up to 1 March 2026."""
    return imagine_world(until=TODAY)
