"""People on their way, before anybody knows who they are: how many, when, and who has room.

Owns heads-ups (pemberitahuan awal) and the offers of places that answer them.
Words: a *heads-up* is told to the *asked* agencies; each gives an *offer* or says that nothing is free.
Never: a name, an address, free text, a detail of an operation. Every column is a number, a code or a moment.
"""
