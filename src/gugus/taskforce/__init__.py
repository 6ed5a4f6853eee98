"""The task force itself: its legal basis, its positions, its six fields of work, and how often it is to meet.

Owns documents of the legal basis, positions and rules of meeting; the task forces and the seats of agencies lie in
`directory`, because lower contexts ask for them. Calls *host* the agency that keeps the secretariat: it writes for the
task force. Says to every context above which task forces an agency is inside of: `gate.force_for`,
`models.InsideQuerySet`, and the database's `gugus_task_forces()`, which `base.rls.by_task_force` names.
Never: says anything about a survivor, takes a number of the law for certain (frequencies are data, marked unconfirmed).
"""
