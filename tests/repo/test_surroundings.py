"""The surroundings of the tests keep their promises: no network, steady examples, real copies of a database."""

import socket

import hypothesis
import pytest
from tests.conftest import NetworkForbiddenError
from tests.faults.databases import Database


def test_a_test_cannot_leave_the_machine():
    with socket.socket() as attempt, pytest.raises(NetworkForbiddenError):
        attempt.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbiddenError):
        socket.create_connection(("example.com", 80), timeout=1)


def test_a_test_reaches_loopback():
    with socket.create_server(("127.0.0.1", 0)) as here, socket.create_connection(here.getsockname(), timeout=5):
        pass


def test_properties_find_the_same_examples_every_time():
    assert hypothesis.settings.default is not None
    assert hypothesis.settings().derandomize or hypothesis.settings().max_examples > 1000


@pytest.mark.slow
def test_other_databases_are_migrated_and_apart(other_database: Database, tmp_path):
    assert other_database.home == tmp_path
    assert other_database.environment["DATABASE_URL"] == other_database.url
    if other_database.url.startswith("sqlite"):
        assert (tmp_path / "tongban.sqlite3").stat().st_size > 100_000
        return
    import psycopg

    with psycopg.connect(other_database.url) as connection:
        (count,) = connection.execute("select count(*) from django_migrations").fetchone() or (0,)
        assert count > 10
