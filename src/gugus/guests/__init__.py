"""Who answers a referral without an account: by a guest link with a code, or on paper.

Owns guest passes, what a guest is shown after acceptance, who answered, letters printed with a name, and answers that
the sender typed in. Words: a *pass* is a link and a code for one referral; a *sheet* is the closed list of facts that
opens on acceptance; a *slip* is an answer on paper or by phone.
Never: opens a case file or an identity to a guest, keeps a link or a code, lets a look consume anything.
"""
