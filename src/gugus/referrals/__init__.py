"""Referral (rujukan): one agency asks another to serve one person; the sender keeps the case.

Owns referrals and what happened to them. Identity opens on acceptance and closes some days after the end.
Never moves ownership (that is a transfer) and never copies a file.
"""
