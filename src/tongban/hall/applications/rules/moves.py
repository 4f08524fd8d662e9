"""The moves of an application (办件): one table that buttons, API, docs and the truth-table test read."""

from functools import partial

from tongban.casework.cases import rules as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.moves import table
from tongban.common.actors import Role

Move = partial(engine.Move, kind=Kind.APPLICATION.value)

DRAFT, SUBMITTED, CORRECTING = Status.DRAFT, Status.SUBMITTED, Status.CORRECTING
ACCEPTED, DECIDED, DELIVERED = Status.ACCEPTED, Status.DECIDED, Status.DELIVERED
REFUSED, WITHDRAWN, ARCHIVED = Status.REFUSED, Status.WITHDRAWN, Status.ARCHIVED

DESK = frozenset({Role.CLERK, Role.TOWN_CLERK})
FILING = DESK | {Role.APPLICANT, Role.SYSTEM}
OFFICE = frozenset({Role.HANDLER, Role.HEAD})
NOBODY = frozenset[Status]()

OPEN = Move("open", "填写申请", NOBODY, DRAFT, FILING)
FILE = Move("file", "申请", NOBODY, SUBMITTED, FILING, event="submitted", law="《行政许可法》第二十九条")
EDIT = Move("edit", "修改草稿", frozenset({DRAFT}), None, FILING)
ATTACH = Move("attach", "上传材料", frozenset({DRAFT, SUBMITTED, CORRECTING, ACCEPTED}), None, FILING | OFFICE)
COMMIT = Move("commit", "书面承诺", frozenset({DRAFT, SUBMITTED, CORRECTING}), None, FILING)
PRECHECK = Move("precheck", "预检", frozenset({DRAFT, SUBMITTED, CORRECTING}), None, FILING | OFFICE)
SUBMIT = Move(
    "submit", "提交申请", frozenset({DRAFT}), SUBMITTED, FILING, event="submitted", law="《行政许可法》第二十九条"
)
ACCEPT = Move(
    "accept",
    "受理",
    frozenset({SUBMITTED}),
    ACCEPTED,
    DESK | OFFICE | {Role.SYSTEM},
    power=True,
    event="accepted",
    law="《行政许可法》第三十二条",
)
ACCEPT_DEFERRED = Move(
    "accept_deferred", "容缺受理", frozenset({SUBMITTED}), ACCEPTED, DESK | OFFICE, power=True, event="accepted"
)
ACCEPT_COMMITTED = Move(
    "accept_committed", "告知承诺受理", frozenset({SUBMITTED}), ACCEPTED, DESK | OFFICE, power=True, event="accepted"
)
DEEM_ACCEPTED = Move(
    "deem_accepted",
    "视为受理",
    frozenset({SUBMITTED}),
    ACCEPTED,
    frozenset({Role.WORKER}),
    event="accepted",
    law="《行政许可法》第三十二条",
)
ASK_CORRECTION = Move(
    "ask_correction",
    "一次性告知补正",
    frozenset({SUBMITTED}),
    CORRECTING,
    DESK | OFFICE,
    power=True,
    event="correction-asked",
    law="《行政许可法》第三十二条",
)
ANSWER_CORRECTION = Move(
    "answer_correction", "提交补正", frozenset({CORRECTING}), SUBMITTED, FILING, event="correction-answered"
)
REFUSE = Move(
    "refuse",
    "不予受理",
    frozenset({SUBMITTED, CORRECTING}),
    REFUSED,
    DESK | OFFICE,
    power=True,
    event="refused",
    law="《行政许可法》第三十二条、第三十八条",
)
NAME_SPECIALIST = Move(
    "name_specialist", "指定企业专员", frozenset({SUBMITTED, CORRECTING, ACCEPTED}), None, frozenset({Role.COORDINATOR})
)
HAND_OVER = Move(
    "hand_over",
    "移交主办单位",
    frozenset({SUBMITTED, CORRECTING, ACCEPTED, DECIDED, DELIVERED}),
    None,
    frozenset({Role.HEAD, Role.COORDINATOR, Role.ADMIN}),
    event="handed-over",
)
TAKE_STEP = Move("take_step", "认领环节", frozenset({ACCEPTED}), None, OFFICE, step=True)
ASSIGN_STEP = Move(
    "assign_step", "指派环节", frozenset({ACCEPTED}), None, frozenset({Role.HEAD}), power=True, step=True
)
COMPLETE_STEP = Move(
    "complete_step",
    "办结环节",
    frozenset({ACCEPTED}),
    None,
    OFFICE | {Role.TOWN_CLERK, Role.SYSTEM},
    power=True,
    step=True,
)
PAUSE = Move("pause", "中止计时", frozenset({ACCEPTED}), None, OFFICE, power=True, law="《行政许可法》第四十五条")
PAUSE_STEP = Move(
    "pause_step",
    "中止环节计时",
    frozenset({ACCEPTED}),
    None,
    OFFICE,
    power=True,
    step=True,
    law="《行政许可法》第四十五条",
)
RESUME = Move("resume", "恢复计时", frozenset({ACCEPTED}), None, OFFICE)
RESUME_STEP = Move("resume_step", "恢复环节计时", frozenset({ACCEPTED}), None, OFFICE, step=True)
RESUME_LAPSED = Move("resume_lapsed", "中止到期恢复", frozenset({ACCEPTED}), None, frozenset({Role.WORKER}))
EXTEND = Move(
    "extend",
    "延期",
    frozenset({ACCEPTED}),
    None,
    frozenset({Role.HEAD}),
    power=True,
    decides=True,
    event="extended",
    law="《行政许可法》第四十二条",
)
PROVIDE_DEFERRED = Move("provide_deferred", "核收容缺材料", frozenset({ACCEPTED}), None, DESK | OFFICE | {Role.SYSTEM})
DECIDE = Move(
    "decide",
    "作出决定",
    frozenset({ACCEPTED}),
    DECIDED,
    OFFICE | {Role.TOWN_CLERK, Role.SYSTEM},
    power=True,
    decides=True,
    event="decided",
    law="《行政许可法》第三十八条、第四十二条",
)
CORRECT = Move(
    "correct",
    "更正决定",
    frozenset({DECIDED, DELIVERED}),
    None,
    frozenset({Role.HEAD}),
    power=True,
    decides=True,
    event="corrected",
)
DELIVER = Move(
    "deliver",
    "送达",
    frozenset({DECIDED}),
    DELIVERED,
    DESK | OFFICE | {Role.SYSTEM},
    event="delivered",
    law="《行政许可法》第四十四条",
)
WITHDRAW = Move(
    "withdraw",
    "撤回申请",
    frozenset({DRAFT, SUBMITTED, CORRECTING, ACCEPTED}),
    WITHDRAWN,
    frozenset({Role.APPLICANT, Role.CLERK, Role.TOWN_CLERK}),
    event="withdrawn",
)
ARCHIVE = Move("archive", "归档", frozenset({DELIVERED, REFUSED, WITHDRAWN}), ARCHIVED, DESK | OFFICE | {Role.WORKER})

