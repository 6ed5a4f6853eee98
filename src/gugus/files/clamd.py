"""As much of the language of ClamAV's daemon as is needed: "VERSION", and "INSTREAM" with a content in pieces."""

import socket
import time
from collections.abc import Iterable

PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """The daemon is not there, not in time, or talks nonsense."""


def version(place: str, patience: float) -> str:
    """What the daemon says it is: `ClamAV 1.4.1/27000/Mon …`. Raises NoAnswer."""
    return _asked(place, patience, [b"zVERSION\0"])


def looked_at(place: str, patience: float, content: bytes) -> tuple[str, str]:
    """("OK", "") or ("FOUND", name of what was found). Raises NoAnswer."""
    pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    framed = (len(piece).to_bytes(4, "big") + piece for piece in pieces)
    said = _asked(place, patience, [b"zINSTREAM\0", *framed, bytes(4)])
    if said == "stream: OK":
        return "OK", ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return "FOUND", said.removeprefix("stream: ").removesuffix(" FOUND")
    raise NoAnswer


def _asked(place: str, patience: float, parts: Iterable[bytes]) -> str:
    until = time.monotonic() + patience
    try:
        with _connected(place, patience) as talk:
            for part in parts:
                talk.sendall(part)
            answer = b""
            while b"\0" not in answer and b"\n" not in answer and len(answer) < LONGEST_ANSWER:
                talk.settimeout(max(until - time.monotonic(), 0.001))
                if not (piece := talk.recv(LONGEST_ANSWER)):
                    break
                answer += piece
        return answer.decode("ascii").strip("\0\r\n ")
    except (OSError, ValueError) as failed:
        raise NoAnswer from failed


def _connected(place: str, patience: float) -> socket.socket:
    """A connection to the path of a socket, or to host:port."""
    if not place.startswith("/"):
        host, _, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=patience)
    talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    talk.settimeout(patience)
    try:
        talk.connect(place)
    except OSError:
        talk.close()
        raise
    return talk
