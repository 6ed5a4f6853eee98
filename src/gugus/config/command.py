"""The command `gugus`: everything an operator does, one verb each. It decides nothing itself."""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from gugus.config import vault_command
from gugus.config.verbs import PASSING, parser
from gugus.kernel.keyring import KeyringBroken
from gugus.kernel.keyservices import KeyServiceFailed
from gugus.kernel.private_files import KeyringUnsafe
from gugus.kernel.words import Words
from gugus.operate import (
    anchor_check,
    demo,
    dependencies,
    launch,
    safety,
    sentences,
    services,
    status,
    translations,
)
from gugus.operate.backup import back_up
from gugus.operate.engine import NoEngine, engine
from gugus.operate.facts import gather
from gugus.operate.homes import ClusterError
from gugus.operate.installation import REFERENCE
from gugus.operate.production import print_or_apply
from gugus.operate.restore import restore
from gugus.operate.sentences import Stop
from gugus.operate.target import Target, opened

OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "sqlflush", "flush", "dbshell"}
PREPARATION = [["migrate", "--noinput"], ["collectstatic", "--noinput", "--verbosity", "0"]]
PREPARATION += [[command] for command in REFERENCE]
SAFE = Words(id="Tidak ditemukan yang tidak aman.", en="Nothing unsafe was found.")
UNSAFE = Words(id="{count} hal tidak aman:", en="{count} unsafe things:")


def main(arguments: list[str] | None = None) -> int:
    """Run one verb. Returns the exit code: 0 done, 1 refused or unsafe, 2 wrongly asked."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["demo"]:
        return demo.main(arguments[1:])
    asked, rest = parser().parse_known_args(arguments)
    if rest and asked.verb not in PASSING:
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    asked.rest = rest
    try:
        return VERBS[asked.verb](asked)
    except (Stop, ClusterError, NoEngine, KeyringBroken, KeyringUnsafe, KeyServiceFailed) as refused:
        print(refused, file=sys.stderr)
    except psycopg.OperationalError as failed:
        print(Stop(sentences.DATABASE_FAILED, reason=str(failed).splitlines()[0]), file=sys.stderr)
    except PermissionError as refused:
        print(Stop(sentences.UNWRITABLE, folder=refused.filename), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def serve(asked: argparse.Namespace) -> int:
    """Become the web server; the environment carries the application role's address only."""
    environment = Target(dict(os.environ)).environment("app")
    _become(
        services.web_command(asked.host, asked.port, asked.workers), environment, hide=("owner", "worker")
    )


def worker(asked: argparse.Namespace) -> int:
    """Become the background worker."""
    environment = Target(dict(os.environ)).environment("worker")
    _become(services.worker_command(), environment, hide=("owner", "app"))


def manage(asked: argparse.Namespace) -> int:
    """Run a management command with the role that fits it."""
    return _manage(asked, asked.rest)


def audit(asked: argparse.Namespace) -> int:
    """Check the chain of seals, print the signed anchor, make the key; or check anchors with the public key alone."""
    if asked.what == "anchor" and asked.anchors:
        return anchor_check.check(asked.anchors, asked.public, lambda words: _in(asked, words))
    public = [part for key in asked.public for part in ("--public", key)]
    return _manage(asked, [f"audit_{asked.what}", *public, *asked.rest])


def retention(asked: argparse.Namespace) -> int:
    """Look what is due, check the certificates, forget again after a restore."""
    return _manage(asked, ["retention", *asked.rest])


def notices(asked: argparse.Namespace) -> int:
    """How the channels are, a test over one, an address that bounced."""
    return _manage(asked, ["notices", *asked.rest])


def vault(asked: argparse.Namespace) -> int:
    """Do something about the keys, as the worker."""
    return _manage(asked, vault_command.command_of(asked, _languages(asked)[0]))


def grow(asked: argparse.Namespace) -> int:
    """Grow the database for measuring."""
    return _manage(asked, ["grow", *asked.rest])


def prepare(asked: argparse.Namespace) -> int:
    """Bring database and files of a production installation to the state of this version; safe to repeat."""
    translations.compile_all()
    for command in PREPARATION:
        print(f"gugus manage {' '.join(command)}", flush=True)
        if code := _manage(asked, command):
            return code
    return 0


def check(asked: argparse.Namespace) -> int:
    """Print every unsafe thing. Exit 1 if there is one."""
    found = safety.judge(_facts(asked))
    if not found:
        print(_in(asked, SAFE))
        return 0
    print(_in(asked, UNSAFE).format(count=len(found)))
    for finding in found:
        print("", *(f"- {finding.text(language)}" for language in _languages(asked)), sep="\n")
    return 1


