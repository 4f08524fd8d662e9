"""The cast of the exchange's tests: who acts, what happens, who listens."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tongban.casework.exchange import services
from tongban.casework.exchange.models import Subscriber
from tongban.casework.exchange.rules import Answer, declare_event
from tongban.casework.exchange.services.sending import Limits
from tongban.common.actors import Actor, Role

AT = datetime(2022, 8, 10, 1, 30, tzinfo=UTC)
ADMIN = Actor(kind="staff", name="管理员甲", roles=frozenset({Role.ADMIN}), account_id=1)
CLERK = Actor(kind="staff", name="窗口乙", roles=frozenset({Role.CLERK}), account_id=2)
CHANGED = "cn.tongban.testing.changed"
CLOSED = "cn.tongban.testing.closed"
SECRET = "whsec_" + "dG9uZ2Jhbi10ZXN0cy1vbmx5LXNlY3JldC0wMTIzNDU="

declare_event(CHANGED, title="企业信息变更", fields=["credit_code", "name", "legal_representative", "scope"])
declare_event(CLOSED, title="企业歇业", fields=["credit_code", "until_on"])


def later(seconds: float) -> datetime:
    """An instant so many seconds after the beginning of the tests."""
    return AT + timedelta(seconds=seconds)


def subscribe(code: str = "tax", **given: Any) -> Subscriber:
    """A subscriber entitled to the name of a changed enterprise, unless told otherwise."""
    values: dict[str, Any] = {
        "code": code,
        "name": f"{code}系统",
        "url": "https://receiver.example/events",
        "entitlements": {CHANGED: ["credit_code", "name"]},
        "actor": ADMIN,
        "at": AT,
        "secret": SECRET,
    } | given
    return services.subscribe(**values)[0]


def emit(order_key: str = "party:12", *, at: datetime = AT, **data: Any) -> None:
    """One change of an enterprise: of its name unless told otherwise."""
    services.emit(
        type=CHANGED,
        subject="9134****1234",
        order_key=order_key,
        data=data or {"name": "合肥呈上建材"},
        about={"credit_code": "91340100MA2N1T2X3U"},
        at=at,
    )


ACKNOWLEDGED = Answer(status_code=200, body='{"receipt":"R-1"}', milliseconds=3)
UNAVAILABLE = Answer(status_code=503, body="busy", milliseconds=3)
REFUSED = Answer(status_code=422, body="no", milliseconds=3)
SILENCE = Answer(error="连接失败或中断(ConnectionResetError)", milliseconds=3)


@dataclass
class Sent:
    """One message a fake sender was given."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    limits: Limits

    @property
    def event(self) -> dict[str, Any]:
        """The message read as JSON."""
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass
class FakeSender:
    """Answers from a list, the last one for ever; ``meanwhile`` happens while the message is on its way."""

    answers: list[Answer] = field(default_factory=lambda: [ACKNOWLEDGED])
    meanwhile: Callable[[], object] = lambda: None
    sent: list[Sent] = field(default_factory=list)

    def send(self, *, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
        """Remember the message and give the next answer."""
        self.sent.append(Sent(url, body, headers, limits))
        self.meanwhile()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def deliver(
    sender: services.Sender, *, at: datetime = AT, limit: int = 50, budget_seconds: float = 10.0
) -> services.Report:
    """A worker's whole round at one instant."""
    services.fan_out(at=at)
    return services.deliver_due(at=at, limit=limit, now=lambda: at, sender=sender, budget_seconds=budget_seconds)


@dataclass
class Request:
    """What a receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The message read as JSON."""
        event: dict[str, Any] = json.loads(self.body)
        return event


Reply = Callable[[BaseHTTPRequestHandler], None]


def reply(status: int = 200, body: bytes = b'{"receipt":"R-1"}', **headers: str) -> Reply:
    """A plain answer; underscores in header names stand for hyphens."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return write


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Break the line instead of answering."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


class Receiver:
    """A subscriber's system on loopback: answers as scripted, then always with a receipt."""

    def __init__(self, replies: Iterable[Reply] = ()) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append(Request(self.path, dict(self.headers), body))
                (receiver.replies.pop(0) if receiver.replies else reply())(self)

            def log_message(self, *args: object) -> None:
                """Silence."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A line cut by the sender is what some tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}/events"

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
