"""The cast with sign-ins: each person of tests/cast.py as a member of staff, a party or a system with an account."""

import io
import json
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from tests import cast
from tests.cast import OPENED_ON, City, build_city

from tongban.common.actors import Actor, Role
from tongban.common.time import localdate
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.agencies import queries as agency_queries
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import IdentityType
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import RepresentativeKind

PASSWORD = "a-long-enough-Passw0rd"
STAFF = {
    "clerk": cast.CLERK,
    "handler": cast.HANDLER,
    "head": cast.HEAD,
    "surveyor": cast.SURVEYOR,
    "coordinator": cast.COORDINATOR,
    "supervisor": cast.SUPERVISOR,
    "town_clerk": cast.TOWN_CLERK,
    "outsider": cast.OUTSIDER,
    "admin": cast.ADMIN,
}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def docx() -> bytes:
    """The smallest package that is a Word document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return packed.getvalue()


@dataclass
class Cast:
    """The city, everybody's sign-in and a browser for each."""

    city: City
    actors: dict[str, Actor]
    token: str
    at: datetime
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """A browser in which this person is signed in; ``nobody`` has none, ``system`` sends its token."""
        if name not in self.clients:
            self.clients[name] = self._opened(name)
        return self.clients[name]

    def join(self, name: str, actor: Actor) -> Actor:
        """Hire one more person and give them a sign-in."""
        self.actors[name] = _hired(name, actor, self.at)
        return self.actors[name]

    def again(self, at: datetime) -> "Cast":
        """The same people for another test: browsers of their own, with the sessions they were signed in with."""
        fresh = Cast(self.city, dict(self.actors), self.token, at)
        for name, known in self.clients.items():
            fresh.clients[name] = Client(headers=self._headers(name))
            fresh.clients[name].cookies = deepcopy(known.cookies)
        return fresh

    def _headers(self, name: str) -> dict[str, str] | None:
        return {"Authorization": f"Bearer {self.token}"} if name == "system" else None

    def _opened(self, name: str) -> Client:
        client = Client(headers=self._headers(name))
        if name not in {"nobody", "system"}:
            client.force_login(accounts.account_named(username(name)))
        return client

    def get(self, name: str, path: str, **more: Any) -> Any:
        """What this person gets."""
        return self.client(name).get(path, **more)

    def post(self, name: str, path: str, body: object = None, **more: Any) -> Any:
        """What this person's POST of a JSON body brings."""
        return self.client(name).post(path, json.dumps(body or {}), content_type="application/json", **more)


def username(name: str) -> str:
    """The sign-in name of a person of the cast."""
    return name.replace("_", "-")


def assemble(at: datetime) -> Cast:
    """Build the city and open an account for everybody, through services."""
    city = build_city()
    actors = {name: _hired(name, actor, at) for name, actor in STAFF.items()}
    for name, actor in (("citizen", city.citizen), ("neighbour", city.neighbour), ("enterprise", city.enterprise)):
        party = parties.party(actor.party_id or 0)
        account = sign_ins.create_account(username=username(name), password=PASSWORD, party=party, at=at)
        actors[name] = accounts.actor_of(account, localdate(at))
    register.appoint_representative(
        enterprise=parties.party(city.enterprise.party_id or 0),
        person=parties.party(city.citizen.party_id or 0),
        kind=RepresentativeKind.AGENT,
        from_on=OPENED_ON,
        document="授权委托书",
        at=at,
    )
    system = sign_ins.create_account(
        username="bdc-system", name="不动产登记系统", agency=agency_queries.agency("hf-bdc"), at=at
    )
    actors["system"] = accounts.actor_of(system, localdate(at))
    _, token = sign_ins.issue_token(
        account=system,
        name="对接",
        scopes=["cases:read", "cases:write", "parties:read"],
        expires_at=at + timedelta(hours=24 * 30),
        at=at,
    )
    people = Cast(city, actors, token, at)
    for name in (*STAFF, "citizen", "neighbour", "enterprise", "system", "nobody"):
        people.client(name)
    people.get("system", "/api/me")  # the use of its token is noted, once an hour
    return people


def _hired(name: str, actor: Actor, at: datetime) -> Actor:
    number = f"T{actor.account_id:04}"
    staff = agencies.hire(
        number=number,
        name=actor.name,
        agency=actor.agency,
        identity_type=IdentityType.ADMINISTRATIVE,
        from_on=OPENED_ON,
    )
    for role in sorted(actor.roles):
        agencies.assign_role(
            number=number, role=Role(role), jurisdiction=actor.region, from_on=OPENED_ON, document="任职文件"
        )
    account = sign_ins.create_account(username=username(name), password=PASSWORD, staff=staff, at=at)
    return accounts.actor_of(account, localdate(at))