def show_status(asked: argparse.Namespace) -> int:
    """Print the present state."""
    for label, value in status.lines(_facts(asked)):
        print(f"{_in(asked, label, ' / ')}: {value}")
    return 0


def provision(asked: argparse.Namespace) -> int:
    """Print the script, or run it."""
    print_or_apply(asked.database, server=asked.server, superuser_url=asked.url, env=asked.env)
    return 0


def keys(asked: argparse.Namespace) -> int:
    """Make the two secrets of a new installation."""
    keyring, secret = vault_command.make_keys(asked.folder, served=asked.served)
    print(_in(asked, vault_command.KEYS_MADE).format(keyring=keyring, secret=secret))
    return 0


def backup(asked: argparse.Namespace) -> int:
    """Write a backup and say where the key must be."""
    with opened(asked.data_dir) as target:
        made = back_up(target, asked.file.absolute(), datetime.now(UTC), with_keyring=asked.with_keyring)
        key_file = target.keyring
    size = asked.file.stat().st_size // 2**20
    print(_in(asked, sentences.BACKED_UP).format(file=asked.file, size=size, **_counts(made)))
    print(
        _in(asked, sentences.KEY_INSIDE if asked.with_keyring else sentences.KEEP_THE_KEY).format(
            file=key_file
        )
    )
    return 0


def restore_backup(asked: argparse.Namespace) -> int:
    """Restore, prove it, and leave a data folder ready for bin/demo."""
    with opened(asked.data_dir, make=True) as target:
        made = restore(target, asked.file, keyring=asked.keyring, shredded=asked.shredded)
        if target.installation:
            launch.adopt_restored(target.installation, target.cluster, made["kind"])
    print(_in(asked, sentences.RESTORED).format(**_counts(made)))
    if made["destroyed_again"]:
        print(_in(asked, sentences.DESTROYED_AGAIN).format(count=made["destroyed_again"]))
    return 0


def sbom(asked: argparse.Namespace) -> int:
    """Write down what a release is made of."""
    try:
        told = dependencies.bill_of_materials()
    except dependencies.NoMaker:
        raise Stop(sentences.NO_BILL_MAKER) from None
    asked.file.write_text(told, encoding="utf-8")
    print(_in(asked, sentences.BILL_MADE).format(file=asked.file, count=len(dependencies.parts_of(told))))
    return 0


VERBS = {
    "prepare": prepare,
    "serve": serve,
    "worker": worker,
    "manage": manage,
    "audit": audit,
    "retention": retention,
    "grow": grow,
    "notices": notices,
    "vault": vault,
    "check": check,
    "status": show_status,
    "provision": provision,
    "keys": keys,
    "backup": backup,
    "restore": restore_backup,
    "sbom": sbom,
}


def _facts(asked: argparse.Namespace):
    with opened(asked.data_dir) as target:
        log = target.installation.log("check") if target.installation else Path(os.devnull)
        return gather(target, log)


def _manage(asked: argparse.Namespace, command: list[str]) -> int:
    role = os.environ.get("GUGUS_ROLE") or (
        "owner" if command[:1] and command[0] in OWNER_COMMANDS else "worker"
    )
    with opened(asked.data_dir) as target:
        environment = target.environment(role)
        environment["PATH"] = f"{environment.get('PATH', '')}:{engine().bin}"  # dbshell needs psql
        return subprocess.run(
            [sys.executable, "-m", "django", *command], env=environment, check=False
        ).returncode


def _become(command: list, environment: dict[str, str], *, hide: tuple[str, ...]) -> None:
    """Replace this process, so that signals of the service manager reach the server itself."""
    for role in hide:
        environment.pop(f"GUGUS_{role.upper()}_DATABASE_URL" if role != "app" else "GUGUS_DATABASE_URL", None)
    os.execve(sys.executable, [str(part) for part in command], environment)


def _counts(manifest: dict) -> dict[str, int]:
    rows, files = manifest["rows"], [name for name in manifest["sha256"] if name.startswith("files/")]
    return {"tables": len(rows), "rows": sum(rows.values()), "files": len(files)}


def _languages(asked: argparse.Namespace) -> list[str]:
    """The asked language, else that of the shell, else both."""
    if asked.language:
        return [asked.language]
    shell = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2].lower()
    return [shell] if shell in ("id", "en") else ["id", "en"]


def _in(asked: argparse.Namespace, words: Words, between: str = "\n") -> str:
    return between.join(dict.fromkeys(words.in_language(language) for language in _languages(asked)))


if __name__ == "__main__":
    sys.exit(main())
