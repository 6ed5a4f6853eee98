"""A recommendation is about no file; it goes to the successor of its owner by itself (`actions.succession`)."""

STAYS = {
    "followup.Recommendation": "what a task force recommended to an office",
    "followup.Line": "what an office said about a recommendation",
}
