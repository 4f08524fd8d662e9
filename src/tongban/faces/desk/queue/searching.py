"""Looking for a case: by its number, by a mobile number, by a name or words. Names and phones are never in an address."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.casework.cases.queries import desk
from tongban.casework.cases.queries.desk import Row
from tongban.common.actors import Actor, Role
from tongban.common.crypto import SealError
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.identifiers import MOBILE, digits
from tongban.common.text import clean_line
from tongban.registry.parties import queries as parties
from tongban.registry.parties.rules import SearchKind
from tongban.registry.parties.services import note_search

SEARCHERS = (Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD, Role.COORDINATOR, Role.SUPERVISOR)
NUMBER_SIGNS = frozenset("0123456789-—–‐−－０１２３４５６７８９ ")
VALID = timedelta(minutes=30)
MOST_PARTIES = 200
ENDS_OF_NUMBERS = 21


@dataclass(frozen=True)
class Search:
    """One search: by the digits of a number (``kind`` is None), else by phone or by name and words."""

    kind: SearchKind | None
    text: str

    @property
    def shown(self) -> str:
        """What the page may repeat of it."""
        return self.text


def read(typed: str) -> Search:
    """What was typed into the one box, recognised by its form."""
    text = clean_line(typed, field="查找内容", limit=100)
    plain = text.removeprefix("+86").strip()
    if set(plain) <= NUMBER_SIGNS:
        found = digits(plain)
        if MOBILE.match(found):
            return Search(SearchKind.PHONE, found)
        return Search(None, found[-ENDS_OF_NUMBERS:])
    return Search(SearchKind.NAME, text)


def check_needed(search: Search, actor: Actor) -> None:
    """Refuse looking for people to roles that do not handle their cases; a number of a case anybody may follow."""
    if search.kind is not None and not actor.has(*SEARCHERS):
        raise NotAllowed(
            "desk.search",
            "按姓名、名称、标题或手机号码查找,限窗口、承办、协调和督查人员:请按办件编号查找。",
        )


def run(search: Search, actor: Actor, *, at: datetime, after: int | None = None, limit: int) -> list[Row]:
    """The cases the actor may know of, newest first."""
    check_needed(search, actor)
    if search.kind is None:
        return desk.found(actor, desk.ending(search.text), at=at, after=after, limit=limit)
    if search.kind is SearchKind.PHONE:
        ids = _ids(list(parties.parties_by_phone(search.text)[:MOST_PARTIES]))
        return desk.found(actor, desk.of_applicants(ids), at=at, after=after, limit=limit)
    ids = parties.ids_named(search.text, limit=MOST_PARTIES)
    return desk.about(actor, search.text, ids, at=at, after=after, limit=limit)


def _ids(found: Sequence[object]) -> list[int]:
    return [int(one.pk) for one in found]  # type: ignore[attr-defined]


def first(search: Search, actor: Actor, *, at: datetime, limit: int) -> list[Row]:
    """The first page, written into the log of searches where people are looked for."""
    found = run(search, actor, at=at, limit=limit)
    if search.kind is not None:
        note_search(kind=search.kind, text=search.text, found=len(found), actor=actor, at=at)
    return found


def sealed(search: Search, actor: Actor, at: datetime) -> str:
    """A search as it may stand in an address: only the same person reads it, and only for a while."""
    text = json.dumps([search.kind or "", search.text, at.isoformat()])
    return parties.keyring().seal(text, context=_context(actor))


def opened(given: str, actor: Actor, at: datetime) -> Search:
    """The search in an address; refused when it is another's, or older than half an hour."""
    try:
        kind, text, since = json.loads(parties.keyring().unseal(given, context=_context(actor)))
        begun = datetime.fromisoformat(since)
    except (SealError, ValueError):
        raise BadInput("desk.search_bad", "这个查找链接无法识别:请重新查找。") from None
    if at - begun > VALID:
        raise BadInput("desk.search_old", "查找结果已超过半小时:请重新查找。")
    return Search(SearchKind(kind) if kind else None, text)


def _context(actor: Actor) -> str:
    return f"desk.search:{actor.key}"
