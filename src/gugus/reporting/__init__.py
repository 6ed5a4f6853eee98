"""Annual, five-year and six-monthly reports of a task force, from chapters that agencies write.

Owns reports with their chapters, what was typed into them, the frozen figures they show, the copies that reach the next
higher task force and the signed files that carry one to another installation. Calls *edition* what was frozen once; a
correction is a new edition that names the one it replaces. A number comes from a frozen figure (`figures`) or it is not
in a table. Never: names a survivor, changes what was approved, reads a clock while it lays a report out.
"""
