"""The main navigation: who is offered which pages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.common.actors import STAFF_ROLES, Actor, Role


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; ``roles`` who is offered it, none meaning everybody but staff; an inbox shows what is unread.

    ``also`` is an address outside that belongs to it.
    """

    href: str
    label: object
    roles: frozenset[Role] = frozenset()
    is_inbox: bool = False
    also: str = ""

    def is_for(self, actor: Actor | None) -> bool:
        """Whether the reader is offered it."""
        if actor is not None and actor.kind == "staff":
            return actor.has(*self.roles)
        return not self.roles or (actor is not None and actor.has(*self.roles))


EVERYBODY = STAFF_ROLES | {Role.APPLICANT}
DESK = frozenset({Role.CLERK, Role.TOWN_CLERK})
INTAKE = DESK | {Role.COORDINATOR}
RATED = frozenset({*DESK, Role.HANDLER, Role.HEAD, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER})
ENTRIES = (
    Entry("/desk", _("办件清单"), STAFF_ROLES),
    Entry("/desk/notices", _("消息"), STAFF_ROLES, is_inbox=True),
    Entry("/desk/counter", _("窗口"), DESK),
    Entry("/desk/appeals/new", _("登记诉求"), INTAKE, also="/desk/appeals"),
    Entry("/desk/callbacks", _("回访"), INTAKE),
    Entry("/desk/alerts", _("群体预警"), INTAKE | {Role.SUPERVISOR}),
    Entry("/desk/ratings", _("好差评"), RATED),
    Entry("/desk/blocked", _("办不成事"), RATED),
    Entry("/desk/catalog", _("事项管理"), frozenset({Role.ITEM_MANAGER, Role.ADMIN})),
    Entry("/manage", _("系统管理"), frozenset({Role.ADMIN})),
    Entry("/manage/openings", _("查看记录"), frozenset({Role.SUPERVISOR})),
    Entry("/manage/undelivered", _("未送达"), frozenset({Role.CLERK, Role.TOWN_CLERK, Role.SUPERVISOR})),
    Entry("/my", _("我的办件"), frozenset({Role.APPLICANT})),
    Entry("/my/notices", _("消息"), frozenset({Role.APPLICANT}), is_inbox=True, also="/my/contact"),
    Entry("/items", _("办事指南")),
    Entry("/enterprise", _("企业专区")),
    Entry("/appeals", _("诉求")),
    Entry("/blocked", _("办不成事")),
    Entry("/track", _("查进度")),
    Entry("/clock", _("算期限")),
    Entry("/items", _("办事指南"), STAFF_ROLES),
    Entry("/clock", _("算期限"), STAFF_ROLES),
)


def entries(actor: Actor | None, path: str, *, unread: int = 0) -> list[tuple[str, object, bool, int]]:
    """(address, label, whether the page shown belongs to it, what is unread) of what the reader is offered, each once."""
    offered = {entry.href: entry for entry in ENTRIES if entry.is_for(actor)}
    places = [(place, entry.href) for entry in offered.values() for place in (entry.href, entry.also) if place]
    within = [(place, href) for place, href in places if path == place or path.startswith(f"{place}/")]
    here = max(within, key=lambda one: len(one[0]), default=("", ""))[1]
    return [(href, one.label, href == here, unread if one.is_inbox else 0) for href, one in offered.items()]
