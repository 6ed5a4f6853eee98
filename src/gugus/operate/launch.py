"""The second half of `bin/demo`, with the packages installed: database, tables, data, web, worker.

python -m gugus.operate.launch DATA_FOLDER PORT
"""

import errno
import hashlib
import re
import signal
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from gugus.kernel.keyring import Keyring
from gugus.kernel.words import Words
from gugus.operate import processes, provision, sentences, services, translations
from gugus.operate.cluster import Cluster
from gugus.operate.engine import NoEngine
from gugus.operate.homes import ClusterError
from gugus.operate.installation import CHECKOUT, DATABASE, DEMO, REFERENCE, Installation, write_private
from gugus.operate.sentences import Stop, say, tell
from gugus.operate.services import Service

ANSWER_SECONDS = 60
IN_THE_MAKING, READY = "gugus: in the making", "gugus: ready"


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _interrupt)
    installation, port = Installation(Path(sys.argv[1])), int(sys.argv[2])
    try:
        with installation.locked():
            run(installation, port)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except (ClusterError, NoEngine, psycopg.Error, OSError) as failed:
        print(f"\n{_sentence(failed, installation)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say(sentences.STOPPED, folder=installation.folder)
    return 0


def _sentence(failed: Exception, installation: Installation) -> Stop:
    """What went wrong with the machine, in words; whatever else an OSError means is a fault of ours."""
    said = f"{failed}\n{installation.cluster.log_tail()}"
    if "No space left on device" in said or getattr(failed, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return Stop(sentences.DISK_BECAME_FULL, folder=installation.folder)
    if isinstance(failed, OSError):
        raise failed
    return Stop(sentences.DATABASE_FAILED, reason=str(failed).splitlines()[0])


def run(installation: Installation, port: int) -> None:
    """Start everything in order, keep it running, stop it in reverse order."""
    with ExitStack() as open_things:
        say(sentences.STARTING_DATABASE)
        cluster = open_things.enter_context(installation.cluster)
        prepare(installation, cluster)
        say(sentences.STARTING_WEB)
        worker = open_things.enter_context(
            _running(services.worker_command(), installation, cluster, "worker")
        )
        web = open_things.enter_context(
            _running(services.web_command("127.0.0.1", port), installation, cluster, "app")
        )
        _await_answer(web, port)
        _greet(installation, cluster, port)
        _watch(cluster, web, worker)


def prepare(installation: Installation, cluster: Cluster) -> None:
    """Bring database and files to the state of this checkout."""
    superuser = cluster.url("postgres", "postgres")
    remark = _remark(superuser, cluster.url(DATABASE, "postgres"))
    if remark is not None and not remark.startswith(READY):
        say(sentences.MAKING_AGAIN)
        _execute(superuser, f"DROP DATABASE {DATABASE} WITH (FORCE)")
        remark = None
    _keys(installation, fresh=remark is None)
    mark = f"{READY} {_digest()}"
    if remark == mark and (installation.folder / "static").exists():
        translations.compile_all()
        return
    provision.provision(superuser, DATABASE)
    if remark is None:
        _note(superuser, IN_THE_MAKING)
    translations.compile_all()
    _steps(installation, cluster, fresh=remark is None)
    _note(superuser, mark)


def adopt_restored(installation: Installation, cluster: Cluster, kind: str) -> None:
    """After a restore into a data folder: its next start keeps what is there and brings it up to date."""
    installation.make_secret_key()
    installation.set_kind(kind)
    _note(cluster.url("postgres", "postgres"), READY)


def _steps(installation: Installation, cluster: Cluster, *, fresh: bool) -> None:
    def step(words: Words, role: str, *command: str) -> str:
        say(words)
        return _manage(installation, cluster, role, words, command)

    step(sentences.MIGRATING, "owner", "migrate", "--noinput", "--verbosity", "0")
    step(sentences.COLLECTING, "worker", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    for command in REFERENCE:
        step(sentences.LOADING_REFERENCE[command], "worker", command)
    if fresh and installation.kind() == DEMO:
        step(sentences.LOADING_DEMO, "worker", "demo")
    elif fresh:
        tell(f"\n{step(sentences.MAKING_ADMIN, 'worker', 'create_admin').strip()}\n")


def _manage(
    installation: Installation, cluster: Cluster, role: str, words: Words, command: tuple[str, ...]
) -> str:
    log = installation.log(command[0])
    env = installation.environment(cluster, role)
    code, said = processes.run([sys.executable, "-m", "django", *command], log, env=env)
    if code == 0:
        return said
    if "No space left on device" in said or "could not extend file" in said:
        raise Stop(sentences.DISK_BECAME_FULL, folder=installation.folder)
    step_id, step_en = words.id.rstrip(" …"), words.en.rstrip(" …")
    raise Stop(sentences.STEP_FAILED, step_id=step_id, step_en=step_en, reason=_reason(said), log=log)


def _reason(said: str) -> str:
    """The line that names the error, not the hint that may follow it."""
    named = [line for line in said.splitlines() if re.match(r"[\w.]*(Error|Unknown command|Exception)", line)]
    return processes.last_line(named[-1] if named else said)


def _keys(installation: Installation, *, fresh: bool) -> None:
    """Make the keys with the database, never later: new keys would make what is sealed unreadable."""
    if not installation.keyring.exists():
        if not fresh:
            raise Stop(sentences.KEY_LOST, file=installation.keyring)
        Keyring.create(installation.keyring)
    installation.make_secret_key()


@contextmanager
def _running(command: list, installation: Installation, cluster: Cluster, role: str):
    name = "web" if role == "app" else role
    service = Service(command, installation.log(name), installation.environment(cluster, role))
    service.start()
    try:
        yield service
    finally:
        service.stop()


def _await_answer(web: Service, port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while not 0 < (status := services.answer(port)) < 500:
        if not web.alive():
            raise Stop(sentences.WEB_DIED, reason=web.reason(), log=web.log)
        if status:
            raise Stop(sentences.WEB_BROKEN, status=status, log=web.log)
        if time.monotonic() > deadline:
            raise Stop(sentences.WEB_SILENT, seconds=ANSWER_SECONDS, log=web.log)
        time.sleep(0.1)


def _greet(installation: Installation, cluster: Cluster, port: int) -> None:
    line = "─" * 78
    tell(f"\n{line}")
    say(sentences.READY, address=f"http://127.0.0.1:{port}/")
    if installation.kind() == DEMO:
        say(sentences.DEMO_ONLY)
        tell(_signins(installation, cluster))
    tell(line)


def _signins(installation: Installation, cluster: Cluster) -> str:
    """The demo accounts, asked once and kept: they do not change until --reset."""
    kept = installation.folder / "signins.txt"
    if not kept.exists():
        log = installation.log("demo_signins")
        env = installation.environment(cluster, "worker")
        code, said = processes.run([sys.executable, "-m", "django", "demo_signins"], log, env=env)
        if code:
            return str(Stop(sentences.NO_SIGNINS, log=log))
        write_private(kept, said)
    return kept.read_text().rstrip()


def _watch(cluster: Cluster, web: Service, worker: Service) -> None:
    """Stay until interrupted or something we cannot do without is gone."""
    try:
        while True:
            time.sleep(0.5)
            if not cluster.alive():
                raise ClusterError(f"{processes.last_line(cluster.log_tail())} (see {cluster.log})")
            if not web.alive():
                raise Stop(sentences.WEB_DIED, reason=web.reason(), log=web.log)
            if worker.revive():
                say(sentences.WORKER_DIED, log=worker.log)
    finally:
        tell("")
        say(sentences.STOPPING)


def _digest() -> str:
    """A fingerprint of everything that would need the preparation again: packages, migrations, static files."""
    sources = [CHECKOUT / "requirements.lock"]
    for pattern in ("*/migrations/*.py", "*/static/**/*"):
        sources += sorted((CHECKOUT / "src" / "gugus").glob(pattern))
    digest = hashlib.sha256()
    for path in filter(Path.is_file, sources):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _remark(server_url: str, inside_url: str) -> str | None:
    """What we noted about the database; None if there is no database. The note lives and dies with it.

    Without a note it is half-made if it has no tables, and otherwise somebody's: never to be dropped.
    """
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(server_url) as server:
        found = server.execute(asked, [DATABASE]).fetchone()
    if found is None or found[0]:
        return found and found[0]
    with psycopg.connect(inside_url) as inside:
        tables = inside.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]
    return READY if tables else IN_THE_MAKING


def _note(superuser: str, remark: str) -> None:
    _execute(superuser, f"COMMENT ON DATABASE {DATABASE} IS '{remark}'")


def _execute(superuser: str, statement: str) -> None:
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(statement)


def _interrupt(*_args: object) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # stopping is not interrupted a second time
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
