"""The file: we took responsibility.

Owns cases, their parties, team, incidents with route legs, chronology, flags, safety checks and states.
Never decides whether somebody is a victim (screening) and never talks to other agencies (referrals).
"""
