"""The moves of a rectification (差评整改): one table that buttons, docs and the truth-table test read."""

from functools import partial

from tongban.casework.cases import rules as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.moves import table
from tongban.common.actors import Role

Move = partial(engine.Move, kind=Kind.RECTIFICATION.value)

SUBMITTED, ACCEPTED, DECIDED = Status.SUBMITTED, Status.ACCEPTED, Status.DECIDED
DELIVERED, REFUSED, WITHDRAWN = Status.DELIVERED, Status.REFUSED, Status.WITHDRAWN

LAW = "国办发〔2019〕51号"
CHECKERS = frozenset({Role.HANDLER, Role.HEAD, Role.SUPERVISOR})
OFFICE = frozenset({Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD})
ACCEPTORS = frozenset({Role.HEAD, Role.SUPERVISOR})

BEGIN = Move("begin", "差评转整改", frozenset(), SUBMITTED, frozenset({Role.WORKER}), event="begun", law=LAW)
VERIFY = Move("verify", "核实属实", frozenset({SUBMITTED}), ACCEPTED, CHECKERS, event="verified", law=LAW)
DISMISS = Move("dismiss", "核实不属实", frozenset({SUBMITTED}), REFUSED, CHECKERS, event="dismissed", law=LAW)
CONTACT = Move("contact", "联系评价人", frozenset({SUBMITTED, ACCEPTED}), None, OFFICE)
PROVE = Move("prove", "上传整改证据", frozenset({ACCEPTED}), None, OFFICE)
RECTIFY = Move("rectify", "完成整改", frozenset({ACCEPTED}), DECIDED, OFFICE)
SEND_BACK = Move("send_back", "退回重新整改", frozenset({DECIDED}), ACCEPTED, ACCEPTORS)
CONFIRM = Move("confirm", "验收整改", frozenset({DECIDED}), DELIVERED, ACCEPTORS, event="rectified", law=LAW)
DROP = Move(
    "drop",
    "评价排除后终止",
    frozenset({SUBMITTED, ACCEPTED, DECIDED}),
    WITHDRAWN,
    frozenset({Role.WORKER}),
    event="dropped",
)
RERATE = Move("rerate", "再次评价", frozenset({DELIVERED}), None, frozenset({Role.WORKER}), event="rerated", law=LAW)

BIRTHS = (BEGIN,)
MOVES = (VERIFY, DISMISS, CONTACT, PROVE, RECTIFY, SEND_BACK, CONFIRM, DROP, RERATE)
BY_NAME = table(*MOVES)
