"""Pages of the portal, and those of an applicant."""

from tests.browser.sight import NOBODY, Sight

SIGHTS = (
    Sight(
        "home", "", "/", (NOBODY, "citizen", "enterprise", "clerk"), "门户首页", "Home",
        "从“您要办什么事?”找事项,查进度,看自己的办件走到哪里。",
        "Find an item by one's own words, follow a case, see where one's own cases stand.",
    ),
    Sight(
        "sign-in", "sign-in", "/sign-in", (NOBODY,), "登录", "Sign in",
        "凭登录名和密码进入;多次不正确会暂时锁定。",
        "Sign in with name and password; several failures lock the name for a while.", is_plain=True,
    ),
    Sight(
        "items-found", "items", "/items?text=企业", (NOBODY,), "办事指南:查找", "Guides: search",
        "用自己的话找事项;没有结果时给出别的词。",
        "Find an item in one's own words; other words are offered where nothing is found.",
    ),
    Sight(
        "items-topic", "items", "/items?topic=farming", (NOBODY,), "办事指南:按主题", "Guides: a topic",
        "按生活事件和企业阶段找事项。",
        "Items by life event and by stage of a business.",
    ),
    Sight(
        "items-nothing", "items", "/items?text=去月球的许可怎么办", (NOBODY,), "没有找到事项", "Nothing found",
        "没有结果时给出能找到的更短的词和全部主题。",
        "Without a result: shorter words that would find something, and all topics.",
    ),
    Sight(
        "item-near", "items/<str:code>", "/items/food-business-licence?region=340122105", ("enterprise",), "事项指南:附近的窗口", "Guide: windows nearby",
        "按所在的镇列出最近的窗口、时间和电话。",
        "The nearest windows of one's own town, their hours and telephones.",
    ),
    Sight(
        "enterprise", "enterprise", "/enterprise", ("enterprise", NOBODY, "citizen"), "企业专区(一屏通办)", "Enterprise zone",
        "企业能办的、正在办的、要做的和到期日都在一屏。",
        "What an enterprise can apply for, what is under way, what it has to do and when, on one screen.",
    ),
    Sight(
        "enterprise-record", "enterprise/record", "/enterprise/record", ("enterprise", "citizen"), "企业档案", "Record of an enterprise",
        "登记内容、状态、变更,以及哪些部门已经收到,都有回执。",
        "Entries, status, changes, and who has received each of them, with receipts.",
    ),
    Sight(
        "items", "items", "/items", (NOBODY, "clerk"), "办事指南", "Guides",
        "全部事项,按部门、对象和方式查找。",
        "All items, by topic, agency and for whom.",
    ),
    Sight(
        "item", "items/<str:code>", "/items/food-business-licence", (NOBODY, "citizen"), "事项指南", "Guide of an item",
        "一个事项的材料、时限、环节、依据和窗口。",
        "One item: materials, terms, steps, basis and windows.",
    ),
    Sight(
        "item-property", "items/<str:code>", "/items/real-estate-first-registration", (NOBODY,), "事项指南(并行办理)", "Guide with parallel steps",
        "测绘与审核同时进行的流程图。",
        "A procedure whose survey and review run side by side.",
    ),
    Sight(
        "clock", "clock", "/clock", (NOBODY, "clerk"), "算期限", "Compute a term",
        "任何人都可以按任意日期、时限和中止算出届满日。",
        "Anybody may compute the due day of any date, term and pause.",
    ),
    Sight(
        "clock-answer", "clock", "/clock?start=2022-09-29&amount=10&counting=wd&from1=2022-10-11&to1=2022-10-13", (NOBODY,), "算期限:结果", "Compute a term: the answer",
        "逐日日历:计入、休息、调休,都写明通知文号。",
        "The days one by one: counted, off, make-up, each with its notice.",
    ),
    Sight(
        "appeals", "appeals", "/appeals", (NOBODY, "citizen", "enterprise", "clerk"), "诉求(一口受理)", "Appeals",
        "一个入口、一个负责人、一个期限;每一类多久答复,我的诉求到哪了。",
        "One entry, one answerable person, one clock; how long each type takes, and my own that are open.",
    ),
    Sight(
        "appeal-new", "appeals/new", "/appeals/new", (NOBODY, "citizen", "enterprise"), "提诉求", "Turn to the city",
        "一页填完,不用登录,没有脚本也能提。",
        "One short page, without a sign-in, without a script.",
    ),
    Sight(
        "appeal-new-placed", "appeals/new", "/appeals/new", (NOBODY,), "提诉求:加上坐标", "Turn to the city: add coordinates",
        "纬度和经度可以不填;手机可以一键填入,超出本市范围的会提示。",
        "Latitude and longitude are optional; a phone can fill them in, and what lies outside the city is refused.",
        acts=(("unfold", "[name=latitude]"), ("latitude", "31.820600"), ("longitude", "117.227200")),
    ),
    Sight(
        "appeal-new-item", "appeals/new", "/appeals/new?item=food-business-licence", ("enterprise",), "就一个事项提诉求", "An appeal about a service",
        "从办事指南来的,事项已经带上。",
        "Who comes from a guide brings the item along.",
    ),
    Sight(
        "appeal-wrong", "appeals/new", "/appeals/new", (NOBODY,), "提诉求:没有填全", "Turn to the city: something is missing",
        "缺什么一次说清,填过的都在。",
        "Everything missing is told at once, and nothing typed is lost.", status=422,
        acts=(("place", "市民广场"), ("click", "main form .send button")),
    ),
    Sight(
        "appeal-similar", "appeals/new", "/appeals/new", (NOBODY,), "提诉求:是不是同一件事?", "Turn to the city: is it the same matter?",
        "提交之前看到正在办的同一件事,别人写的不显示,仍可以提交。",
        "Before it is filed, open appeals on the same matter are shown, without a word of theirs; it may be sent all the same.",
        acts=(
            ("check", "input[value=complaint]"), ("text", "楼下工地夜里十一点后还在打桩,老人孩子睡不着,请管一管。"),
            ("select", "region=340104"), ("phone", "13912345678"), ("click", "main form .send button"),
        ),
    ),
    Sight(
        "appeal-received", "appeals/<str:number>/received", "/appeals/{my_appeal_told}/received", ("citizen",), "诉求已收到", "Appeal received",
        "编号、哪一天前交办、谁负责、怎么查。",
        "The number, by when it is passed on, who is answerable, how to follow it.", part="我的",
    ),
    Sight(
        "blocked", "blocked", "/blocked", (NOBODY, "citizen", "clerk"), "“办不成事”反映", "Blocked matters",
        "没办成的件一眼看到,三级时限都从受理那天算起。",
        "What failed at one glance; three rungs, whose terms all run from acceptance.",
    ),
    Sight(
        "blocked-new", "blocked/new", "/blocked/new", ("citizen", "enterprise"), "反映一件事", "Report a blocked matter",
        "先问是不是没办成的那一件,再问卡在哪里。",
        "First whether it is one that failed, then where it got stuck.",
    ),
    Sight(
        "blocked-new-wrong", "blocked/new", "/blocked/new", ("citizen",), "反映一件事:没有填全", "Report a blocked matter: something is missing",
        "缺什么一次说清,填过的都在。",
        "Everything missing is told at once, and nothing typed is lost.", status=422,
        acts=(("text", "系统一直提交不了"), ("click", "main form .send button")),
    ),
    Sight(
        "blocked-mine", "cases/<str:number>", "/cases/{matter_answered}", ("citizen",), "办不成事:已答复", "A blocked matter: answered",
        "答复、联合会审的决定,确认或者要求重新办理。",
        "The answer, what the joint review decided; agree, or have it taken up again.", part="我的",
    ),
    Sight(
        "blocked-mine-review", "cases/<str:number>", "/cases/{matter_concluded}", ("citizen",), "办不成事:办理中", "A blocked matter: under way",
        "会审决定由谁、做什么、何时完成。",
        "Who does what by when, as the joint review decided.", part="我的",
    ),
    Sight(
        "refusal", "refusals/<int:pk>", "/refusals/{refusal}", ("coordinator", "clerk"), "不予办理告知", "Notice of refusal",
        "理由、依据、可以怎么办,一页打印。",
        "Why, by which law, what can be done: one page to print.", part="我的",
    ),
    Sight(
        "track", "track", "/track", (NOBODY, "citizen"), "查进度", "Follow a case",
        "凭编号和手机号后四位查一件,不用登录;猜错多次会暂停。",
        "The number and four digits of the phone show one case without a sign-in; guesses are counted.",
    ),
    Sight(
        "tracked", "track/<str:number>", "/track?number={mine}", (NOBODY,), "查进度:一件", "Follow a case: one case",
        "遮蔽姓名的办理经过,现在在谁手里,何时届满。",
        "What happened, with the name masked; who has it now and when it is due.",
        acts=(("number", "{mine}"), ("phone_end", "{phone_end}"), ("click", "main form button[type=submit]")),
    ),
    Sight(
        "tracked-why", "track/<str:number>/why", "/track?number={mine}", (NOBODY,), "查进度:为什么是这一天?", "Follow a case: why this day?",
        "不登录也能看到逐日的理由。",
        "The days one by one, without a sign-in too.",
        acts=(
            ("number", "{mine}"), ("phone_end", "{phone_end}"), ("click", "main form button[type=submit]"),
            ("click", "main a[href*='/why']"),
        ),
    ),
    Sight(
        "rate", "rate/<str:token>", "/rate/{to_rate}", (NOBODY,), "评价服务", "Rate the service",
        "扫码或打开链接,一屏评完,不用登录;只写评的是什么。",
        "One screen by a code or a link, without a sign-in; it says what is rated and nothing else.",
    ),
    Sight(
        "rate-thanks", "rate/<str:token>/thanks", "/rate/{rated_bad}/thanks", (NOBODY,), "评价之后", "After rating",
        "差评接下来怎么核实、整改、再评;评错了可以撤回。",
        "How a bad rating is verified, mended and rated again; a mistake can be taken back.",
    ),
    Sight(
        "apply", "apply/<str:code>", "/apply/food-business-licence", ("enterprise", "citizen", NOBODY), "在线办理", "Apply online",
        "开始之前:为谁办、在哪里办、要准备什么、多久办好。",
        "Before the first question: for whom, where, what to have ready, how long.", part="我的",
    ),
    Sight(
        "apply-question", "cases/<str:number>/apply/<int:place>", "/cases/{mine_draft}/apply/1", ("citizen",), "在线办理:填写", "Apply online: a question",
        "一页一组问题,已知的先填好,可以随时存下来再来。",
        "One group of questions a page, filled in with what is known; saved at each step.", part="我的",
    ),
    Sight(
        "apply-materials", "cases/<str:number>/apply/materials", "/cases/{mine_draft}/apply/materials", ("citizen",), "在线办理:材料", "Apply online: materials",
        "逐项上传;政府已有的不用交。",
        "Each material uploaded; what the government has is not asked for.", part="我的",
    ),
    Sight(
        "apply-check", "cases/<str:number>/apply/check", "/cases/{mine_draft}/apply/check", ("citizen",), "在线办理:核对", "Apply online: check",
        "提交前看全部内容、还缺什么、哪一天届满。",
        "Everything before submission: what is missing, and when it will be due.", part="我的",
    ),
    Sight(
        "apply-done", "cases/<str:number>/apply/done", "/cases/{mine_submitted}/apply/done", ("citizen",), "在线办理:已提交", "Apply online: submitted",
        "编号、届满日和接下来怎样。",
        "The number, the due day and what comes next.", part="我的",
    ),
    Sight(
        "my", "my", "/my", ("citizen", "enterprise"), "我的办件", "My cases",
        "申请人自己的全部办件和各自的期限。",
        "All cases of the applicant with their terms.", part="我的",
    ),
    Sight(
        "my-case", "cases/<str:number>", "/cases/{mine}", ("citizen",), "我的办件:一件", "One of my cases",
        "办到哪一步,在谁手里,何时届满,我要做什么。",
        "How far it is, who has it, when it is due, what I must do.", part="我的",
    ),
    Sight(
        "my-case-correcting", "cases/<str:number>", "/cases/{mine_correcting}", ("citizen",), "我的办件:待补正", "A case that waits for corrections",
        "需要补正的内容一次列全。",
        "Everything to be corrected, listed at once.", part="我的",
    ),
    Sight(
        "my-message", "cases/<str:number>/message", "/cases/{mine}/message", ("citizen",), "给部门留言", "Write to the office",
        "与办理部门的往来,都在办件里。",
        "Messages with the office, kept with the case.", part="我的",
    ),
    Sight(
        "my-materials", "cases/<str:number>/materials", "/cases/{mine_submitted}/materials", ("citizen",), "我的办件:材料", "My case: materials",
        "已交的、还缺的,更换或补交。",
        "What was brought, what is missing; replace or add.", part="我的",
    ),
    Sight(
        "correct", "cases/<str:number>/correct", "/cases/{mine_correcting}/correct", ("citizen",), "补正", "Answer corrections",
        "要补正的内容在一页上答完,一次提交。",
        "All corrections answered on one page and submitted once.", part="我的",
    ),
    Sight(
        "why", "cases/<str:number>/why", "/cases/{mine}/why", ("citizen",), "为什么是这一天?", "Why this day?",
        "从起算到届满,每一天为什么计入或者不计,可以打印。",
        "From start to due day, why each day counts or not; printable.", part="我的",
    ),
    Sight(
        "my-notices", "my/notices", "/my/notices", ("citizen", "enterprise"), "消息", "Messages",
        "办件有进展先在这里告诉本人,未读的在前。",
        "What the party was told, unread first.", part="我的",
    ),
    Sight(
        "my-notice", "my/notices/<uuid:uid>", "/my/notices/{my_notice}", ("citizen",), "一条消息", "One message",
        "全文,并可以直接去办件。",
        "The whole text, and the way to the case.", part="我的",
    ),
    Sight(
        "my-contact", "my/contact", "/my/contact", ("enterprise", "citizen"), "接收方式", "How to reach me",
        "短信、邮件和系统推送,验证地址,免打扰时段。",
        "Text messages, e-mail and a system of one's own; proofs of addresses; quiet hours.", part="我的",
    ),
    Sight(
        "my-appeal", "cases/<str:number>", "/cases/{my_appeal}", ("citizen",), "我的诉求:办理中", "My appeal: under way",
        "现在在谁手里、从哪天到哪天、谁负责、经过谁的手。",
        "Who has it, since when, until when, who is answerable, through whose hands it went.", part="我的",
    ),
    Sight(
        "my-appeal-told", "cases/<str:number>", "/cases/{my_appeal_told}", ("citizen",), "我的诉求:待交办", "My appeal: to be passed on",
        "哪一天前确定由谁办理。",
        "By when it is decided whom it is for.", part="我的",
    ),
    Sight(
        "my-appeal-answered", "cases/<str:number>", "/cases/{my_appeal_answered}", ("citizen",), "我的诉求:已答复", "My appeal: answered",
        "答复和佐证,不满意可以要求重新办理一次。",
        "The answer with its evidence; it may be taken up again once.", part="我的",
    ),
    Sight(
        "my-appeal-reopened", "cases/<str:number>", "/cases/{my_appeal_reopened}", ("citizen",), "我的诉求:重新办理", "My appeal: taken up again",
        "原来的答复还在,新的期限从重办起算。",
        "The former answer stays; the new term runs from the day it was taken up again.", part="我的",
    ),
    Sight(
        "my-appeal-joined", "cases/<str:number>", "/cases/{my_appeal_joined}", ("citizen",), "我的诉求:并案", "My appeal: joined",
        "同一件事办到哪了,别人写的一个字也不显示。",
        "How the same matter stands, without a word another reporter wrote.", part="我的",
    ),
    Sight(
        "my-appeal-refused", "cases/<str:number>", "/cases/{my_appeal_refused}", ("citizen",), "我的诉求:不予受理", "My appeal: not accepted",
        "为什么不受理,应当去哪里。",
        "Why it was not accepted, and where to go.", part="我的",
    ),
    Sight(
        "firms-appeal", "cases/<str:number>", "/cases/{firms_appeal}", ("enterprise",), "企业的诉求:退过一次", "An appeal of an enterprise, given back once",
        "退了几次、给了谁、期限不变。",
        "How often it was given back, to whom it went, the same due day.", part="我的",
    ),
    Sight(
        "why-appeal", "cases/<str:number>/why", "/cases/{my_appeal}/why", ("citizen",), "诉求:为什么是这一天?", "An appeal: why this day?",
        "交办、办理、每一手的期限,逐日可查。",
        "The days of the dispatch, of the whole and of each hand.", part="我的",
    ),
    Sight(
        "tracked-appeal", "track/<str:number>", "/track?number={guests_appeal}", (NOBODY,), "查进度:一件诉求", "Follow an appeal",
        "没有账号的人凭编号和手机号看到同样的经过。",
        "Who has no sign-in sees the same course with the number and the phone.",
        acts=(("number", "{guests_appeal}"), ("phone_end", "0001"), ("click", "main form button[type=submit]")),
    ),
    Sight(
        "not-found", "", "/no-such-page", (NOBODY, "clerk"), "没有这个页面", "No such page",
        "写明下一步怎么办。",
        "Says what to do next.", status=404, is_plain=True,
    ),
)  # fmt: skip
