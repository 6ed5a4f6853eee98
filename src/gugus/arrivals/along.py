"""A heads-up names nobody and is no part of a file."""

STAYS = {
    "arrivals.Headsup": "numbers before somebody arrives, of the office that was told first",
    "arrivals.Offer": "places that an office offered for an arrival",
}
