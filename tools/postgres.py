"""Run a command beside a PostgreSQL 15 of its own: ``postgres.py [--durable] -- COMMAND…``; ``--find`` says where it is.

The server lives in a temporary folder, listens on loopback at a random port and knows one user with a random
password; DATABASE_URL names it. It is stopped and its folder removed however the command ends. Without
``--durable`` it does not wait for the disk: a crash of the machine may lose what no test needs afterwards.
Root may not run PostgreSQL: then it runs as `postgres`, else `nobody`.
"""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VERSION = 15
PLACES = ("/usr/lib/postgresql/{version}/bin", "/usr/pgsql-{version}/bin")
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
CLUSTER = (
    *("--auth-local=trust", "--auth-host=scram-sha-256"),  # the socket stands in a folder closed to everybody else
    *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
)
START_SECONDS = 30
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def find() -> Path:
    """The folder of initdb and postgres, version 15 before any newer one."""
    for version in range(VERSION, VERSION + 10):
        for place in PLACES:
            folder = Path(place.format(version=version))
            if (folder / "initdb").exists() and (folder / "postgres").exists():
                return folder
    raise SystemExit("PostgreSQL 15 is missing: install it (on Debian: apt-get install postgresql-15).")


def owner() -> dict[str, Any]:
    """Whose the server is, as arguments of `subprocess`; nothing to change for an ordinary user."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL refuses to run as root and there is no user postgres or nobody: make one of them.")


def dies_with_us() -> None:
    """In the child: a fast shutdown should this process be killed without a chance to clean up."""
    ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGINT)


def initialise(binaries: Path, folder: Path, password: str, person: dict[str, Any]) -> None:
    """Make the cluster: passwords on loopback, no entry at all from elsewhere."""
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if person:
        for path in (folder, secret):
            os.chown(path, person["user"], person["group"])
    subprocess.run(
        [binaries / "initdb", f"--pgdata={folder / 'data'}", "--username=tongban", f"--pwfile={secret}", *CLUSTER],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **person,
    )


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(binaries: Path, folder: Path, port: int, *, durable: bool, person: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start the server process; its log goes to a file in the folder."""
    given = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", "timezone=UTC"]
    given += ["max_connections=100", "shared_buffers=128MB", *(() if durable else HASTE)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *(part for option in given for part in ("-c", option))],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the command; the server is stopped after it
            preexec_fn=dies_with_us,
            **person,
        )


def wait_until_ready(server: subprocess.Popen[bytes], binaries: Path, folder: Path, port: int) -> None:
    """Return when the server answers; its own log says why when it does not."""
    url = f"postgresql://tongban@/postgres?host={folder}&port={port}"
    question = [str(binaries / "psql"), "--quiet", "--no-psqlrc", url, "--command", "create database tongban"]
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(question, check=False, capture_output=True, cwd=folder).returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown, then force."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextlib.contextmanager
def running(*, durable: bool) -> Iterator[str]:
    """A server for the length of the block; gives its DATABASE_URL."""
    binaries, person = find(), owner()
    folder = Path(tempfile.mkdtemp(prefix="tongban-pg-"))
    password, port = secrets.token_hex(16), free_port()
    try:
        initialise(binaries, folder, password, person)
        server = start(binaries, folder, port, durable=durable, person=person)
        try:
            wait_until_ready(server, binaries, folder, port)
            yield f"postgresql://tongban:{password}@127.0.0.1:{port}/tongban"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def leave(number: int, _frame: object) -> None:
    """A request to end, as an exception, so that every `finally` above runs."""
    raise SystemExit(128 + number)


def run(command: list[str], *, durable: bool) -> int:
    """Run the command beside a server; its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    with running(durable=durable) as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        try:
            code = child.wait()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # from here on nothing keeps us from cleaning up
            if child.poll() is None:
                child.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(20)
                child.kill()
    return code if code >= 0 else 128 - code


def main(arguments: list[str]) -> int:
    """Read the arguments and do it."""
    if arguments == ["--find"]:
        print(find())
        return 0
    durable = arguments[:1] == ["--durable"]
    if durable:
        arguments = arguments[1:]
    if arguments[:1] != ["--"] or not arguments[1:]:
        print("postgres.py [--durable] -- COMMAND… | --find", file=sys.stderr)
        return 2
    return run(arguments[1:], durable=durable)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
