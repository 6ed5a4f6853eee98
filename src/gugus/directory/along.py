"""Offices are no files."""

STAYS = {
    "directory.Agency": "an office; its successor is what makes files go",
    "directory.Membership": "a seat in a task force",
}
