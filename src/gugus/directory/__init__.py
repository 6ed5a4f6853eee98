"""Who works here: agencies, task forces, memberships, services offered; with validity and successors.

Reference data for everyone signed in. Holds offices, never survivors; addresses of safe houses do not
belong here.
"""
