"""Encryption is never given up quietly, and a certificate is looked at."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.notices.conftest import a_round, say, secret_file, states
from tests.notices.servers import mail_server

from gugus.notices.channels import way_of, working


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of this machine's own making, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def encrypted(certificate, settings, mails):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(context) as server:
        settings.NOTICES |= {"smtp_port": str(server.port), "smtp_tls": "tls"}
        yield server


def test_a_server_whose_certificate_is_known_gets_the_letter(addressed, encrypted, certificate, settings):
    settings.NOTICES |= {"smtp_ca": str(certificate)}
    say(addressed)

    assert a_round() == 1 and len(encrypted.raw) == 1


def test_a_server_that_nobody_vouches_for_gets_nothing(addressed, encrypted):
    say(addressed)

    assert a_round() == 0 and encrypted.raw == []
    assert states(addressed.budi) == [("failed", "not_admitted")]


def test_a_server_that_offers_no_encryption_gets_nothing(addressed, mails, settings, tmp_path):
    settings.NOTICES |= {
        "smtp_tls": "starttls", "smtp_user": "gugus",
        "smtp_password_file": secret_file(tmp_path, "password", "only over TLS"),
    }  # fmt: skip
    say(addressed)

    assert a_round() == 0 and mails.raw == [] and mails.to == []
    assert states(addressed.budi) == [("failed", "not_admitted")]


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ({"smtp_host": "mail.example.go.id"}, ["smtp_tls"]),
        ({"smtp_tls": "perhaps"}, ["smtp_tls"]),
        ({"smtp_user": "gugus"}, ["smtp_password_file"]),
        ({"smtp_user": "gugus", "smtp_password_file": "/nonexistent"}, ["smtp_password_file"]),
        ({"mail_from": "", "site": ""}, ["mail_from", "site"]),
    ],
)
def test_what_is_missing_or_unsafe_switches_mail_off_and_is_named(mails, settings, more, lacks):
    settings.NOTICES |= more

    assert way_of("mail").lacking() == lacks and working() == []
