"""Who may do what: users, roles with dates, grants of records to agencies, and the one question "may I?".

Owns users, role assignments, grants and keys of programs. Calls the person at the keyboard a viewer; how that person
proves who they are stands above, in `accounts`. Never decides what a case or a report is: it is told the record's
standing and answers with a refusal or none.
"""
