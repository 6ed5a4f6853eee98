"""Where somebody sleeps: houses with rooms and beds, stays from proposal to exit, the night register, belongings.

Owns houses, beds and stays. A *house* belongs to an agency and is called by its code name; its address is sealed in a
table of its own. A *stay* is one person in one house, for a case of the house's own agency or of the one that referred
(`sender`). A *placement* is one bed for a time: reserved, occupied or out of use; two never overlap.
Never: reads the criminal file, tells another shelter anything, shows an address without a reason.
"""
