"""Many people who arrive at once (rombongan): the list, a line of screening each, split to provinces, handed over.

Owns *groups*, the *loads* (lists) that they came with, their *members* (one line each) and *destinations*. Uses the
vault for who people are, screening for what they say, repatriation for the way home.
Never: decides for several people at once, copies a result from one to another, shows who was set aside among victims,
keeps a list longer than a week.
"""
