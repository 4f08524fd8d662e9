"""One HTTP request to a subscriber: bounded in time and size, never redirected, never to this machine unasked."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from types import TracebackType
from typing import Any, Protocol, Self

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimeLimitError

from ..rules import Answer, is_forbidden_address

BODY_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait: for the connection, and for the whole answer once it stands; whether this machine may be asked.

    ``allow_private`` False keeps to addresses of the open network.
    """

    connect_seconds: int
    read_seconds: int
    allow_loopback: bool = False
    allow_private: bool = True


class Sender(Protocol):
    """Whatever brings a message to an address; it answers also when nothing came back, and never raises for that."""

    def send(self, *, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
        """Send once and wait for the answer."""
        ...


class ForbiddenPeerError(OSError):
    """The name led to an address nothing may be sent to."""


class Watch:
    """Ends a request that takes too long as a whole: a time limit per read lets a dripping receiver go on for ever."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.expired = False
        self.timer: Timer | None = None

    def __enter__(self) -> Self:
        self.token = WATCH.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        WATCH.reset(self.token)
        if self.timer:
            self.timer.cancel()

    def check_peer(self, sock: socket.socket) -> None:
        """Refuse the peer really connected to; a name may point elsewhere than when the subscriber was entered."""
        address = ip_address(sock.getpeername()[0])
        limits = self.limits
        if is_forbidden_address(address, allow_loopback=limits.allow_loopback, allow_private=limits.allow_private):
            raise ForbiddenPeerError(f"{address} is not to be sent to")

    def start(self, sock: socket.socket) -> None:
        """Begin to count the time of the answer."""
        self.timer = Timer(self.limits.read_seconds, self.expire, (sock,))
        self.timer.daemon = True
        self.timer.start()

    def expire(self, sock: socket.socket) -> None:
        """Wake the reader by closing its line from below (also under TLS)."""
        self.expired = True
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


WATCH: ContextVar[Watch] = ContextVar("watch")


class Watched(HTTPConnection):
    """A connection that checks its peer before a byte of the message leaves, and is watched from then on."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()
        watch = WATCH.get()
        try:
            watch.check_peer(self.sock)
        except ForbiddenPeerError:
            self.close()
            raise
        watch.start(self.sock)
        super().request(*args, **kwargs)


class WatchedTLS(Watched, HTTPSConnection):
    """The same over TLS."""


class WatchedPool(HTTPConnectionPool):
    """Plain connections of one host."""

    ConnectionCls = Watched


class WatchedTLSPool(HTTPSConnectionPool):
    """TLS connections of one host."""

    ConnectionCls = WatchedTLS


class HttpSender:
    """Sends over HTTP with one pool of connections; proxies of the environment are deliberately not used."""

    def __init__(self) -> None:
        self.pool = urllib3.PoolManager(num_pools=20, maxsize=4)
        self.pool.pool_classes_by_scheme = {"http": WatchedPool, "https": WatchedTLSPool}

    def send(self, *, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
        """POST once and read at most 64 KB of the answer."""
        began = monotonic()
        with Watch(limits) as watch:
            try:
                status_code, retry_after, content, cut = self.post(url, body, headers, limits)
            except (HTTPError, OSError) as failure:
                return Answer(error=said(failure, watch), milliseconds=milliseconds(began))
        if watch.expired:  # whatever was read by then may be cut anywhere, even inside the headers
            return Answer(error=late(limits), milliseconds=milliseconds(began))
        return Answer(
            status_code=status_code,
            body=content.decode("utf-8", "replace").replace("\0", "�"),
            retry_after=retry_after,
            cut=cut,
            milliseconds=milliseconds(began),
        )

    def post(self, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> tuple[int, str, bytes, bool]:
        """Status, Retry-After, body as received (not decompressed) and whether it was longer than read."""
        response = self.pool.request(
            "POST",
            url,
            body=body,
            headers={"User-Agent": "tongban", "Accept": "application/json, text/plain", **headers},
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
            timeout=urllib3.Timeout(connect=limits.connect_seconds, read=limits.read_seconds),
        )
        try:
            content = b""
            # Read to the end, not once: only the read after the last byte notices a body shorter than announced.
            while len(content) <= BODY_LIMIT and (part := response.read(BODY_LIMIT + 1, decode_content=False)):
                content += part
        except BaseException:
            response.close()
            raise
        cut = len(content) > BODY_LIMIT
        # What is left unread would be taken for the next answer on this line.
        response.close() if cut else response.release_conn()
        return response.status, response.headers.get("Retry-After", ""), content[:BODY_LIMIT], cut


def milliseconds(began: float) -> int:
    """Time since a reading of the monotonic clock."""
    return int((monotonic() - began) * 1000)


def late(limits: Limits) -> str:
    """The sentence for an answer that did not come in time."""
    return f"接收方未在 {limits.read_seconds} 秒内答复完毕"


def said(failure: Exception, watch: Watch) -> str:
    """The sentence for a failure, with the technical word for whoever looks after the line."""
    word = type(failure).__name__
    if isinstance(failure, NameResolutionError):
        return "找不到接收方的主机名"
    if isinstance(failure, NewConnectionError):  # before the time limits: urllib3 counts it among them
        return "连不上接收方:对方没有开放该端口或网络不通"
    if watch.expired or (isinstance(failure, TimeLimitError) and watch.timer):
        return late(watch.limits)
    if isinstance(failure, TimeLimitError):
        return f"未在 {watch.limits.connect_seconds} 秒内连上接收方"
    if isinstance(failure, SSLError):
        return f"接收方的加密连接不可信({word}):{failure}"[:500]
    if ForbiddenPeerError in {type(failure), type(failure.__cause__), *map(type, failure.args)}:
        return "接收地址实际指向不能发送的地址(本机、链路本地、组播或内部网络),未发送"
    return f"连接失败或中断({word})"


@cache
def default_sender() -> HttpSender:
    """The one sender of the process."""
    return HttpSender()
