"""The criminal track of each accused: stages, charges, hearings, protection, and what the survivor was told.

Owns proceedings (one per accused and police report), their moves, custody, charges, verdicts, hearings, what survivors
were told, protection requests and the question of non-punishment. Calls a *proceeding* what the police number; a *move*
one step of it on a day; a *ruling* what a verdict says about one charge. Never: decides guilt or whether somebody is a
victim, shows care or health, names anybody in a calendar, counts restitution (that is `restitution`, above).
"""
