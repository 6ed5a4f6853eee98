"""Figures that can be trusted and shown safely.

Owns facts (one narrow row per report, case, survivor, referral, service line: open codes and days, never a
name), definitions, and the suppression of small counts. Counts survivors once per case. Never shows a
figure without its definition, period and source.
"""
