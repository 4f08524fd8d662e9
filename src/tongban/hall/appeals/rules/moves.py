"""The moves of an appeal (诉求): one table that buttons, API, docs and the truth-table test read."""

from functools import partial

from tongban.casework.cases import rules as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.moves import table
from tongban.common.actors import Role

Move = partial(engine.Move, kind=Kind.APPEAL.value)

SUBMITTED, RETURNED, ACCEPTED, ARBITRATING = Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.ARBITRATING
DECIDED, DELIVERED, REFUSED = Status.DECIDED, Status.DELIVERED, Status.REFUSED
WITHDRAWN, JOINED, ARCHIVED = Status.WITHDRAWN, Status.JOINED, Status.ARCHIVED

DESK = frozenset({Role.CLERK, Role.TOWN_CLERK})
COORDINATION = DESK | {Role.COORDINATOR}
FILING = COORDINATION | {Role.APPLICANT, Role.SYSTEM}
OFFICE = frozenset({Role.HANDLER, Role.HEAD})
UNDER_WAY = frozenset({SUBMITTED, RETURNED, ACCEPTED, ARBITRATING, DECIDED})
KNOWN = UNDER_WAY | {DELIVERED, REFUSED, WITHDRAWN, JOINED, ARCHIVED}

REGISTER = Move("register", "登记诉求", frozenset(), SUBMITTED, FILING, event="registered")
ATTACH = Move("attach", "上传附件", UNDER_WAY, None, FILING | OFFICE, shared=True)
DISPATCH = Move("dispatch", "交办", frozenset({SUBMITTED, RETURNED}), ACCEPTED, COORDINATION, event="dispatched")
REFUSE = Move("refuse", "不予受理", frozenset({SUBMITTED}), REFUSED, COORDINATION, event="refused")
JOIN = Move("join", "并案", frozenset({SUBMITTED}), JOINED, COORDINATION, event="joined")
TAKE = Move("take", "认领", frozenset({ACCEPTED}), None, OFFICE, step=True)
ASK_ASSIST = Move("ask_assist", "请求协办", frozenset({ACCEPTED}), None, OFFICE | {Role.COORDINATOR})
ASSIST = Move("assist", "反馈协办意见", frozenset({ACCEPTED}), None, OFFICE, step=True)
GIVE_BACK = Move("give_back", "退单", frozenset({ACCEPTED}), RETURNED, OFFICE, event="returned")
CONTEST = Move("contest", "再次退单(提请裁定)", frozenset({ACCEPTED}), ARBITRATING, OFFICE, event="contested")
ARBITRATE = Move(
    "arbitrate", "裁定主办单位", frozenset({ARBITRATING}), ACCEPTED, frozenset({Role.COORDINATOR}), event="arbitrated"
)
EXTEND = Move("extend", "延期", frozenset({ACCEPTED}), None, frozenset({Role.HEAD}), event="extended")
ANSWER = Move("answer", "答复", frozenset({ACCEPTED}), DECIDED, OFFICE, event="answered")
CALL_BACK = Move("call_back", "回访办结", frozenset({DECIDED}), DELIVERED, COORDINATION, event="closed")
MISS = Move("miss", "回访未接通", frozenset({DECIDED}), None, COORDINATION)
CLOSE = Move("close", "自动办结", frozenset({DECIDED}), DELIVERED, frozenset({Role.WORKER}), event="closed")
REOPEN = Move(
    "reopen",
    "重新办理",
    frozenset({DECIDED, DELIVERED}),
    ACCEPTED,
    COORDINATION | {Role.APPLICANT, Role.WORKER},
    event="reopened",
)
WITHDRAW = Move(
    "withdraw",
    "撤回诉求",
    frozenset({SUBMITTED, RETURNED, ACCEPTED, ARBITRATING}),
    WITHDRAWN,
    DESK | {Role.APPLICANT},
    event="withdrawn",
)
REBASE = Move("rebase", "改按现行政策计时", UNDER_WAY, None, frozenset({Role.COORDINATOR, Role.ADMIN}))
ARCHIVE = Move(
    "archive", "归档", frozenset({DELIVERED, REFUSED, WITHDRAWN, JOINED}), ARCHIVED, COORDINATION | {Role.WORKER}
)
MESSAGE = Move("message", "留言", KNOWN, None, DESK | OFFICE | {Role.APPLICANT, Role.COORDINATOR}, shared=True)
NOTE = Move("note", "内部备注", KNOWN, None, DESK | OFFICE | {Role.COORDINATOR, Role.SUPERVISOR}, shared=True)
# the telephone in clear text: the line is the record of who looked, when and why
OPEN_PHONE = Move(
    "open_phone", "查看联系电话", KNOWN, None, DESK | OFFICE | {Role.COORDINATOR, Role.SUPERVISOR}, shared=True
)

BIRTHS = (REGISTER,)
MOVES = (
    *(ATTACH, DISPATCH, REFUSE, JOIN, TAKE, ASK_ASSIST, ASSIST, GIVE_BACK, CONTEST, ARBITRATE, EXTEND),
    *(ANSWER, CALL_BACK, MISS, CLOSE, REOPEN, WITHDRAW, REBASE, ARCHIVE, MESSAGE, NOTE, OPEN_PHONE),
)
BY_NAME = table(*MOVES)
