"""Sharing agreements (MoU, perjanjian berbagi data) between agencies, and what they open by themselves.

Owns agreements, their signatories and every step they made. Words: a *signatory* is an agency that signs, *gives*
sections of its own cases, *receives* those of others, or both; the *ceiling* is the class of fields at which it stops;
the *scope* says which cases are meant; a *successor* follows an agreement that is changed or renewed.
Never: opens another agency's case, a case that consent, seal or the wall between survivor and accused keep back, or
anything for writing. Time closes what it opened; no job is needed for that.
"""
