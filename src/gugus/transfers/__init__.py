"""Transfers (pelimpahan): one agency gives a whole case into another agency's hands.

Owns transfers, their preview and letter, the list of what went along, what the old agency keeps, and the succession of
merged agencies. The case changes its owner when the other agency accepts and at no other moment. A part of the help for
one person is a referral, not this. Never: a case whose agency has nobody who can open it.
"""
