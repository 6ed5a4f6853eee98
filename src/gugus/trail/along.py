"""What an officer thinks of a week of a colleague is no part of a file."""

STAYS = {"trail.Assessment": "about the work of a colleague of the old agency"}
