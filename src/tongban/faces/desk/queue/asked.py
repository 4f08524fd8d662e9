"""What a queue is asked for, as it stands in an address and in a saved filter."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from tongban.casework.cases.queries.desk import Wanted
from tongban.casework.cases.rules.desk import Scope, scopes_of
from tongban.common.actors import Actor
from tongban.common.errors import BadInput

NARROWING = ("scope", "status", "left", "item", "order", "kind")
NEWEST = "new"
LONGEST = 40


@dataclass(frozen=True)
class Asked:
    """The parts of an address of the queue; empty ones stand for what it shows by itself."""

    scope: str = ""
    status: str = ""
    left: str = ""
    item: str = ""
    order: str = ""
    kind: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Asked":
        """From an address, a form or a saved filter; what is too long for any of its words is cut."""
        return cls(**{name: str(given.get(name, "")).strip()[:LONGEST] for name in NARROWING})

    @classmethod
    def in_address(cls, request: HttpRequest) -> "Asked":
        """From the address of a page."""
        return cls.of(request.GET)

    @property
    def parts(self) -> dict[str, str]:
        """The parts that say something."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        """As the part of an address behind the question mark."""
        return urlencode(self.parts)

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than a scope in its order."""
        return bool(self.status or self.left or self.item or self.kind)

    def but(self, **changes: str) -> str:
        """The address with some parts changed."""
        query = replace(self, **changes).query
        return f"/desk?{query}" if query else "/desk"

    def wanted(self, actor: Actor) -> Wanted:
        """What the queue is to show; without a scope the first one the reader has."""
        return Wanted(self.scope_for(actor), self.status, self.left, self.item, self.order == NEWEST, self.kind)

    def scope_for(self, actor: Actor) -> Scope:
        """The scope asked for, else the first the reader has; an unknown word is refused."""
        if self.order not in ("", NEWEST):
            raise BadInput("desk.order", "清单没有“{given}”这种排序。", given=self.order)
        if not self.scope:
            return next(iter(scopes_of(actor)), Scope.ENDED)
        if self.scope not in set(Scope):
            raise BadInput("desk.scope_word", "没有“{given}”这个清单。", given=self.scope)
        return Scope(self.scope)
