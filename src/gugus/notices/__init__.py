"""Notices: what a colleague should look at, said with a code and a reference only.

Owns notices in the product itself; a mail or a message outside would say no more than these. Words: a notice is
*unread* until its person opened it or marked it; the same news about the same record is one unread notice.
Never: holds a name, a kind of case or any word somebody typed; shows one person another's notices.
"""
