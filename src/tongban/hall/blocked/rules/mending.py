"""The moves of a rectification of an item (事项整改), which a blocked matter sets going: one table."""

from functools import partial

from tongban.casework.cases import rules as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.moves import table
from tongban.common.actors import Role

Move = partial(engine.Move, kind=Kind.RECTIFICATION.value)

OWNERS = frozenset({Role.ITEM_MANAGER, Role.HEAD})

OPEN = Move("open_mending", "事项整改", frozenset(), Status.ACCEPTED, frozenset({Role.WORKER}), event="item-opened")
MEND = Move("mend", "完成事项整改", frozenset({Status.ACCEPTED}), Status.DELIVERED, OWNERS, event="item-rectified")
NOTE = Move(
    "note",
    "内部备注",
    frozenset({Status.ACCEPTED, Status.DELIVERED}),
    None,
    OWNERS | {Role.COORDINATOR, Role.SUPERVISOR},
)

BIRTHS = (OPEN,)
MOVES = (MEND, NOTE)
BY_NAME = table(*MOVES)
