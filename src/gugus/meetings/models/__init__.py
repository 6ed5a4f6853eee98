"""Tables of meetings: the meeting with agenda and speakers, who is invited and was there, the minutes."""

from gugus.meetings.models.gathering import Attendee, Invitation
from gugus.meetings.models.meeting import FeedLink, Item, Meeting, Paper, Shown, Speaker, new_meeting_ref
from gugus.meetings.models.minutes import Addendum, Point, Wording

__all__ = [
    "Addendum",
    "Attendee",
    "FeedLink",
    "Invitation",
    "Item",
    "Meeting",
    "Paper",
    "Point",
    "Shown",
    "Speaker",
    "Wording",
    "new_meeting_ref",
]
