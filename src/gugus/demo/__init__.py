"""A believable South Jakarta task force that never was: people, reports, cases, a cast for docs and tests.

Owns: the cast (`cast`), the published distributions (`distributions`), the story frames (`stories/`),
the seeded imagination (`imagine`), the cheap rows of a grown database (`grown`), and the list of
everything invented so that a test can search a dump for it (`planted`).
Words: a *story* is a hand-written frame; a *report* is one telling of it; an *echo* is a person who turns
up a second time under a noisy name.
Never: copies a real event, names a real person, issues a NIK, phone or passport number that could exist,
asks a clock or a database. Same seed, same world.
"""
