"""Everything that starts, stops, checks and backs up the product.

Owns: our own PostgreSQL server (`cluster`), its roles and rights (`provision`), the demo launcher, backup and
restore, the questions `gugus check` asks, and the translation tool.
Calls things: a *cluster* is one PostgreSQL server of ours; the *engine* is the folder with its programs;
the *data folder* is where one installation keeps everything that is not in the checkout.
Never: imports Django at module level of a launcher (it has to work before Django is installed), opens a TCP
port for the database, changes the permissions of a folder it did not make.
"""
