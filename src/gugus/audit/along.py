"""The trail stays: who did what while they answered for the file."""

STAYS = {"audit.Entry": "append-only; the new owner reads the entries of the file, the old agency its own"}
