"""Servers on loopback, for tests only: one that takes mail, one that plays the providers of WhatsApp and SMS."""

import json
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Mails:
    """What a mail server took, and how it answers: verb → line, e.g. {"RCPT": "550 5.1.1 no such user"}."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hang_up_after_dot: bool = False
    calls: int = 0

    def letters(self) -> list:
        return [message_from_bytes(one, policy=default) for one in self.raw]


class _Smtp(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        mails: Mails = self.server.mails
        mails.calls += 1
        self.say(mails.answers.get("HELLO", "220 loopback"))
        while line := self.rfile.readline():
            verb = line[:4].decode().strip().upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if answer := mails.answers.get(verb):
                self.say(answer)
            elif verb == "EHLO":
                self.say("250 loopback")
            elif verb == "RCPT":
                mails.to.append(line.decode().partition(":")[2].strip().strip("<>"))
                self.say("250 ok")
            elif verb == "DATA":
                if not self.data(mails):
                    return None
            else:
                self.say("250 ok")
        return None

    def data(self, mails: Mails) -> bool:
        self.say("354 go on")
        told = b""
        while True:
            line = self.rfile.readline()
            if not line:
                return False  # without the last dot nothing was taken
            if line == b".\r\n":
                break
            told += line[1:] if line.startswith(b".") else line
        if (answer := mails.answers.get("DOT")) and not answer.startswith("250"):
            self.say(answer)
            return True
        mails.raw.append(told)
        if mails.hang_up_after_dot:
            return False
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _TlsServer(_Server):
    def get_request(self):
        talk, place = super().get_request()
        return self.context.wrap_socket(talk, server_side=True), place

    def handle_error(self, request, client_address):
        pass  # a client that does not trust us hangs up


@contextmanager
def mail_server(context=None):
    """A mail server of this test, with TLS from the first byte if a context is given."""
    with (_TlsServer if context else _Server)(("127.0.0.1", 0), _Smtp) as server:
        server.context = context
        server.mails = Mails(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.mails
        server.shutdown()


@dataclass
class Provider:
    """What a provider was asked, and how it answers: a list of (status, headers, body), the last one for ever."""

    port: int = 0
    asked: list[tuple[str, dict, bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict, bytes]] = field(default_factory=lambda: [(200, {}, b'{"id": "p-1"}')])
    slow: float = 0.0
    hang_up: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def told(self) -> list[dict]:
        return [json.loads(body) for _path, _headers, body in self.asked]


class _Http(BaseHTTPRequestHandler):
    def do_POST(self):
        provider: Provider = self.server.provider
        body = self.rfile.read(int(self.headers["Content-Length"]))
        provider.asked.append((self.path, dict(self.headers), body))
        if provider.hang_up:
            return self.connection.close()
        if provider.slow:
            threading.Event().wait(provider.slow)
        status, headers, told = provider.answers[0]
        if len(provider.answers) > 1:
            provider.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        return self.wfile.write(told)

    def log_message(self, *_args):
        pass


@contextmanager
def provider_server():
    """A provider of this test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Http) as server:
        server.daemon_threads = True
        server.provider = Provider(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.provider
        server.shutdown()
