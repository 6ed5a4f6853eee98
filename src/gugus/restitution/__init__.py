"""What a survivor lost, what was granted, what was paid: a ledger that always balances.

Owns claims (permohonan restitusi), the convicts who owe, the lines of the ledger, the turns of a claim, its deadlines
and what the survivor was told. Words: a *head* is a kind of loss (UU 21/2007 art. 48), a *stage* is who named an amount
(claimed, assessed, demanded, granted), *money* is what moved, the *remainder* is what is still owed. Never: changes or
deletes a line (a mistake is taken back by a counter-line), counts with floats, decides what is granted.
"""
