"""The Indonesian pack: tables that officials own, and the few rules that read Indonesian statutes.

`lists/` holds one code list per file; the other tables sit beside it. Every row names its source and
its status: C is confirmed in a text that was read, M is from memory and must be confirmed, D is a
proposal of this project.
"""
