"""A task force of the office."""

import pytest
from tests.forces import settle_force


@pytest.fixture
def force(world):
    return settle_force(world)
