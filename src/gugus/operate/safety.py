"""What is unsafe about an installation that real people would be entrusted to: what, why, how to mend it.

`judge` is a rule on plain facts; `facts.py` finds them out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from gugus.kernel.words import Words
from gugus.operate import safety_words as because
from gugus.operate.facts import Connection, Facts, SecretFile

LATEST_SEAL = timedelta(minutes=10)
LATEST_HEARTBEAT = timedelta(minutes=2)
LEAST_ROOM = 2 * 2**30  # bytes
AREAS_OF_INDONESIA = 80_000  # villages alone are more
OWN_CHOICE = "(security.W021)"  # the browsers' preload list binds a whole domain: its owner's decision
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}


@dataclass(frozen=True)
class Finding:
    """One unsafe thing. `words` may hold placeholders that `facts` fill."""

    code: str
    words: Words
    facts: dict[str, object]

    def text(self, language: str) -> str:
        """The sentence in one language."""
        return self.words.in_language(language).format(**self.facts)


def judge(facts: Facts) -> list[Finding]:
    """Everything unsafe, the gravest first. An empty list means: nothing that we know to look for."""
    return [*_mode(facts), *_keys(facts), *_databases(facts), *_state(facts)]


def _mode(facts: Facts) -> Iterator[Finding]:
    if facts.debug:
        yield _found("debug", because.DEBUG)
    if facts.mode != "production":
        yield _found("mode", because.MODE, mode=facts.mode)
    hosts = {host.strip() for host in facts.hosts.split(",")} - {""}
    if not hosts - LOCAL_HOSTS:
        yield _found("hosts_local", because.HOSTS_LOCAL)
    if "*" in hosts:
        yield _found("hosts_any", because.HOSTS_ANY)
    if facts.mode == "production":  # elsewhere they only repeat that it is not
        for line in facts.deploy:
            if not line.startswith(OWN_CHOICE):
                yield _found("deploy", because.DEPLOY, line=line.rstrip("."))


def _keys(facts: Facts) -> Iterator[Finding]:
    for name, file in (("keyring", facts.keyring), ("secret_key", facts.secret_key)):
        yield from _private(name, file)
    if facts.data_directory and facts.keyring.path.is_relative_to(facts.data_directory):
        yield _found("keyring_in_database", because.KEYRING_IN_DATABASE, file=facts.keyring.path)
    if facts.keyring.path.is_relative_to(facts.files):
        yield _found(
            "keyring_in_files", because.KEYRING_IN_FILES, file=facts.keyring.path, folder=facts.files
        )


def _private(name: str, file: SecretFile) -> Iterator[Finding]:
    if not file.exists:
        yield _found(f"{name}_missing", because.FILE_MISSING, file=file.path)
    elif file.mode & 0o077:
        yield _found(f"{name}_open", because.FILE_OPEN, file=file.path, mode=f"{file.mode:04o}")


def _databases(facts: Facts) -> Iterator[Finding]:
    for connection in facts.connections:
        if connection.error:
            yield _found("unreachable", because.UNREACHABLE, role=connection.role, reason=connection.error)
            continue
        if not connection.local and not connection.encrypted:
            yield _found("no_tls", because.NO_TLS, role=connection.role)
        if connection.role != "owner":
            yield from _too_mighty(connection)
    for table in facts.state.unlocked:
        yield _found("unlocked", because.UNLOCKED, table=table)
    if facts.pending:
        yield _found("pending", because.PENDING, count=len(facts.pending), first=facts.pending[0])


def _too_mighty(connection: Connection) -> Iterator[Finding]:
    why = {
        "superuser": connection.superuser,
        "BYPASSRLS": connection.bypasses,
        "owner": connection.owns_tables,
    }
    for power, has in why.items():
        if has:
            yield _found(
                "too_mighty", because.TOO_MIGHTY, role=connection.role, user=connection.user, power=power
            )


def _state(facts: Facts) -> Iterator[Finding]:
    state = facts.state
    if state.places is not None and state.places < AREAS_OF_INDONESIA:
        yield _found("places", because.PLACES, count=state.places)
    if state.oldest_unsealed and state.oldest_unsealed > LATEST_SEAL:
        minutes = int(state.oldest_unsealed.total_seconds() // 60)
        yield _found("unsealed", because.UNSEALED, count=state.unsealed, minutes=minutes)
    if state.version and (state.heartbeat is None or state.heartbeat > LATEST_HEARTBEAT):
        yield _found("worker", because.WORKER)
    if facts.scanner_place and not facts.scanner:
        yield _found("scanner", because.SCANNER, place=facts.scanner_place)
    if facts.free < LEAST_ROOM:
        yield _found("room", because.ROOM, folder=facts.files, free=facts.free // 2**20)


def _found(code: str, words: Words, **facts: object) -> Finding:
    return Finding(code, words, facts)