FILED = frozenset({SUBMITTED, CORRECTING, ACCEPTED, DECIDED, DELIVERED, REFUSED, WITHDRAWN, ARCHIVED})
REVIEW_MATERIAL = Move(
    "review_material", "审核材料", frozenset({SUBMITTED, CORRECTING, ACCEPTED}), None, DESK | OFFICE, power=True
)
MESSAGE = Move("message", "留言", FILED, None, DESK | OFFICE | {Role.APPLICANT}, shared=True)
NOTE = Move("note", "内部备注", FILED, None, DESK | OFFICE | {Role.COORDINATOR, Role.SUPERVISOR}, shared=True)

BIRTHS = (OPEN, FILE)
MOVES = (
    EDIT,
    ATTACH,
    COMMIT,
    PRECHECK,
    REVIEW_MATERIAL,
    SUBMIT,
    ACCEPT,
    ACCEPT_DEFERRED,
    ACCEPT_COMMITTED,
    DEEM_ACCEPTED,
    ASK_CORRECTION,
    ANSWER_CORRECTION,
    REFUSE,
    NAME_SPECIALIST,
    HAND_OVER,
    TAKE_STEP,
    ASSIGN_STEP,
    COMPLETE_STEP,
    PAUSE,
    PAUSE_STEP,
    RESUME,
    RESUME_STEP,
    RESUME_LAPSED,
    EXTEND,
    PROVIDE_DEFERRED,
    DECIDE,
    CORRECT,
    DELIVER,
    WITHDRAW,
    ARCHIVE,
    MESSAGE,
    NOTE,
)
BY_NAME = table(*MOVES)
