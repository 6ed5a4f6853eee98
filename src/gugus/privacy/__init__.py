"""The desk of the data protection officer (UU 27/2022): what is processed and why, breaches, what people may ask.

Owns processing records, the breach register, letters, requests of data subjects, the inventory of what is stored where,
the impact assessment and the public privacy notice. Words: *known at* starts the clock of a breach; *reach* says
whether somebody may be contacted safely; the *wall* stands between files of a survivor and files of an accused.
Never: decides about a survivor; tells an asker that we know anybody before it is certain who asks; puts into a letter
what kind of service wrote it.
"""
