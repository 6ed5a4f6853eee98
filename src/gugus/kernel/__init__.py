"""Small, pure tools that every floor may use: ids, names, periods, masks, counts, sealing.

Owns:    how references, names, numbers, periods and published counts are written and compared.
Calls:   a short public reference a *ref*; a text in both languages *Words*; a keyed digest a *token*.
Never:   knows Django, a database, a request or a clock; keeps state; decides who may see what.
"""
