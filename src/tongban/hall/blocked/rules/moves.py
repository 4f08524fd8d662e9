"""The moves of a blocked matter (办不成事): one table that buttons, API, docs and the truth-table test read."""

from functools import partial

from tongban.casework.cases import rules as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.moves import table
from tongban.common.actors import Role

Move = partial(engine.Move, kind=Kind.BLOCKED_MATTER.value)

SUBMITTED, ACCEPTED, DECIDED = Status.SUBMITTED, Status.ACCEPTED, Status.DECIDED
DELIVERED, REFUSED, WITHDRAWN, ARCHIVED = Status.DELIVERED, Status.REFUSED, Status.WITHDRAWN, Status.ARCHIVED

DESK = frozenset({Role.CLERK, Role.TOWN_CLERK})
COORDINATION = DESK | {Role.COORDINATOR}
FILING = COORDINATION | {Role.APPLICANT, Role.SYSTEM}
OFFICE = frozenset({Role.HANDLER, Role.HEAD})
LEADS = frozenset({Role.COORDINATOR})
UNDER_WAY = frozenset({SUBMITTED, ACCEPTED, DECIDED})
KNOWN = UNDER_WAY | {DELIVERED, REFUSED, WITHDRAWN, ARCHIVED}

BRING = Move("bring", "反映“办不成事”", frozenset(), SUBMITTED, FILING, event="brought")
ATTACH = Move("attach", "上传附件", UNDER_WAY, None, FILING | OFFICE, shared=True)
CLASSIFY = Move("classify", "归类", UNDER_WAY | {DELIVERED}, None, COORDINATION)
SOLVE = Move("solve_on_spot", "当场解决", frozenset({SUBMITTED}), DELIVERED, COORDINATION, event="closed")
REFUSE = Move("refuse", "不予受理", frozenset({SUBMITTED}), REFUSED, COORDINATION, event="refused")
ACCEPT = Move("accept", "受理并交办", frozenset({SUBMITTED}), ACCEPTED, LEADS, event="accepted")
TAKE = Move("take", "认领", frozenset({ACCEPTED}), None, OFFICE, step=True)
JOINT_REVIEW = Move("joint_review", "提请联合会审", frozenset({ACCEPTED}), None, LEADS, event="raised")
OPINE = Move("opine", "反馈会审意见", frozenset({ACCEPTED}), None, OFFICE, step=True)
CONCLUDE = Move("conclude", "形成会审决定", frozenset({ACCEPTED}), None, LEADS, event="concluded")
COMPLETE_TASK = Move("complete_task", "完成会审任务", frozenset({ACCEPTED}), None, OFFICE, step=True)
LEADING_GROUP = Move("leading_group", "提请领导小组", frozenset({ACCEPTED}), None, LEADS, event="raised")
ANSWER = Move("answer", "答复", frozenset({ACCEPTED}), DECIDED, OFFICE | LEADS, event="answered")
CONFIRM = Move("confirm", "确认办结", frozenset({DECIDED}), DELIVERED, frozenset({Role.APPLICANT}), event="closed")
CLOSE = Move("close", "到期自动办结", frozenset({DECIDED}), DELIVERED, frozenset({Role.WORKER}), event="closed")
CONTEST = Move("contest", "不认可答复", frozenset({DECIDED}), ACCEPTED, frozenset({Role.APPLICANT}), event="contested")
FIND_CAUSE = Move("find_cause", "认定根因", frozenset({DECIDED, DELIVERED}), None, LEADS)
WITHDRAW = Move(
    "withdraw", "撤回", frozenset({SUBMITTED, ACCEPTED}), WITHDRAWN, DESK | {Role.APPLICANT}, event="withdrawn"
)
ARCHIVE = Move("archive", "归档", frozenset({DELIVERED, REFUSED, WITHDRAWN}), ARCHIVED, COORDINATION | {Role.WORKER})
MESSAGE = Move("message", "留言", KNOWN, None, DESK | OFFICE | {Role.APPLICANT, Role.COORDINATOR}, shared=True)
NOTE = Move("note", "内部备注", KNOWN, None, DESK | OFFICE | {Role.COORDINATOR, Role.SUPERVISOR}, shared=True)

BIRTHS = (BRING,)
MOVES = (
    *(ATTACH, CLASSIFY, SOLVE, REFUSE, ACCEPT, TAKE, JOINT_REVIEW, OPINE, CONCLUDE, COMPLETE_TASK, LEADING_GROUP),
    *(ANSWER, CONFIRM, CLOSE, CONTEST, FIND_CAUSE, WITHDRAW, ARCHIVE, MESSAGE, NOTE),
)
BY_NAME = table(*MOVES)
