"""Case conferences (rapat koordinasi kasus): the agencies on a case meet, decide, and write down what follows.

Owns conferences, invitations, agenda items, decisions, and what was shown to whom under which basis. Calls an *item*
one question on the agenda; it belongs to one section of the case, and who may not read that section does not read it.
Never: decides whether somebody is a victim (that is `screening`), invites an agency that is not on the case, opens
anything: who reads what is said by the grants on the case.
"""
