"""The other side of the exchange: a real HTTP server on loopback that is not there at first.

Each path answers 503 to its first message, drops the line at the second, and acknowledges from then on. It checks
every signature by its own reckoning (Standard Webhooks: HMAC-SHA256 over id, time and body) and counts what comes
again after it was acknowledged.
"""

import base64
import hashlib
import hmac
import json
import socket
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

LONGEST_BODY = 64 * 1024


@dataclass
class Inbox:
    """What one path has seen: answers given, data acknowledged by event id, repetitions, bad signatures."""

    answers: list[str] = field(default_factory=list)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    after_acknowledgement: Counter[str] = field(default_factory=Counter)
    bad_signatures: int = 0


class Receiver(ThreadingHTTPServer):
    """Listens on a free port of loopback while the block lasts; ``secrets`` maps a path to its signing secret."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, codes: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.secrets: dict[str, str] = {}
        self.inboxes = {code: Inbox() for code in codes}

    def __enter__(self) -> Self:
        self.thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="receiver")
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()

    def url(self, code: str) -> str:
        """Where the messages for this subscriber go."""
        return f"http://127.0.0.1:{self.server_address[1]}/{code}"


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the body was signed with the secret."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")


class Handler(BaseHTTPRequestHandler):
    """One message after another, a line of its own for each."""

    server: Receiver

    def do_POST(self) -> None:
        """Take a message in: refuse, drop or acknowledge it."""
        body = self.rfile.read(min(int(self.headers["Content-Length"]), LONGEST_BODY))
        code = self.path.strip("/")
        inbox = self.server.inboxes[code]
        event = self.headers["webhook-id"]
        if event in inbox.acknowledged:
            inbox.after_acknowledgement[event] += 1
        if not is_genuine(self.server.secrets[code], dict(self.headers.items()), body):
            inbox.bad_signatures += 1
            self._answer(401, {"error": "signature"})
        elif not inbox.answers:
            inbox.answers.append("503")
            self._answer(503, {"error": "not ready"})
        elif len(inbox.answers) == 1:
            inbox.answers.append("dropped")
            self._drop()
        else:
            inbox.answers.append("200")
            inbox.acknowledged[event] = json.loads(body)["data"]
            self._answer(200, {"receipt": f"{code}-{len(inbox.acknowledged):04d}"})

    def _answer(self, status: int, content: dict[str, str]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drop(self) -> None:
        """End the line without a word (RST), as a machine does that goes down."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the word of http.server
        """Say nothing: the story prints what came."""
