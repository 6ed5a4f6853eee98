"""Figures of a task force are no part of a file."""

STAYS = {
    "figures.Snapshot": "a figure as it was shown; whoever froze it is part of it",
    "figures.Published": "what others published, as an office wrote it down",
}
