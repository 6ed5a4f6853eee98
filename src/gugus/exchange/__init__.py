"""Lists and figures that leave the product as files: what was on the screen, written down and purged.

Owns exports and their life. Words: a *list* is a page that can be exported, with its columns in `listings.py`; an
*identified* export names people and needs a second person. Never: exports what the asking person may not see (the
worker takes the application's role and the asker's voice before it reads), writes a cell that a spreadsheet would run,
keeps a file longer than stated.
"""
