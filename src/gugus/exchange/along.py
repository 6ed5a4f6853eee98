"""Lists that somebody took out."""

STAYS = {"exchange.Export": "what the old agency exported while it answered; the file is deleted after days"}
