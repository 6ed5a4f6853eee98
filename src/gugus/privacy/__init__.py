"""The desk of the data protection officer (UU 27/2022): what is processed and why, breaches, what people may ask.

Owns processing records, the breach register, subject requests, and the overview of what is stored where. Never: decides
about a survivor; shows a personal value that the officer's own right does not open.
"""
