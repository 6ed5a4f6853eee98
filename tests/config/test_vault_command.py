"""`gugus vault …` reaches its management commands; `gugus keys` makes what an installation begins with."""

import pytest
from tests.kernel.locker import Locker

from gugus.config import command, vault_command
from gugus.kernel.keyring import Keyring
from gugus.kernel.keyservices import ServedRing, kek_ids_in
from gugus.operate.sentences import Stop


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (["status"], ["vault_status"]),
        (["retire", "kek-1"], ["vault_retire", "kek-1"]),
        (["renew", "--person", "P-7F3Q-9M2X"], ["vault_renew", "--person", "P-7F3Q-9M2X"]),
        (["shred", "--from-list", "shredded.txt"], ["vault_shred", "--from-list", "shredded.txt"]),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_verb_is_a_management_command_in_the_asked_language(said, asked, language, monkeypatch):
    heard = []
    monkeypatch.setattr(command, "_manage", lambda _asked, line: heard.append(line) or 0)

    assert command.main(["--language", language, "vault", *said]) == 0
    assert heard == [[*asked, "--language", language]]


def test_an_unknown_verb_is_refused_and_help_names_all_in_both_languages(capsys):
    with pytest.raises(SystemExit):
        command.main(["vault", "open"])
    with pytest.raises(SystemExit):
        command.main(["vault", "-h"])

    told = capsys.readouterr().out
    assert all(name in told for name in vault_command.WHAT) and "kunci pembungkus" in told and "wrap" in told


def test_keys_of_a_new_installation_are_a_ring_or_lie_wrapped_beside_a_service(tmp_path, monkeypatch):
    keyring, _secret = vault_command.make_keys(tmp_path / "own")
    assert Keyring.load(keyring)
    with pytest.raises(Stop):
        vault_command.make_keys(tmp_path / "own")

    monkeypatch.setenv("GUGUS_KEY_SERVICE", "tests.kernel.locker.Locker")
    served, _secret = vault_command.make_keys(tmp_path / "served", served=True)
    assert kek_ids_in(served) == {"hsm-1"} and ServedRing.load(served, Locker())

    monkeypatch.delenv("GUGUS_KEY_SERVICE")
    with pytest.raises(Stop, match="GUGUS_KEY_SERVICE"):
        vault_command.make_keys(tmp_path / "nobody", served=True)
    assert not (tmp_path / "nobody").exists()
