"""The way home (pemulangan): steps, legs, travel papers, costs, and minutes (BAST) at every hand-over.

Owns repatriations, their legs, papers, costs, hand-over minutes and the signatures under them. Calls a *repatriation*
the return of one person, also of somebody who travels in a family; a *leg* one journey between two places; the
*holder* the agency that has the person now. Never: moves a person without her consent or while the return is unsafe
(a supervisor may override the second, knowingly), decides who is a victim, opens anything that the person or the law
does not allow.
"""
