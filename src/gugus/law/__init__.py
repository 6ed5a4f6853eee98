"""The law as data: code lists, elements, offences, deadlines, screening prompts, danger signs.

Owns: what the law calls things (`law.codes("acts")`), which provisions were valid on a day, what the
facts told so far amount to (a proposal with reasons and open questions), when a legal deadline falls.
Words: a *fact* is what someone told or showed; an *element* is act, means or purpose; a *proposal* is
what the engine suggests; a *decision* is made by a named officer elsewhere.
Never: decides who is a victim, asks a database or a clock, knows Django, lowers a result because of
consent. The Indonesian pack (tables and texts that officials own) is `gugus.law.id`.
"""

from gugus.law.lists import Code, UnknownCode, UnknownList, children, code, codes, list_names, root

__all__ = ["Code", "UnknownCode", "UnknownList", "children", "code", "codes", "list_names", "root"]
