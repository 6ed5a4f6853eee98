"""Openings are judged where they happened; the access itself ends (`access.along`)."""

STAYS = {
    "emergency.Opening": "reviewed by the agency that answered then; what it opened ends with the transfer"
}
