"""Notices: what a colleague should look at, said with a code and a reference only.

Owns notices on the page, what each person chose about them, and what leaves over channels (e-mail, WhatsApp, SMS): one
*delivery* per notice and channel, one *dispatch* per message. Words: a notice is *unread* until its person opened it,
its record, or marked it; the same news about the same record is one unread notice. Never: holds a name, a kind of
case or any word somebody typed; shows one person another's notices; sends the same message twice.
"""
