"""Transfers are the history of who answered when; nothing of it moves."""

STAYS = {
    "transfers.Transfer": "who gave the case to whom; both sides keep what the law leaves them",
    "transfers.Succession": "which agency took over which",
}
