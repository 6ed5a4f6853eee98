"""Meetings belong to a task force: when a case changes its agency, none of them goes along."""

STAYS = {
    "meetings.Meeting": "belongs to a task force, whose secretariat keeps it",
    "meetings.Invitation": "an office that was invited",
    "meetings.Attendee": "who was there",
    "meetings.Point": "who carries a recommendation out is followed by `followup`",
    "meetings.Wording": "an earlier text of a paragraph, with whom it named then",
}
