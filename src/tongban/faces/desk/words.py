"""The words of the forms: what each move does, and how each field of a body is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.faces.pages.inputs import Widget


@dataclass(frozen=True)
class Question:
    """A field of a body as a form asks for it."""

    label: str
    widget: Widget
    hint: str = ""


# by the name of the field in the body, or by ``move.field`` where one move asks for it in words of its own
QUESTIONS: Mapping[str, Question] = {
    "step": Question("环节", Widget.CHOICE),
    "commitment": Question("申请人的书面承诺", Widget.TEXT, "照录申请人签署的承诺内容。"),
    "items": Question(
        "需要补正的材料", Widget.CHECKS, "只能一次性告知:请把全部需要补正的都选上。申请人会看到逐项清单。"
    ),
    "reason": Question("理由", Widget.TEXT, "会告知申请人。"),
    "ask_correction.reason": Question("补正理由", Widget.TEXT, "留空则写明“材料不齐全或不符合法定形式”,并告知申请人。"),
    "refuse.reason": Question("不予受理的理由", Widget.TEXT, "会书面告知申请人。"),
    "decide.reason": Question("决定的理由或内容", Widget.TEXT, "会告知申请人;作出不予决定时尤须说明依据和事实。"),
    "pause.reason": Question("中止理由", Widget.TEXT, "会书面告知申请人。"),
    "pause_step.reason": Question("中止理由", Widget.TEXT, "会书面告知申请人。"),
    "agency": Question("移交给", Widget.CHOICE, "只列出今天在该区域有权办理的单位。"),
    "hand_over.reason": Question("移交理由", Widget.TEXT, "例如权力事项下放、收回或调整的文件。"),
    "extend.reason": Question("延期理由", Widget.TEXT, "会告知申请人。"),
    "correct.reason": Question("更正原因", Widget.TEXT, "只更正文字、数字等笔误,不改变决定。"),
    "withdraw.reason": Question("撤回的原因", Widget.TEXT),
    "remedy": Question("救济途径", Widget.TEXT, "留空则告知申请行政复议或者提起行政诉讼的一般途径和期限。"),
    "name": Question("企业专员姓名", Widget.LINE),
    "attach.file": Question("文件", Widget.FILE, "PDF、JPG、PNG、DOCX 或 XLSX,至多 20 MB。"),
    "material": Question("这是哪一项材料", Widget.CHOICE, "上传后代替原来交的同一项材料。"),
    "assignee": Question("经办人", Widget.CHOICE),
    "result": Question("办理意见", Widget.TEXT, "写明本环节的结论。"),
    "ground": Question("事由", Widget.CHOICE, "只有法律列明的事由可以中止计时。"),
    "resume.ground": Question("恢复哪一项中止", Widget.CHOICE),
    "resume_step.ground": Question("恢复哪一项中止", Widget.CHOICE),
    "evidence": Question("依据材料", Widget.TEXT, "例如检测委托书及其文号。"),
    "limit_on": Question("最迟恢复日", Widget.DAY, "到这一天仍未恢复的,系统自动恢复计时。"),
    "term": Question("延长多久", Widget.CHOICE),
    "outcome": Question("决定", Widget.CHOICE),
    "document": Question("文书编号", Widget.LINE),
    "text": Question("更正后的内容", Widget.TEXT, "会告知申请人。"),
    "commit.material": Question("代替哪一项材料", Widget.CHOICE),
    "review_material.material": Question("材料", Widget.CHOICE),
    "review": Question("审核结果", Widget.CHOICE),
    "remark": Question("审核说明", Widget.TEXT, "存疑或不合格的必须写明哪里不符、怎样改正。告知补正时会照此写入。"),
    "message.text": Question("留言", Widget.TEXT, "对方会看到。不影响办理时限。"),
    "note.text": Question("内部备注", Widget.TEXT, "只有办理人员看得到,申请人看不到。"),
    "how": Question("送达方式", Widget.LINE, "例如:当面领取、邮寄、电子送达。"),
    "paper": Question("窗口已核验的纸质材料", Widget.CHECKS),
    "provide_deferred.paper": Question("申请人补交的材料", Widget.CHECKS, "只列出容缺受理时约定后补、尚未补交的材料。"),
}

# what a move will do, said before it is made; ``{promised}`` is the promised term of the item
DOES: Mapping[str, str] = {
    "edit": "保存修改后的申请表。草稿只有申请人和经手窗口可以看到,提交后才开始计时。",
    "attach": "把文件存入本件;选定材料的,该项材料即视为已交。",
    "commit": "以申请人的书面承诺代替一项证明材料。承诺不实的,依法撤销决定并承担责任。",
    "precheck": "对照办事指南检查申请表和材料,一次列出全部问题。不改变办件状态,也不计时。",
    "submit": "提交后部门即收到申请,受理时限开始计算。",
    "accept": "材料齐全,予以受理:承诺时限{promised}自受理之日起算,首批环节同时开始。",
    "accept_deferred": "先受理,欠缺的次要材料由申请人在承诺期限届满前补交:承诺时限{promised}照常起算。补齐前不能作出决定。",
    "accept_committed": "以申请人的书面承诺代替证明材料,予以受理:承诺时限{promised}自受理之日起算。",
    "deem_accepted": "逾期未告知补正的,自收到申请之日起视为受理。",
    "ask_correction": "一次性告知申请人需要补正的全部内容,只能告知一次。等待补正期间不计时。",
    "answer_correction": "补正完成后提交,部门重新收件,受理时限重新起算。",
    "refuse": "不予受理,本件结束。理由和救济途径会书面告知申请人。",
    "hand_over": "把本件移交给今天依法有权办理的单位,未办结的环节一并移交,计时不中断。移交后可能不再由您查看。",
    "name_specialist": "为企业指定全程陪办的专员,姓名会显示在办件上。",
    "take_step": "由您认领此环节:您的姓名会显示为经办人。",
    "assign_step": "把此环节交给本单位的一名经办人:其姓名会显示为经办人,原经办人不再经办。",
    "complete_step": "办结此环节,后续环节随即开始计时。办理意见会留在办理日志中,不能再改。",
    "pause": "整件停止计时,直到恢复。理由和最迟恢复日会书面告知申请人。",
    "pause_step": "只有此环节停止计时,直到恢复。理由和最迟恢复日会书面告知申请人。",
    "resume": "恢复整件计时,恢复当日计入期限。",
    "resume_step": "恢复此环节计时,恢复当日计入期限。",
    "resume_lapsed": "中止的最迟恢复日已到,恢复计时。",
    "extend": "延长办理期限,一件只能延期一次,须经本机关负责人批准并把理由告知申请人。",
    "provide_deferred": "登记申请人补交的容缺材料。全部补齐后才能作出决定。",
    "decide": "作出决定,办理时限停止,送达时限开始计算。作出后不能撤销,只能更正笔误。",
    "correct": "更正决定书中的笔误并告知申请人,决定本身不变。",
    "deliver": "登记决定已经送达申请人,送达时限停止。",
    "withdraw": "撤回申请,本件结束,不能恢复;需要时可以重新申请。",
    "review_material": "逐项审核材料:通过、存疑或不合格。有不合格的材料时不能受理;申请人重新提交后须重新审核。",
    "message": "给对方留言,写入办理日志。留言不改变办件状态,也不影响任何时限。",
    "note": "写一条内部备注,留在办理日志中。申请人看不到,也不能再改。",
    "archive": "把已办结的件归档。归档后不再变动。",
}


def question(move: str, field: str) -> Question:
    """How a move asks for a field."""
    return QUESTIONS.get(f"{move}.{field}") or QUESTIONS[field]
