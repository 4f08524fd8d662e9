"""The forms of the moves of an appeal: what each asks, what it says it will do, and the one service it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Move, Outcome
from tongban.common.errors import BadInput, NotFound
from tongban.faces.desk.appeals import fields as ask
from tongban.faces.desk.appeals.fields import ASSISTING, BACK, FILE, MORE, SURE, YES, Asked, Field
from tongban.faces.pages.inputs import Input, Option, Widget
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.registry.policies.rules import AppealType

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

FINAL = frozenset({moves.REFUSE, moves.WITHDRAW, moves.JOIN, moves.ARBITRATE})  # nothing takes them back


@dataclass(frozen=True)
class Verb:
    """A move as a form: ``does`` is what it will do, in a sentence."""

    move: Move
    does: str
    fields: Sequence[Field]
    act: "Callable[[Asked], Case]"

    @property
    def has_file(self) -> bool:
        """Whether a file may be sent along."""
        return any(one.widget is Widget.FILE for one in self.fields)

    @property
    def names(self) -> frozenset[str]:
        """Every name its form may send."""
        return frozenset({one.name for one in self.fields} | {MORE, BACK} | ({SURE} if self.move in FINAL else set()))

    def inputs(self, asked: Asked) -> list[Input]:
        """Its inputs, with the question whether one is sure behind what cannot be taken back."""
        drawn = [one.drawn(asked) for one in self.fields]
        return [one for one in drawn if one is not None] + ([_sure(asked)] if self.move in FINAL else [])

    def made(self, asked: Asked) -> "Case":
        """The move itself."""
        if self.move in FINAL and YES not in asked.typed.values(SURE):
            raise BadInput(
                "form.sure", "“{move}”办理后不能撤销:请核对填写的内容,勾选确认后再提交。", move=self.move.label
            )
        return self.act(asked)


def _sure(asked: Asked) -> Input:
    chosen = asked.typed.values(SURE)
    option = Option(YES, "我已核对以上内容,知道办理后不能撤销。", YES in chosen)
    return Input(SURE, "确认", Widget.CHECKS, "", True, chosen, [option])


def _dispatch(asked: Asked) -> "Case":
    typed = asked.typed
    orders = appeals.Orders(
        lead=_lead(asked),
        assisting=_assisting(asked),
        type=ask.word(AppealType, asked, "type", "诉求类型"),
        is_complex=ask.is_ticked(asked, "complex"),
        domain=typed.value("domain"),
        duty=typed.value("duty"),
        suggested=[one.kept() for one in asked.suggested],
        note=typed.value("note"),
    )
    return appeals.dispatch(number=asked.view.case.number, orders=orders, actor=asked.view.actor, at=asked.view.at)


def _lead(asked: Asked) -> str:
    lead = asked.typed.value("lead")
    if not lead:
        raise BadInput("dispatch.lead", "请选择主办单位。")
    return lead


def _assisting(asked: Asked) -> list[str]:
    return [code for name in ASSISTING if (code := asked.typed.value(name))]


def _refuse(asked: Asked) -> "Case":
    door = ask.word(Door, asked, "door", "应当去的地方")
    return appeals.refuse(door=door, reason=asked.typed.value("reason"), **_who(asked))


def _give_back(asked: Asked) -> "Case":
    typed = asked.typed
    return appeals.give_back(
        ground=ask.word(ReturnGround, asked, "ground", "退单情形"),
        duty=typed.value("duty"),
        reason=typed.value("reason"),
        proposed=typed.value("proposed"),
        **_who(asked),
    )


def _answer(asked: Asked) -> "Case":
    chosen = asked.typed.values("evidence")
    keys = [int(one) for one in chosen if one.isascii() and one.isdecimal() and len(one) < 10]
    for file in asked.files:
        name, content = ask.read_file(file)
        keys.append(appeals.attach(name=name, content=content, **_who(asked))[1].pk)
    outcome = ask.word(Outcome, asked, "outcome", "办理结果")
    return appeals.answer(outcome=outcome, text=asked.typed.value("text"), evidence=keys, **_who(asked))


def _attach(asked: Asked) -> "Case":
    if not asked.files:
        raise BadInput("upload.none", "请先选择要上传的文件。")
    name, content = ask.read_file(asked.files[0])
    return appeals.attach(name=name, content=content, **_who(asked))[0]


def _call_back(asked: Asked) -> "Case":
    result = ask.word(CallResult, asked, "result", "回访结果")
    return appeals.call_back(result=result, remark=asked.typed.value("remark"), **_who(asked))


def _who(asked: Asked) -> dict[str, Any]:
    return {"number": asked.view.case.number, "actor": asked.view.actor, "at": asked.view.at}


def _plain(service: "Callable[..., Case]", *names: str) -> "Callable[[Asked], Case]":
    """A service that takes the fields as they were typed."""
    return lambda asked: service(**{name: asked.typed.value(name) for name in names}, **_who(asked))


def _arbitrate(asked: Asked) -> "Case":
    reason = asked.typed.value("reason")
    return appeals.arbitrate(lead=_lead(asked), assisting=_assisting(asked), reason=reason, **_who(asked))


LEAST_LINES = "写明事实、依据和处理结果;反映人看得到,照抄以前的答复或字数不足的会被退回。"
INSIDE_REASON = Field("reason", "理由", Widget.TEXT, "写入办理日志。", True)
COMPLEX = Field("complex", "疑难诉求", Widget.CHECKS, "", False, lambda _: [Option(YES, "是,按政策的疑难期限办理")])
DOMAIN = Field("domain", "领域", Widget.LINE, "例如:市容环境、物业服务。")
DUTY = Field("duty", "权责条目", Widget.CHOICE, "所选主办单位今天依法持有的权力事项。", False, ask.duties)
PROPOSED = Field(
    "proposed", "建议承办单位", Widget.CHOICE, "", False, lambda asked: [ask.NONE, *asked.agencies()]
)  # fmt: skip
PROOF = Field("duty", "权责清单依据", Widget.LINE, "哪份清单的哪一项说明不由本单位办理,例如:权责清单第12项。", True)
JOINED = Field("lead", "并入哪一件", Widget.LINE, "填写在办诉求的编号。", True, first=ask.chosen_lead)
VERBS: Mapping[str, Verb] = {
    verb.move.name: verb
    for verb in (
        Verb(
            moves.DISPATCH,
            "交给主办单位办理,协办单位同时开始计时。答复期限自首次交办起算,转手不延长。",
            (ask.LEAD, *ask.WITH, ask.TYPE, COMPLEX, DOMAIN, DUTY, Field("note", "交办意见", Widget.TEXT)),
            _dispatch,
        ),
        Verb(moves.REFUSE, "不予受理,并告知反映人应当去的地方。", (ask.DOOR, ask.REASON), _refuse),
        Verb(
            moves.JOIN,
            "并入在办的同一件事:反映人会同样收到那一件的全部进展。",
            (JOINED, INSIDE_REASON),
            _plain(appeals.join, "lead", "reason"),
        ),
        Verb(moves.TAKE, "由您认领:您的姓名会显示为经办人。", (ask.STEP,), _plain(appeals.take, "step")),
        Verb(
            moves.ASK_ASSIST,
            "请一个单位协办,它有自己的时限,不长于主办时限。",
            (
                Field("agency", "协办单位", Widget.CHOICE, "", True, lambda asked: [ask.NOTHING, *asked.agencies()]),
                Field("what", "协办事由", Widget.TEXT, "请对方做什么。", True),
            ),
            _plain(appeals.ask_assist, "agency", "what"),
        ),
        Verb(
            moves.ASSIST,
            "把查明的情况和处理结果告诉主办单位,协办时限停止。",
            (ask.STEP, Field("result", "协办意见", Widget.TEXT, "", True)),
            _plain(appeals.assist, "step", "result"),
        ),
        Verb(
            moves.GIVE_BACK,
            "退回受理台重新交办,一件只能退一次;再次退单的,由协调员裁定主办单位。答复期限不因此延长。",
            (ask.GROUND, PROOF, INSIDE_REASON, PROPOSED),
            _give_back,
        ),
        Verb(
            moves.ARBITRATE,
            "裁定主办单位。裁定后不得再退,由所裁定的单位答复。",
            (ask.LEAD, *ask.WITH, INSIDE_REASON),
            _arbitrate,
        ),
        Verb(
            moves.EXTEND,
            "按政策延长一次答复期限,理由会告知反映人。",
            (ask.REASON,),
            _plain(appeals.extend, "reason"),
        ),
        Verb(
            moves.ANSWER,
            "答复反映人,办理时限停止。投诉、举报和未能解决的都会回访,其余按比例抽取。",
            (
                ask.OUTCOME,
                Field("text", "答复", Widget.TEXT, LEAST_LINES, True),
                Field("evidence", "佐证", Widget.CHECKS, "勾选本单位已上传的文件。", False, ask.evidence),
                Field(FILE, "再上传一个佐证", Widget.FILE, "PDF、JPG、PNG、DOCX 或 XLSX,至多 20 MB。"),
            ),
            _answer,
        ),
        Verb(
            moves.CALL_BACK,
            "登记回访结果:满意的办结,不满意的重新办理一次,三次未接通的办结并注明。",
            (ask.RESULT, Field("remark", "回访记录", Widget.TEXT, "对方说了什么;满意的可不填。")),
            _call_back,
        ),
        Verb(
            moves.REOPEN,
            "重新办理一次:仍由原主办单位办理,期限重新起算。",
            (ask.REASON,),
            _plain(appeals.reopen, "reason"),
        ),
        Verb(
            moves.WITHDRAW,
            "按反映人的要求撤回诉求,本件结束,不能恢复。",
            (Field("reason", "撤回原因", Widget.TEXT, "", True),),
            _plain(appeals.withdraw, "reason"),
        ),
        Verb(
            moves.REBASE,
            "改按今天施行的服务政策计时,全部期限重新计算。",
            (INSIDE_REASON,),
            _plain(appeals.rebase, "reason"),
        ),
        Verb(moves.ARCHIVE, "把已办结的诉求归档。归档后不再变动。", (), _plain(appeals.archive)),
        Verb(
            moves.MESSAGE,
            "给反映人留言,写入办理日志。不影响任何时限。",
            (Field("text", "留言", Widget.TEXT, "反映人会看到。", True),),
            _plain(appeals.message, "text"),
        ),
        Verb(
            moves.NOTE,
            "写一条内部备注,留在办理日志中,不能再改。",
            (Field("text", "内部备注", Widget.TEXT, "只有办理人员看得到。", True),),
            _plain(appeals.note, "text"),
        ),
        Verb(moves.ATTACH, "把文件存入本件,作为办理佐证。", (ask.UPLOAD,), _attach),
    )
}


def verb_named(name: str) -> Verb:
    """The form for a move in an address."""
    found = VERBS.get(name)
    if found is None:
        raise NotFound("move.unknown", "没有“{name}”这个动作:请从办件页进入。", name=name)
    return found
