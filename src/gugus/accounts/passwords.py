"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the second choice of RFC 9106: 64 MiB, three passes, four lanes.

    Whoever signs in after these numbers changed gets a new hash at that moment.
    """

    time_cost = 3
    memory_cost = 65_536
    parallelism = 4
