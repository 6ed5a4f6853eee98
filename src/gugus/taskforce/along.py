"""A task force is about no file. A seat follows an office that was replaced by itself (`directory.queries`)."""

STAYS = {
    "taskforce.LegalBasis": "a decree of a task force",
    "taskforce.Position": "an official of a task force",
}
