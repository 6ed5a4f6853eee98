"""Accounts are no files."""

STAYS = {"accounts.RoleRule": "which roles an agency's own sign-in service gives"}
