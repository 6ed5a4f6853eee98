"""On which basis a person's data go to whom, for what; and what follows when consent is withdrawn.

Owns *grounds* (one person, one purpose, one recipient: consent, legal duty or vital interest; also "refused" and "not
asked yet"), *withdrawals*, the *recalls* that each past recipient answers, *overrides* (sent without a ground, with a
second pair of eyes) and the tables that officials edit: purposes, legal duties, numbers, texts that are read out.
Never: forces an answer, lets a guardian speak who is accused in the same file, deletes what somebody else must keep.
"""
