"""Django plumbing without a domain: the request's transaction and voice, the two locks, sealed columns, the look.

Owns data keys and the database functions that row-level security reads. Never knows what a case is.
"""
