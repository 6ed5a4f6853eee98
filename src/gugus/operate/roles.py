"""The database roles of gugus by name.

gugus_owner  owns the tables and runs migrations            gugus_worker  background jobs and commands
gugus_app    the web process: reads, adds, changes          gugus_search  owns the audited search functions
"""

OWNER, APP, WORKER, SEARCH = "gugus_owner", "gugus_app", "gugus_worker", "gugus_search"
LOGIN_ROLES = (OWNER, APP, WORKER)

# What a process calls its role, the variable its address is in, the database role behind it.
VARIABLES = {
    "app": ("GUGUS_DATABASE_URL", APP),
    "worker": ("GUGUS_WORKER_DATABASE_URL", WORKER),
    "owner": ("GUGUS_OWNER_DATABASE_URL", OWNER),
}
