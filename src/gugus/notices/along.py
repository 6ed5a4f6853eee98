"""Notices name a code only; behind it the gate answers as for anything that is not there."""

STAYS = {"notices.Notice": "for one person, a code and a verb; gone by age"}
