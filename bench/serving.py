"""How long the server takes for each page of a city of many cases, asked in its own process by Django's test client."""

import re
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bench import crowd
from bench.contest import Answer
from bench.figures import percentile
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

WARM_UP = 3
NOBODY = ""


@dataclass(frozen=True)
class Asked:
    """One page, for whom; ``address`` may have to be found first."""

    name: str
    who: str
    address: str


class Serving:
    """The pages of one city, each asked for many times."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}

    def gather(self, total: int) -> Answer:
        """Make the tables and the city."""
        from django.core.management import call_command

        with connection.cursor() as cursor:  # a city nobody lives in need not survive a power cut
            cursor.execute("PRAGMA synchronous = OFF")
            call_command("migrate", verbosity=0)
            start = perf_counter()
            crowd.gather(total, people=max(50, total // 5))
            cursor.execute("PRAGMA synchronous = FULL")
        return {"cases": total, "seconds": round(perf_counter() - start, 1)}

    def pages(self, count: int) -> Answer:
        """p50 and p95 of each page in milliseconds, with its statements and bytes; what is not there is left out."""
        return {
            asked.name: found
            for asked in self.all_pages()
            if (found := self.measured(self.client(asked.who), asked.address, count))
        }

    def client(self, who: str) -> Client:
        """A browser in which this person of the sample is signed in."""
        from tongban.registry.accounts.queries import account_named

        if who not in self.clients:
            self.clients[who] = Client(SERVER_NAME="localhost")
            if who != NOBODY:
                self.clients[who].force_login(account_named(who))
        return self.clients[who]

    def measured(self, client: Client, address: str, count: int) -> dict[str, Any]:
        """One page asked for ``count`` times."""
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(address)
            asked = len(statements)  # here: the next request empties the log
        if answer.status_code != 200:
            return {}
        spent, worked = [], []
        for turn in range(WARM_UP + count):
            start, begun = perf_counter(), process_time()
            content = client.get(address).content
            if turn >= WARM_UP:
                spent.append((perf_counter() - start) * 1000)
                worked.append((process_time() - begun) * 1000)
        return {
            "p50": round(median(spent), 1),
            "p95": round(percentile(spent, 0.95), 1),
            "processor_p50": round(median(worked), 1),
            "processor_p95": round(percentile(worked, 0.95), 1),
            "statements": asked,
            "bytes": len(content),
        }

    def all_pages(self) -> list[Asked]:
        """Every page of the reckoning: of strangers, applicants and staff."""
        public = {
            "home": "/",
            "items": "/items",
            "items, searched": "/items?text=不动产",
            "guide": "/items/real-estate-first-registration",
            "clock": "/clock",
            "clock, reckoned": "/clock?start=2022-07-01&term=10wd",
            "track": "/track",
            "appeals": "/appeals",
            "a new appeal": "/appeals/new",
            "blocked matters": "/blocked",
        }
        return [
            *(Asked(name, NOBODY, address) for name, address in public.items()),
            *self.desk("clerk", "clerk of the city"),
            *self.desk("town_clerk", "clerk of a town"),
            *self.desk("handler", "handler"),
            *self.desk("head", "head"),
            Asked("queue, supervisor", "supervisor", "/desk"),
            *self.applicant("citizen"),
            *self.applicant("enterprise"),
            *self.of_kind("appeal", "an appeal"),
            *self.of_kind("blocked", "a blocked matter"),
            *self.of_kind("rectification", "a rectification"),
            Asked("messages, citizen", "citizen", "/my/notices"),
            Asked("messages, coordinator", "coordinator", "/desk/notices"),
            Asked("taking in an appeal", "clerk", "/desk/appeals/new"),
            Asked("blocked matters, coordinator", "coordinator", "/desk/blocked"),
            Asked("ratings, supervisor", "supervisor", "/desk/ratings"),
            Asked("figures of ratings, supervisor", "supervisor", "/desk/ratings/figures?by=agency"),
            Asked("counter", "clerk", "/desk/counter"),
            Asked("catalogue", "item_manager", "/desk/catalog"),
            Asked("administration", "admin", "/manage"),
            Asked("API list, clerk of the city", "clerk", "/api/cases"),
            Asked("API list, handler", "handler", "/api/cases"),
            Asked("API list by words, handler", "handler", "/api/cases?text=企业"),
        ]

    def desk(self, who: str, label: str) -> list[Asked]:
        """The queue of somebody as its links lead through it, a search by words and by phone, a case and why."""
        client = self.client(who)
        first = client.get("/desk").content.decode()
        onward = re.search(r'href="(/desk\?[^"]*cursor=[^"]+)"', first)
        found = [
            Asked(f"queue, {label}", who, "/desk"),
            Asked(f"queue newest first, {label}", who, "/desk?order=new"),
            Asked(f"queue overdue, {label}", who, "/desk?left=overdue"),
            Asked(f"queue my own, {label}", who, "/desk?scope=mine"),
            Asked(f"queue unassigned, {label}", who, "/desk?scope=unassigned"),
            Asked(f"queue ended, {label}", who, "/desk?scope=ended"),
            Asked(f"found by words, {label}", who, self.sought(client, "企业")),
            Asked(f"found by name, {label}", who, self.sought(client, "王")),
            Asked(f"found by phone, {label}", who, self.sought(client, crowd.phone_of(7))),
            Asked(f"found by number, {label}", who, "/desk?number=0000"),
        ]
        if onward:
            found.append(Asked(f"queue, second page, {label}", who, onward[1].replace("&amp;", "&")))
        return found + self.cases(client, who, label, "/desk")

    def of_kind(self, kind: str, label: str) -> list[Asked]:
        """The page of the first open case of another kind, of those who coordinate, and why its day."""
        open_ones = apps.get_model("cases", "Case")._default_manager.filter(kind=kind, ended_at=None)
        number = open_ones.order_by("pk").values_list("number", flat=True).first()
        if number is None:
            return []
        who = "coordinator"
        return [
            Asked(f"{label}, coordinator", who, f"/cases/{number}"),
            Asked(f"why of {label}, coordinator", who, f"/cases/{number}/why"),
        ]

    def sought(self, client: Client, typed: str) -> str:
        """The address a search leads to."""
        return str(client.post("/desk/find", {"text": typed}).headers.get("Location", "/desk?number=0"))

    def applicant(self, who: str) -> list[Asked]:
        """What an applicant has: all of its cases, one of them, and why its day."""
        client = self.client(who)
        return [
            Asked(f"my cases, {who}", who, "/my"),
            Asked(f"zone of enterprises, {who}", who, "/enterprise"),
            *self.cases(client, who, who, "/my"),
        ]

    def cases(self, client: Client, who: str, label: str, address: str) -> list[Asked]:
        """The first case of a list, and why its day."""
        number = re.search(r"/cases/([0-9-]{20,30})", client.get(address).content.decode())
        if not number:
            return []
        return [
            Asked(f"case, {label}", who, f"/cases/{number[1]}"),
            Asked(f"why, {label}", who, f"/cases/{number[1]}/why"),
        ]
