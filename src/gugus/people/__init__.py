"""Persons, and apart from them who they are.

Owns the person (code and statistical facts), the identity (names, documents, phones, addresses: sealed),
search tokens and unmaskings. Calls a candidate within reach a hit, an agency that may know somebody a pointer.
A person may be survivor in one case and accused in another: nothing here joins the two. Never knows a case;
higher contexts hold a person by key and tell through `neighbours` whose work a person is.
"""
