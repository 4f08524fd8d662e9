"""Who acts: roles, and the actor every act names.

Pure on purpose: the engine, the rules of every room and the truth tables read it.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """A role a person, a system or a worker can hold; the label is what pages show."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    HANDLER = "handler"
    HEAD = "head"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    TOWN_CLERK = "town_clerk"
    LEADER = "leader"
    ITEM_MANAGER = "item_manager"
    ADMIN = "admin"
    SYSTEM = "system"
    WORKER = "worker"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.APPLICANT: "申请人",
    Role.CLERK: "窗口人员",
    Role.HANDLER: "部门经办人",
    Role.HEAD: "部门负责人",
    Role.COORDINATOR: "“办不成事”专员",
    Role.SUPERVISOR: "督查员",
    Role.TOWN_CLERK: "镇为民服务中心人员",
    Role.LEADER: "领导",
    Role.ITEM_MANAGER: "事项管理员",
    Role.ADMIN: "系统管理员",
    Role.SYSTEM: "部门业务系统",
    Role.WORKER: "系统自动",
}

STAFF_ROLES = frozenset(Role) - {Role.APPLICANT, Role.SYSTEM, Role.WORKER}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, in which roles, for which agency, over which region.

    ``account_id`` is the sign-in (None for a worker), ``party_id`` the person or enterprise an applicant is.
    ``agency`` and ``region`` are codes; ``region`` is the widest the actor's jurisdiction reaches. ``guest_of`` is the
    number of the one case with which an applicant without a sign-in left a phone and proved to have it.
    """

    kind: str  # "staff", "party", "system" or "worker"
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    account_id: int | None = None
    party_id: int | None = None
    agency: str = ""
    region: str = ""
    guest_of: str = ""

    @property
    def key(self) -> str:
        """A stable name for journals: kind and number, never a personal identifier."""
        number = self.party_id if self.kind == "party" else self.account_id
        return self.kind if number is None else f"{self.kind}:{number}"

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


def guest(number: str) -> Actor:
    """Who left a phone with this case, has no sign-in, and proved to have the phone."""
    return Actor(kind="party", name="反映人(手机验证)", roles=frozenset({Role.APPLICANT}), guest_of=number)


def worker(name: str = "自动办理") -> Actor:
    """The background worker as an actor."""
    return Actor(kind="worker", name=name, roles=frozenset({Role.WORKER}))
