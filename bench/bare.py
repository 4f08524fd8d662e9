"""The minimum for the same rows: the INSERTs and UPDATEs of every act as hand-written SQL, one transaction an act.

Runs on a copy of our migrated database, so keys, checks, indexes and triggers are the same. It reads nothing, checks
nothing and hashes nothing.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import psycopg
from bench.contest import Answer, Watch, serve
from bench.processes import BRANCHES

AT = datetime(2022, 7, 1, 2, 0, tzinfo=UTC)
DUE = datetime(2022, 7, 15, 16, 0, tzinfo=UTC)
REGION, LEAD, SURVEY = "340100", "hf-bdc", "hf-cehui"
DIGEST = "0" * 64
EVENT = {
    "case_number": "",
    "item": "",
    "status": "",
    "outcome": "",
    "agency": LEAD,
    "region": REGION,
    "due_on": "2022-07-15",
}

SERIES = (
    "INSERT INTO cases_numberseries AS series (region, day_on, serial) VALUES (%s, %s, 1) "
    "ON CONFLICT (region, day_on) DO UPDATE SET serial = series.serial + 1 RETURNING serial"
)
# every column of a case just filed but the four that differ from case to case
FILED: dict[str, Any] = {
    "kind": "application",
    "status": "submitted",
    "outcome": "",
    "title": "合肥先导薄膜材料有限公司:不动产首次登记",
    "region_id": REGION,
    "agency_id": LEAD,
    "channel": "online",
    "sample": False,
    "form": '{"place": "新站高新区"}',
    "answerable": "",
    "answerable_name": "",
    "specialist_name": "",
    "acceptance": "",
    "corrections": 0,
    "opened_at": AT,
    "received_at": AT,
    "touched_at": AT,
    "promised_term": "",
    "statutory_term": "",
    "due_at": DUE,
    "provisional": False,
    "wake_at": DUE,
    "steps_left": 0,
    "ledger_size": 0,
    "journal_seq": 1,
    "journal_digest": DIGEST,
}
CASE_COLUMNS = ", ".join(("number", "tail", "item_id", "item_version_id", "applicant_id", *FILED))
STEP_COLUMNS = "case_id, key, position, name, agency_id, assists, power, term, state, assignee, assignee_name, started_at, ended_by, due_at, result"
JOURNAL_COLUMNS = "case_id, seq, at, move, role, actor, actor_name, agency, status, step, data, digest"
OUTBOX_COLUMNS = "uid, type, subject, source, occurred_at, order_key, about, data"


def insertion(table: str, columns: str, rows: int = 1, tail: str = "") -> str:
    """An INSERT of so many rows."""
    row = "(" + ", ".join(["%s"] * len(columns.split(","))) + ")"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * rows)}{tail}"


CASE = insertion("cases_case", CASE_COLUMNS, tail=" RETURNING id")
JOURNAL = insertion("cases_journalentry", JOURNAL_COLUMNS)
OUTBOX = insertion("exchange_outboxevent", OUTBOX_COLUMNS)
ACCEPT = (
    "UPDATE cases_case SET status = %s, acceptance = %s, accepted_at = %s, promised_term = %s, statutory_term = %s,"
    " due_at = %s, statutory_due_at = %s, wake_at = NULL, touched_at = %s, steps_left = %s, journal_seq = %s,"
    " journal_digest = %s WHERE id = %s"
)
END_STEP = (
    "UPDATE cases_step SET state = 'done', assignee = %s, assignee_name = %s, ended_at = %s, ended_by = %s, result = %s"
    " WHERE case_id = %s AND key = %s"
)
OPEN_STEP = "UPDATE cases_step SET state = 'open', started_at = %s, due_at = %s WHERE case_id = %s AND key = %s"
TOUCH = "UPDATE cases_case SET touched_at = %s, steps_left = %s, journal_seq = %s, journal_digest = %s WHERE id = %s"
DECIDE = (
    "UPDATE cases_case SET status = %s, outcome = %s, decided_at = %s, due_at = %s, touched_at = %s, journal_seq = %s,"
    " journal_digest = %s WHERE id = %s"
)
DELIVER = (
    "UPDATE cases_case SET status = %s, ended_at = %s, due_at = %s, touched_at = %s, journal_seq = %s, journal_digest = %s"
    " WHERE id = %s"
)
# what opens when the last of its predecessors is done
OPENS = {"check": "register", "register": "seal"}


class Postgresql:
    """psycopg 3, every statement prepared."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, prepare_threshold=0)
        self.cursor = self.connection.cursor()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction."""
        with self.connection.transaction():
            yield

    def run(self, sql: str, *values: Any) -> Any:
        """One statement; its first value where it returns one."""
        self.cursor.execute(sql, values)
        return self.cursor.fetchone()[0] if self.cursor.description else None  # type: ignore[index]


class Sqlite:
    """sqlite3 with the pragmas of the settings; it keeps its own cache of prepared statements."""

    def __init__(self, url: str, pragmas: str) -> None:
        self.connection = sqlite3.connect(unquote(urlsplit(url).path[1:]), isolation_level=None, cached_statements=256)
        self.connection.executescript(pragmas)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction that writes from the start."""
        self.connection.execute("BEGIN IMMEDIATE")
        yield
        self.connection.execute("COMMIT")

    def run(self, sql: str, *values: Any) -> Any:
        """One statement; its first value where it returns one."""
        adapted = [str(v.replace(tzinfo=None)) if isinstance(v, datetime) else v for v in values]
        adapted = [v.isoformat() if isinstance(v, date) else v for v in adapted]
        row = self.connection.execute(sql.replace("%s", "?"), adapted).fetchone()
        return row and row[0]


