"""Lists and data that leave the product as files: what was on the screen, written down, counted and purged.

Owns exports and their life. Never: exports what the asking person may not see, writes a cell that a spreadsheet
would run, keeps a file longer than stated.
"""
