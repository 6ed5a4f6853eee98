"""Verbs about reports of a task force."""
