import pytest

from gugus.kernel.disclosure import Link, Network


def line(counts, *, hidden=(), floor=0):
    """Lay out counts with their total at the end."""
    links = [Link(0, 1, count, cost=count) for count in counts] + [Link(1, 0, sum(counts), cost=999)]
    for place in hidden:
        links[place].is_hidden = True
    return Network(links, floor)


def test_a_lone_hidden_count_is_what_the_total_leaves():
    assert line([3, 20, 50], hidden=[0]).width(0, 6) == 0


@pytest.mark.parametrize(("floor", "width"), [(0, 7), (1, 5)])
def test_two_hidden_counts_share_their_sum(floor, width):
    network = line([3, 4, 50], hidden=[0, 1], floor=floor)

    assert network.width(0, 100) == network.width(1, 100) == width


def test_a_width_is_measured_no_further_than_asked():
    assert line([3, 4, 50], hidden=[0, 1]).width(0, 6) == 6


def test_without_its_total_a_count_can_be_anything():
    network = line([3, 20, 50], hidden=[0, 3])

    assert network.width(0, 10_000) == 10_000


def test_the_cheapest_neighbour_that_is_great_enough_is_hidden():
    network = line([3, 1, 20, 50], hidden=[0])

    assert network.hide_around(0, 6) == [2]
    assert network.width(0, 6) == 6


def test_a_fixed_count_is_never_hidden():
    network = line([3, 20, 50], hidden=[0])
    network.links[1].is_fixed = True

    assert network.hide_around(0, 6) == [2]


def test_the_total_is_hidden_where_nothing_else_is_left():
    network = line([3, 1, 1], hidden=[0])

    assert network.hide_around(0, 6) == [3]
