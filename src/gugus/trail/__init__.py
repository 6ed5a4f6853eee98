"""The pages on the trail, for data protection officers and supervisors.

Owns nothing in the database: it reads what `audit` keeps and adds the names of colleagues and agencies, which `audit`
stands too low to know. Never: shows another agency's entries, except about a file that one's own agency answers for;
shows a personal value (the trail has none); reads without leaving an entry of its own.
"""