def connect() -> Postgresql | Sqlite:
    """The database of DATABASE_URL."""
    url = os.environ["DATABASE_URL"]
    return Sqlite(url, os.environ["BENCH_PRAGMAS"]) if url.startswith("sqlite") else Postgresql(url)


class Bare:
    """The rows of one process, written."""

    def __init__(self) -> None:
        self.database = connect()
        self.party = self.database.run("SELECT max(id) FROM parties_party")
        self.connection_is_idle()

    def connection_is_idle(self) -> None:
        """End the transaction psycopg began for the read above."""
        if isinstance(self.database, Postgresql):
            self.database.connection.commit()

    def version_of(self, item: str) -> int:
        """The version of the item that cases are pinned to."""
        version: int = self.database.run("SELECT max(id) FROM catalog_itemversion WHERE item_id = %s", item)
        self.connection_is_idle()
        return version

    def journal(self, case: int, seq: int, at: datetime, move: str, status: str, step: str = "") -> None:
        """One journal line and nothing around it."""
        data = json.dumps({"result": "符合登记条件"}, ensure_ascii=False)
        row = (case, seq, at, move, "handler", "staff:2", "经办老李", LEAD, status, step, data, DIGEST)
        self.database.run(JOURNAL, *row)

    def event(self, number: str, at: datetime, what: str) -> None:
        """One outbox row."""
        kind = f"cn.tongban.application.{what}"
        uid = uuid4().hex
        self.database.run(OUTBOX, uid, kind, number, "/tongban", at, f"party:{self.party}", "{}", json.dumps(EVENT))

    def file(self, item: str, version: int) -> tuple[int, str]:
        """Number, case, journal, event; gives id and number."""
        with self.database.transaction():
            serial = self.database.run(SERIES, REGION, AT.date())
            number = f"{REGION}-20220701-{serial:06d}-0"
            case = self.database.run(CASE, number, number[::-1], item, version, self.party, *FILED.values())
            self.journal(case, 1, AT, "file", "submitted")
            self.event(number, AT, "submitted")
        return case, number

    def accept(self, case: int, number: str, steps: list[str]) -> None:
        """Case, steps by one statement, journal, event."""
        rows: list[Any] = []
        for place, key in enumerate(steps):
            begun = key in BRANCHES
            agency = SURVEY if key == "survey" else LEAD
            rows += [
                case,
                key,
                place,
                "登记审核",
                agency,
                agency == SURVEY,
                "",
                "3wd",
                "open" if begun else "waiting",
                "",
                "",
            ]
            rows += [AT if begun else None, "", DUE if begun else None, ""]
        with self.database.transaction():
            values = ("accepted", "complete", AT, "10wd", "20wd", DUE, DUE, AT, len(steps), 2, DIGEST, case)
            self.database.run(insertion("cases_step", STEP_COLUMNS, len(steps)), *rows)
            self.database.run(ACCEPT, *values)
            self.journal(case, 2, AT, "accept", "accepted")
            self.event(number, AT, "accepted")

    def complete(self, case: int, key: str, steps: list[str]) -> None:
        """Step, what it opens, case, journal."""
        seq, at = 3 + steps.index(key), AT + timedelta(seconds=1 + steps.index(key))
        with self.database.transaction():
            self.database.run(END_STEP, "staff:2", "经办老李", at, "staff:2", "符合登记条件", case, key)
            if OPENS.get(key) in steps:
                self.database.run(OPEN_STEP, at, DUE, case, OPENS[key])
            self.database.run(TOUCH, at, len(steps) - 1 - steps.index(key), seq, DIGEST, case)
            self.journal(case, seq, at, "complete_step", "accepted", key)

    def decide(self, case: int, number: str, steps: list[str]) -> None:
        """Case, journal, event."""
        seq, at = 3 + len(steps), AT + timedelta(seconds=60)
        with self.database.transaction():
            self.database.run(DECIDE, "decided", "granted", at, DUE, at, seq, DIGEST, case)
            self.journal(case, seq, at, "decide", "decided")
            self.event(number, at, "decided")

    def deliver(self, case: int, number: str, steps: list[str]) -> None:
        """Case, journal, event."""
        seq, at = 4 + len(steps), AT + timedelta(seconds=61)
        with self.database.transaction():
            self.database.run(DELIVER, "delivered", at, DUE, at, seq, DIGEST, case)
            self.journal(case, seq, at, "deliver", "delivered")
            self.event(number, at, "delivered")

    def life(self, process: str, steps: list[str], delivered: bool, count: int) -> Answer:
        """So many whole lives."""
        watch, version = Watch(), self.version_of(process)
        for _ in range(count):
            case, number = watch.run("file", self.file, process, version)
            watch.run("accept", self.accept, case, number, steps)
            for key in steps:
                watch.run(key, self.complete, case, key, steps)
            last: list[tuple[str, Callable[[int, str, list[str]], None]]] = [("decide", self.decide)]
            last += [("deliver", self.deliver)] if delivered else []
            for name, act in last:
                watch.run(name, act, case, number, steps)
        return watch.answer(count)

    def acceptances(self, process: str, steps: list[str], delivered: bool, count: int) -> Answer:
        """So many acceptances of cases filed beforehand."""
        del delivered
        watch, version = Watch(), self.version_of(process)
        for case, number in [self.file(process, version) for _ in range(count)]:
            watch.run("accept", self.accept, case, number, steps)
        return watch.answer(count)

    def rows(self) -> Answer:
        """How many rows there are in the tables the acts write."""
        tables = ("cases_case", "cases_step", "cases_journalentry", "exchange_outboxevent")
        counted = {table: self.database.run(f"SELECT count(*) FROM {table}") for table in tables}
        self.connection_is_idle()
        return counted


if __name__ == "__main__":
    bare = Bare()
    serve({"life": bare.life, "acceptances": bare.acceptances, "rows": bare.rows})
