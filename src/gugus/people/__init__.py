"""Persons, and apart from them who they are.

Owns the person (code and statistical facts), the identity (names, documents, phones, addresses: sealed),
search tokens and unmaskings. A person may be survivor in one case and accused in another. Never knows a
case; other contexts hold a person by key.
"""
