"""Attachments: papers and pictures that belong to a record, encrypted before they touch the disk.

Owns the rows (title and name sealed), the encrypted content in DATA_DIR/files, and the one door to both. Words: an
attachment is *about* a record and lies *within* the report, case or person whose section decides who sees it; a *link*
to its content lives one minute and serves one person. Never: keeps plain content on disk, trusts a file's name or
claimed type, keeps a picture's metadata, decides who may see a record (the record's own context does).
"""
