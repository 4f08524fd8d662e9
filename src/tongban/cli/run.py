"""`tongban run`: pages, API and background work in one process, on a database it brings up to date first."""

import contextlib
import errno
import fcntl
import ipaddress
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click

from tongban.cli import ready
from tongban.cli.worker import keep_working
from tongban.common.errors import BadInput, Conflict, Refused
from tongban.common.time import localdate

THREADS = 8
LARGEST_REQUEST_BYTES = 64 * 1024 * 1024  # an upload of 20 MB with its form; what is larger is cut off while it arrives
LAST_REQUESTS_SECONDS = 10.0
PREPARING = 7_428_101  # advisory lock: processes starting together migrate one after the other


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done; callers wait in its queue until the server is there.

    Raises Conflict when the port is taken and BadInput when there is no such address.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address, family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            template = (
                "端口 {port} 已被占用,请换一个 (port {port} is already in use, choose another): make run PORT={other}"
            )
            raise Conflict("port.taken", template, port=port, other=port + 1 if port < 65535 else 8000) from error
        template = "无法监听 {host}:{port} (cannot listen): {reason}"
        raise BadInput("port.bad", template, host=host, port=port, reason=error.strerror) from error
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs on this machine can reach the socket."""
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold off other processes that prepare the same database."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [PREPARING])
            try:
                yield
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [PREPARING])
        return
    home: Path = settings.HOME
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(*, sample: bool | None, is_local: bool, at: datetime) -> str:
    """Bring the tables up to date and load the sample where it belongs; returns its API token if it was loaded now.

    ``sample`` None means: into a database without any account, and only when nobody else can reach the server.
    """
    from django.db import DatabaseError

    try:
        with alone():
            migrate()
            return load_sample(sample=sample, is_local=is_local, at=at)
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise BadInput("database.bad", "数据库不可用 (database not usable): {reason}", reason=reason) from error


def migrate() -> None:
    """Apply the migrations that are missing; quick when none is."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("正在建立数据表 (migrating) …")
        call_command("migrate", verbosity=0, interactive=False)


def load_sample(*, sample: bool | None, is_local: bool, at: datetime) -> str:
    """Load the Hefei sample, whole or not at all; its passwords are printed in the README.

    Returns its API token, of which the database keeps only a digest; empty when nothing was loaded. Raises Refused when strangers could sign in with them, unless ``sample`` says so.
    """
    from django.db import transaction

    from tongban.demo import sample as hefei

    if hefei.is_loaded():
        if not (is_local or sample):
            raise Refused(
                "sample.open",
                "数据库中有样例账户,其密码是公开的;只监听本机,或用 --sample 明示同意 "
                "(the sample's passwords are public: stay on loopback, or say --sample).",
            )
        return ""
    if sample is False or (sample is None and not (is_local and is_empty())):
        return ""
    click.echo("正在载入合肥样例 (loading the Hefei sample) …")
    with transaction.atomic():  # an interrupted first start leaves nothing half loaded
        return hefei.load(today=localdate(at), out=click.echo)


def is_empty() -> bool:
    """Whether nobody has an account yet: never mix a sample into a city's own database."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def greet(listener: socket.socket, token: str) -> None:
    """Print where the server is and, for the sample, one sign-in per role and, if it was issued now, the API token."""
    from django.db import connections

    from tongban.demo import sample as hefei

    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"\n通办已启动 (Tongban is running): http://{shown}:{port}/   API: http://{shown}:{port}/api/docs")
    if hefei.is_loaded():
        click.echo("样例账户 (sample sign-ins): 角色 / 用户名 / 密码")
        for role, username, password in hefei.sign_ins():
            click.echo(f"  {role} / {username} / {password}")
        if token:
            click.echo(f"样例接口令牌,只显示这一次 (sample API token, shown this once), 业务系统 / {hefei.SYSTEM}:")
            click.echo(f'  curl -H "Authorization: Bearer {token}" http://{shown}:{port}/api/cases')
        issuing = f"tongban token issue {hefei.SYSTEM} --name 试用 --scope cases:read"
        click.echo(f"另行签发接口令牌 (another API token): {issuing}")
    click.echo("停止 (stop): Ctrl-C\n")
    connections.close_all()  # this thread asks nothing more


def serve(listener: socket.socket, stop: Event, proxy: str | None, started: Callable[[], None]) -> None:
    """Answer requests until ``stop`` is set, then finish those that have begun."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    sockets: dict[int, Any] = {}
    trusted = {"trusted_proxy": proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"} if proxy else {}
    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)  # a page that does not load is found before the server says that it runs
    server = create_server(
        application,
        map=sockets,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_REQUEST_BYTES,
        **trusted,
    )

    def end() -> None:
        stop.set()
        server.pull_trigger()  # wakes the loop below

    catch_signals(end)
    started()
    while not stop.is_set():
        server.asyncore.loop(timeout=1, map=sockets, count=1, use_poll=True)
    server.accepting = False
    listener.close()
    deadline = time.monotonic() + LAST_REQUESTS_SECONDS
    while time.monotonic() < deadline and any(is_busy(channel) for channel in server.active_channels.values()):
        server.asyncore.loop(timeout=0.1, map=sockets, count=1, use_poll=True)
    server.task_dispatcher.shutdown()


def is_busy(channel: Any) -> bool:
    """Whether a request on this connection is arriving, being answered or its answer being sent."""
    return bool(channel.request or channel.requests or channel.total_outbufs_len)


def catch_signals(act: Callable[[], object]) -> None:
    """Do ``act`` when asked to end (Ctrl-C, SIGTERM)."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: act())


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option(
    "--sample/--no-sample",
    default=None,
    help="Load the Hefei sample or not. Without either: on loopback, into a database that has no accounts.",
)
@click.option("--worker/--no-worker", default=True, show_default=True, help="Do the background work in this process.")
@click.option("--proxy", help="Address of the reverse proxy whose X-Forwarded-For and -Proto are believed.")
def command(host: str, port: int, sample: bool | None, worker: bool, proxy: str | None) -> None:
    """Migrate, load the sample on the first start, and serve pages and API with the background work."""
    catch_signals(lambda: sys.exit(0))
    listener = listen(host, port)
    ready()
    token = prepare(sample=sample, is_local=is_loopback(listener), at=datetime.now(UTC))
    from tongban.wiring import work_once

    stop = Event()
    labourer = Thread(target=keep_working, args=(stop, work_once), name="worker")
    try:
        if worker:
            labourer.start()
        serve(listener, stop, proxy, started=lambda: greet(listener, token))
    finally:
        stop.set()
        if labourer.ident:
            labourer.join()
