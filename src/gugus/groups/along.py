"""A group is no part of a file: it stays with the agency that met the people. Cases opened from it go their own way."""

STAYS = {
    "groups.Group": "who met whom on arrival",
    "groups.Load": "a list that was brought; its key is destroyed within days",
    "groups.Member": "that somebody was in a group, for the agency that met them",
    "groups.Destination": "where some of a group went",
    "groups.HandOrder": "what was ordered for those who go to one destination",
    "groups.Heading": "how an agency reads lists",
}
