"""What the window asks for, and what its answers are called."""

from django.utils.translation import gettext_lazy as _

from tongban.faces.pages.inputs import Input, Widget, options
from tongban.hall.applications.services import Answer
from tongban.registry.parties.queries import RepresentativeKind

PERSON = (
    Input("name", "姓名", Widget.LINE, is_needed=True),
    Input("number", "公民身份号码", Widget.LINE, "18位,对照身份证逐位填写。", is_needed=True),
    Input("phone", "手机号码", Widget.PHONE, "用于通知和查询进度,保存时加密。"),
)
ENTERPRISE = (
    Input("name", "名称", Widget.LINE, "与营业执照一致。", is_needed=True),
    Input("number", "统一社会信用代码", Widget.LINE, "18位,对照营业执照逐位填写。", is_needed=True),
    Input("legal_representative", "法定代表人", Widget.LINE, is_needed=True),
    Input("address", "住所", Widget.LINE, is_needed=True),
    Input("business_scope", "经营范围", Widget.TEXT, is_needed=True),
    Input("registered_capital_yuan", "注册资本", Widget.NUMBER, "以元为单位。", is_needed=True),
    Input("established_on", "成立日期", Widget.DAY, is_needed=True),
    Input("phone", "手机号码", Widget.PHONE, "用于通知和查询进度,保存时加密。"),
)
AGENT = (
    Input("number", "办理人的公民身份号码", Widget.LINE, "对照身份证逐位填写。", is_needed=True),
    Input("name", "办理人姓名", Widget.LINE, "没有登记过的办理人须填写。"),
    Input("phone", "手机号码", Widget.PHONE),
    Input(
        "kind",
        "身份",
        Widget.CHOICE,
        "法定代表人本人到场的,姓名须与登记一致。",
        is_needed=True,
        options=options(
            [(kind.value, kind.label) for kind in (RepresentativeKind.AGENT, RepresentativeKind.LEGAL)], []
        ),
    ),
    Input("document", "依据文件", Widget.LINE, "例如授权委托书及其日期。已登记为代表的不必填写。"),
    Input("until_on", "代办到哪一天为止", Widget.DAY, "留空则长期有效。"),
)
# what a button says, and what it will do
ANSWERS = {
    Answer.ACCEPT: (_("收件并受理"), _("材料齐全:出具受理通知书,承诺时限开始计算。")),
    Answer.DEFER: (_("收件并容缺受理"), _("只缺可容缺的材料:出具容缺受理告知书,承诺时限开始计算。")),
    Answer.COMMIT: (_("收件并告知承诺受理"), _("以书面承诺代替证明材料:请先照录承诺内容。")),
    Answer.ASK: (_("收件并一次性告知"), _("出具一次性告知书,列出全部所缺材料和您写明的其他内容。")),
    Answer.FILE: (_("只收件"), _("出具材料接收凭证,由部门决定是否受理。")),
    Answer.DRAFT: (_("存为草稿"), _("申请人稍后再来:不计时,不出具文书。")),
}
