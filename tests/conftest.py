"""What every test may use: a quiet network, steady properties, and databases for real processes."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from tests.browser.city import made
from tests.faults.databases import Database, Template, drop_template, is_sqlite, shared_template

from tongban import workdays

# `steady` finds the same examples every time and keeps no folder; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", database=None, deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


TEMPLATE = "template"
ASKING = {"db", "migrated_template", "other_database"}  # fixtures of tests that ask a database


class NetworkForbiddenError(AssertionError):
    """A test tried to reach something that is not this machine."""


def check_is_near(address: Any) -> None:
    """Refuse every address but a unix socket's path and loopback."""
    host = address[0] if isinstance(address, tuple) else "localhost"
    check_is_here(host)
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise NetworkForbiddenError(f"tests stay on loopback, not {host}")


def check_is_here(host: str | None) -> None:
    """Refuse a name that only a name server knows; numbers need no asking."""
    if host not in {None, "", "localhost"}:
        try:
            ipaddress.ip_address(str(host))
        except ValueError:
            raise NetworkForbiddenError(f"tests ask no name server for {host}") from None


@pytest.fixture(scope="session", autouse=True)
def quiet_network() -> Iterator[None]:
    """Python's sockets refuse to leave the machine, names are not looked up elsewhere."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def near_connect(self: socket.socket, address: Any) -> None:
        check_is_near(address)
        connect(self, address)

    def near_connect_ex(self: socket.socket, address: Any) -> int:
        check_is_near(address)
        return connect_ex(self, address)

    def near_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        check_is_here(host)
        return look_up(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", near_connect)
        patch.setattr(socket.socket, "connect_ex", near_connect_ex)
        patch.setattr(socket, "getaddrinfo", near_look_up)
        yield


def of_the_run(base: Path) -> Path:
    """The folder all processes of one run share; each worker of xdist has its own in it."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder all processes of this run share."""
    return of_the_run(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def migrated_template(run_folder: Path) -> Template:
    """A database with every table and no row, on the engine of DATABASE_URL; made when first wanted."""
    return shared_template(run_folder / TEMPLATE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left alone with it at the end.

    On PostgreSQL only what asks a database is run: the rest has been seen on SQLite and is no other there.
    """
    items.sort(key=lambda one: one.get_closest_marker("slow") is None)
    if is_sqlite(os.environ.get("DATABASE_URL", "sqlite:///")):
        return
    other = [one for one in items if not asks_database(one)]
    config.hook.pytest_deselected(items=other)
    items[:] = [one for one in items if asks_database(one)]


def asks_database(item: pytest.Item) -> bool:
    """Whether a test needs a database: by a fixture, by its mark, or as a test case of Django's."""
    case = getattr(item, "cls", None)
    return (
        bool(ASKING & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
        or (case is not None and issubclass(case, TransactionTestCase))
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that started the others cleans up after them."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        drop_template(factory.getbasetemp() / TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, migrated_template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """This process's copy of the database that was migrated once: migrating takes longer than most files of tests."""
    with django_db_blocker.unblock(), migrated_template.in_django():
        yield


@pytest.fixture(scope="session")
def sample_city(run_folder: Path) -> Path:
    """A folder with the sample city; all processes of one run share it, nobody changes it.

    SAMPLE_CITY names a folder that is kept for the next run, for those who write these tests.
    """
    if not is_sqlite(os.environ.get("DATABASE_URL", "sqlite:///")):
        pytest.skip("the sample city as a whole is looked at once, on SQLite")
    if kept := os.environ.get("SAMPLE_CITY"):
        return made(Path(kept))
    return made(run_folder / "sample-city")


@pytest.fixture
def other_database(migrated_template: Template, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of its own for real processes; its ``environment`` leads them to it."""
    with migrated_template.copied(tmp_path) as database:
        yield database


@pytest.fixture(autouse=True)
def files_alone() -> Iterator[None]:
    """The calendar of every test is that of the files, whatever came before; what a page remembered is forgotten."""
    yield
    cache.clear()
    workdays.attach(None)


@pytest.fixture
def city(db: None) -> Any:
    """The permanent cast's small city with its people, inside the test's transaction."""
    from tests.cast import build_city
    from tests.snapshots import built

    return built("city", build_city)
