"""`bin/test`: installs what the tests need, runs every check, says plainly what it left out.

bin/test                  everything: style, floors, types, translations, tests in two halves at once
bin/test -k name …        only pytest, with these options
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gugus.operate import packages
from gugus.operate.installation import CHECKOUT, Installation
from gugus.operate.sentences import Stop

LOCK_FILE = CHECKOUT / "requirements-dev.lock"
# The half of the tests that works on the whole product: as long as all the others together.
WHOLE = ("tests/journeys", "tests/attacks")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Run by an environment's own Python: are exactly the locked packages there?
COMPARE = """
import re, sys
from importlib.metadata import PackageNotFoundError, version
from packaging.requirements import Requirement
for line in open(sys.argv[1]):
    if re.match(r"[A-Za-z0-9]", line):
        wanted = Requirement(line.rstrip(" \\\\\\n"))
        if wanted.marker and not wanted.marker.evaluate():
            continue
        if not wanted.specifier.contains(version(wanted.name), prereleases=True):
            sys.exit(1)
"""


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        python = environment()
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    steps = [] if arguments else style_steps(python)
    (name, command), left_out = pytest_step(python, arguments)
    failed = [step for step, does in steps if not _passes(step, does)]
    failed += _failing_half(command) if not arguments else [] if _passes(name, command) else [name]
    if left_out:
        print(f"\nLEFT OUT: {left_out}")
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def environment() -> Path:
    """The Python of an environment that holds the locked packages: .venv if it does, else our own."""
    shared = CHECKOUT / ".venv" / "bin" / "python"
    if _holds_lock(shared):
        return shared
    installation = Installation(CHECKOUT / ".gugus")
    installation.make()
    venv = installation.folder / "test-venv"
    if not packages.is_current(venv, LOCK_FILE):
        packages.install(venv, LOCK_FILE, installation.log("install-test"))
    return venv / "bin" / "python"


def style_steps(python: Path) -> list[tuple[str, list]]:
    """Every check that is not a test, as (name, command)."""
    settings = (CHECKOUT / "pyproject.toml").read_text()
    steps = [
        ("ruff check", [python, "-m", "ruff", "check"]),
        ("ruff format", [python, "-m", "ruff", "format", "--check"]),
    ]
    if "[tool.importlinter]" in settings or (CHECKOUT / ".importlinter").exists():
        steps.append(
            ("floors", [python, "-c", "from importlinter.cli import lint_imports_command as go; go()"])
        )
    if "[tool.mypy]" in settings:
        steps.append(("types", [python, "-m", "mypy"]))
    steps.append(("dependencies", [python, "-m", "gugus.operate.dependencies", "audit"]))
    steps.append(("translations", [python, "-m", "gugus.operate.translations", "--check"]))
    return steps


def pytest_step(python: Path, arguments: list[str]) -> tuple[tuple[str, list], str]:
    """The pytest command, and a sentence about what it leaves out, if anything."""
    command = [python, "-m", "pytest", *arguments]
    browser = find_browser(may_install=not arguments)
    if browser:
        os.environ["GUGUS_CHROMIUM"] = browser
        return ("tests", command), ""
    if not any(re.match(r"-m\b", argument) for argument in arguments):
        command += ["-m", "not browser"]
    left_out = (
        "the browser tests (marked “browser”), because no Chromium was found and it could not be installed; "
        "install Debian's package chromium, or name one in GUGUS_CHROMIUM."
    )
    return ("tests", command), left_out


def find_browser(*, may_install: bool) -> str | None:
    """Path of a Chromium; root on Debian installs one if it may."""
    named = os.environ.get("GUGUS_CHROMIUM")
    found = named if named and os.access(named, os.X_OK) else _on_path()
    if found is None and may_install and packages.may_apt():
        print("Installing Debian's chromium for the browser tests …", flush=True)
        packages.apt_install("chromium")
        found = _on_path()
    return found


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _holds_lock(python: Path) -> bool:
    try:
        asked = subprocess.run([python, "-c", COMPARE, LOCK_FILE], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def _failing_half(command: list) -> list[str]:
    """Both halves of the tests at the same time; what the second one says is printed when the first has ended."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        whole = _start([*command, *WHOLE], stdout=said, stderr=subprocess.STDOUT)
        try:
            passed = _passes("tests", [*command, *(f"--ignore={folder}" for folder in WHOLE)])
            _title("tests of the whole")
            passed_too = whole.wait() == 0
        finally:
            whole.kill()
        said.seek(0)
        print(said.read(), flush=True)
    return [name for name, fine in (("tests", passed), ("tests of the whole", passed_too)) if not fine]


def _passes(name: str, command: list) -> bool:
    _title(name)
    return _start(command).wait() == 0


def _title(name: str) -> None:
    print(f"\n── {name} " + "─" * (70 - len(name)), flush=True)


def _start(command: list, **channels) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}
    return subprocess.Popen([str(part) for part in command], cwd=CHECKOUT, env=environment, **channels)


if __name__ == "__main__":
    sys.exit(main())
