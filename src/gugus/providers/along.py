"""What an office offers is no part of a file."""

STAYS = {
    "providers.Offering": "what an office offers to everybody",
    "providers.CapacityMove": "history of an office's places",
    "providers.CapacityHold": "a place that an office keeps free; it goes on for the same referral",
}
