import pytest

from gugus.operate import testing
from gugus.operate.sentences import Stop


@pytest.fixture
def ran(monkeypatch):
    """Names and commands of the steps; all pass unless named in `ran.failing`."""

    class Ran(dict):
        failing = ()

    ran = Ran()

    def passes(name, command):
        ran[name] = [str(part) for part in command]
        return name not in ran.failing

    monkeypatch.setattr(testing, "environment", lambda: testing.CHECKOUT / "python")

    def failing_half(command):
        return [] if passes("tests", command) else ["tests"]

    monkeypatch.setattr(testing, "_passes", passes)
    monkeypatch.setattr(testing, "_failing_half", failing_half)
    monkeypatch.setattr(testing, "find_browser", lambda *, may_install: "/usr/bin/chromium")
    return ran


def test_without_options_everything_runs(ran, capsys):
    assert testing.main([]) == 0

    assert {"ruff check", "ruff format", "translations", "tests"} <= ran.keys()
    assert "All checks passed." in capsys.readouterr().out


def test_with_options_only_pytest_runs_and_gets_them(ran):
    testing.main(["-k", "name"])

    assert list(ran) == ["tests"]
    assert ran["tests"][-2:] == ["-k", "name"]


def test_one_failure_does_not_hide_the_next(ran, capsys):
    ran.failing = ("ruff check", "tests")

    assert testing.main([]) == 1
    assert "translations" in ran
    assert "FAILED: ruff check, tests" in capsys.readouterr().out


def half(fails: bool) -> list[str]:
    """A command that says what it was given; the half of the whole fails if told so."""
    script = f"import sys; print('ran', len(sys.argv)); sys.exit({fails} and sys.argv[1] == 'tests/journeys')"
    return [testing.sys.executable, "-c", script]


def test_both_halves_run_and_each_says_how_it_ended(capfd):
    assert testing._failing_half(half(False)) == []
    assert testing._failing_half(half(True)) == ["tests of the whole"]

    assert capfd.readouterr().out.count(f"ran {1 + len(testing.WHOLE)}") == 4


def test_without_a_browser_its_tests_are_left_out_and_that_is_said(ran, monkeypatch, capsys):
    monkeypatch.setattr(testing, "find_browser", lambda *, may_install: None)

    assert testing.main([]) == 0
    assert ran["tests"][-2:] == ["-m", "not browser"]
    assert "LEFT OUT: the browser tests" in capsys.readouterr().out


def test_ones_own_choice_of_marks_is_kept(ran, monkeypatch):
    monkeypatch.setattr(testing, "find_browser", lambda *, may_install: None)

    testing.main(["-m", "browser"])

    assert ran["tests"][-2:] == ["-m", "browser"]


def test_root_on_debian_gets_a_browser(monkeypatch):
    found = iter([None, "/usr/bin/chromium"])
    asked = []
    monkeypatch.delenv("GUGUS_CHROMIUM", raising=False)
    monkeypatch.setattr(testing, "_on_path", lambda: next(found))
    monkeypatch.setattr(testing.packages, "may_apt", lambda: True)
    monkeypatch.setattr(testing.packages, "apt_install", lambda *names: asked.append(names))

    assert testing.find_browser(may_install=True) == "/usr/bin/chromium"
    assert asked == [("chromium",)]


def test_an_ordinary_user_gets_none_installed(monkeypatch):
    monkeypatch.delenv("GUGUS_CHROMIUM", raising=False)
    monkeypatch.setattr(testing, "_on_path", lambda: None)
    monkeypatch.setattr(testing.packages, "may_apt", lambda: False)

    assert testing.find_browser(may_install=True) is None


def test_an_environment_with_other_versions_than_the_lock_is_not_used(monkeypatch, tmp_path):
    other = tmp_path / "requirements-dev.lock"
    other.write_text("pytest==1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(testing, "LOCK_FILE", other)

    assert not testing._holds_lock(testing.sys.executable)

    other.write_text("nothing==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n")
    assert testing._holds_lock(testing.sys.executable)


def test_what_cannot_be_installed_is_one_sentence(ran, monkeypatch, capsys):
    def refused():
        raise Stop(testing.packages.sentences.NO_VENV)

    monkeypatch.setattr(testing, "environment", refused)

    assert testing.main([]) == 1
    assert "apt install python3-venv" in capsys.readouterr().err
