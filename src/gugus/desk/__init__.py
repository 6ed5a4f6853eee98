"""The desk: home by role, navigation, the search box, help.

Owns no records. Brings together what the contexts below know; every list it shows is theirs and scoped by
them.
"""
