"""Pages of the desk, the window and the catalogue."""

from tests.browser.sight import Sight

SIGHTS = (
    Sight(
        "appeal-intake", "desk/appeals/new", "/desk/appeals/new", ("clerk", "town_clerk", "coordinator"), "登记诉求", "Take an appeal in",
        "热线、专窗、镇窗口一口受理。",
        "One entry for hotline, window and town.", part="窗口",
    ),
    Sight(
        "appeal-taken", "desk/appeals/taken/<str:number>", "/desk/appeals/taken/{appeal_told}", ("clerk",), "诉求已登记", "An appeal taken in",
        "编号、怎样告诉反映人、相近的诉求。",
        "Its number, what to tell the person, appeals like it.", part="窗口",
    ),
    Sight(
        "appeal-import", "desk/appeals/import", "/desk/appeals/import", ("clerk",), "批量导入诉求", "Import appeals",
        "先检查,再导入,每行一个结果。",
        "Check first, then import; a result for each row.", part="窗口",
    ),
    Sight(
        "callbacks", "desk/callbacks", "/desk/callbacks", ("coordinator",), "回访", "Call-backs",
        "先到期的在前,自己办的不能自己回访。",
        "The first due first; nobody calls back about their own.", part="办理",
    ),
    Sight(
        "alerts", "desk/alerts", "/desk/alerts", ("coordinator", "supervisor"), "群体预警", "Group alerts",
        "同一地点或企业短期内多件诉求。",
        "Many on one place or enterprise in few days.", part="办理",
    ),
    Sight(
        "alerts-handled", "desk/alerts/<int:alert>", "/desk/alerts/{alert}", ("coordinator",), "处置预警", "Handle an alert",
        "写明谁牵头、怎样处置。",
        "Who leads and what is done.", part="办理",
    ),
    Sight(
        "appeal-told", "cases/<str:number>", "/cases/{appeal_told}", ("clerk", "coordinator"), "诉求:待交办", "An appeal to be dispatched",
        "群众的原话、地点,和能交给谁。",
        "The words as told, the place, and whom it can go to.", part="办理",
    ),
    Sight(
        "appeal", "cases/<str:number>", "/cases/{appeal_handed}", ("handler", "head", "clerk", "supervisor"), "诉求:办理中", "An appeal under way",
        "经手的每个单位各有时钟,时间在谁手里一目了然。",
        "Each hand has a clock of its own; who holds the time is plain.", part="办理",
    ),
    Sight(
        "appeal-answered", "cases/<str:number>", "/cases/{appeal_answered}", ("coordinator",), "诉求:已答复", "An answered appeal",
        "答复、佐证、回访。",
        "The answer, its evidence, the call-back.", part="办理",
    ),
    Sight(
        "appeal-contested", "cases/<str:number>", "/cases/{appeal_contested}", ("coordinator",), "诉求:待裁定", "An appeal to be arbitrated",
        "两个单位都退了,由协调员裁定。",
        "Two agencies gave it back; the coordinator names the lead.", part="办理",
    ),
    Sight(
        "appeal-dispatch", "cases/<str:number>/appeal/<str:move>", "/cases/{appeal_told}/appeal/dispatch", ("clerk",), "交办", "Dispatch",
        "建议的主办单位、权责条目,由人决定。",
        "Proposed leads and their duties; a person decides.", part="办理",
    ),
    Sight(
        "appeal-answer", "cases/<str:number>/appeal/<str:move>", "/cases/{appeal_handed}/appeal/answer", ("handler",), "答复", "Answer",
        "结果、答复和佐证在一张表上。",
        "Result, answer and evidence on one form.", part="办理",
    ),
    Sight(
        "appeal-return", "cases/<str:number>/appeal/<str:move>", "/cases/{appeal_handed}/appeal/give_back", ("handler",), "退单", "Give back",
        "只能退一次,依据权责清单。",
        "Once, with its ground out of the duty list.", part="办理",
    ),
    Sight(
        "appeal-join", "cases/<str:number>/appeal/<str:move>", "/cases/{appeal_told}/appeal/join", ("clerk",), "并案", "Join",
        "列出相近的在办诉求。",
        "Lists appeals under way like it.", part="办理",
    ),
    Sight(
        "appeal-phone", "cases/<str:number>/appeal/phone", "/cases/{appeal_told}/appeal/phone", ("clerk",), "查看联系电话", "Look at the telephone",
        "写明理由才显示,每次都有记录。",
        "Shown for a reason, each time on record.", part="办理",
    ),
    Sight(
        "blocked-list", "desk/blocked", "/desk/blocked", ("coordinator", "clerk", "handler"), "办不成事清单", "Blocked matters",
        "在办的、待认定根因的、否定报备的、没有报备的。",
        "Under way, without a root cause, reports of refusal, refusals without one.", part="办理",
    ),
    Sight(
        "blocked-reports", "desk/blocked", "/desk/blocked?show=reports", ("coordinator",), "否定报备清单", "Reports of refusal",
        "窗口每说一次不行,都在这里。",
        "Every no of a window.", part="办理",
    ),
    Sight(
        "blocked-unreported", "desk/blocked", "/desk/blocked?show=unreported", ("coordinator",), "未报备的不予受理", "Refusals without a report",
        "说了不行却没有报备的件。",
        "Applications refused without a report.", part="办理",
    ),
    Sight(
        "blocked-case", "cases/<str:number>", "/cases/{matter_brought}", ("coordinator", "clerk"), "办不成事:待处理", "A blocked matter to be looked at",
        "当场解决、受理交办、或者指明应去的地方。",
        "Solve on the spot, give it to an agency, or name the right door.", part="办理",
    ),
    Sight(
        "blocked-review", "cases/<str:number>", "/cases/{matter_concluded}", ("coordinator", "supervisor"), "办不成事:联合会审", "A blocked matter in joint review",
        "意见、纪要、决定、任务,各有期限。",
        "Opinions, minutes, decision, tasks, each with its day.", part="办理",
    ),
    Sight(
        "blocked-ended", "cases/<str:number>", "/cases/{matter_ended}", ("coordinator",), "办不成事:已办结", "A blocked matter: closed",
        "根因和由它引出的事项整改。",
        "The root cause and the rectification it set going.", part="办理",
    ),
    Sight(
        "blocked-intake", "desk/blocked/new", "/desk/blocked/new", ("clerk", "coordinator"), "登记“办不成事”", "Take in a blocked matter",
        "窗口、热线、专员都用这一张表。",
        "One form for window, hotline and coordinator.", part="窗口",
    ),
    Sight(
        "refusal-new", "desk/refusals/new", "/desk/refusals/new?case={refused_case}", ("clerk",), "否定报备", "Report of refusal",
        "一张表写明理由、依据和救济途径。",
        "One form with reasons, law and remedy.", part="窗口",
    ),
    Sight(
        "item-mending", "cases/<str:number>", "/cases/{item_mending}", ("coordinator", "head"), "事项整改", "Rectification of an item",
        "改哪里、谁来改、改好告诉谁。",
        "What is to change, who does it, who is told.", part="办理",
    ),
    Sight(
        "desk", "desk", "/desk", ("handler", "head", "clerk", "coordinator", "supervisor", "town_clerk", "leader"),
        "办件清单", "The queue", "按剩余时间排列的待办,筛选、搜索、批量办理。",
        "What waits, by time left; filters, search, acts on many.", part="办理",
    ),
    Sight(
        "case", "cases/<str:number>", "/cases/{under_way}", ("handler", "head", "clerk", "supervisor"), "办件页", "A case",
        "材料、环节、时钟、日志和可以做的动作。",
        "Materials, steps, clocks, journal and what can be done.", part="办理",
    ),
    Sight(
        "move", "cases/<str:number>/moves/<str:move>", "/cases/{submitted}/moves/accept", ("clerk",), "办理动作", "An act",
        "每个动作一张表,写明效果和依据。",
        "Each act is a form that says what it does and by which article.", part="办理",
    ),
    Sight(
        "case-submitted", "cases/<str:number>", "/cases/{submitted}", ("clerk",), "办件页:待受理", "A case to be accepted",
        "材料与申请表并排,逐项审核。",
        "Materials beside the form, reviewed one by one.", part="办理",
    ),
    Sight(
        "case-viewer", "cases/<str:number>", "/cases/{with_file}?file={file}", ("handler",), "办件页:查看材料", "A case: a material shown",
        "文件就在页面里打开,翻页、放大。",
        "The file opens on the page.", part="办理",
    ),
    Sight(
        "case-decided", "cases/<str:number>", "/cases/{decided}", ("handler",), "办件页:已决定", "A decided case",
        "决定、文书和送达。",
        "The decision, its papers, its delivery.", part="办理",
    ),
    Sight(
        "case-journal", "cases/<str:number>/journal", "/cases/{under_way}/journal", ("handler", "supervisor",), "办理日志", "Journal",
        "每一行都带着前一行的摘要。",
        "Every act, each line with the digest of the one before.", part="办理",
    ),
    Sight(
        "appeal-print", "cases/<str:number>/print", "/cases/{appeal_answered}/print", ("coordinator", "handler"), "打印诉求案卷", "File of an appeal for printing",
        "内容、经手、答复、目录和日志,打印在纸上。",
        "What was told, the hands, the answers, the contents and the journal, on paper.", part="办理",
    ),
    Sight(
        "blocked-print", "cases/<str:number>/print", "/cases/{matter_concluded}/print", ("coordinator",), "打印“办不成事”案卷", "File of a blocked matter for printing",
        "反映内容、经手、会审、答复和日志,打印在纸上。",
        "What got stuck, the hands, the review, the answers and the journal, on paper.", part="办理",
    ),
    Sight(
        "case-print", "cases/<str:number>/print", "/cases/{under_way}/print", ("handler",), "打印案卷", "Case file for printing",
        "案卷目录、环节、时限、日志,按档案要求排列。",
        "Contents, steps, terms and journal, laid out for the archive.", part="办理",
    ),
    Sight(
        "case-open", "cases/<str:number>/open", "/cases/{under_way}/open?field=phone", ("handler",), "查看被遮蔽的号码", "Show a masked number",
        "写明理由才能看,每次都留记录。",
        "Only with a reason, and each look is recorded.", part="办理",
    ),
    Sight(
        "case-openings", "cases/<str:number>/openings", "/cases/{under_way}/openings", ("supervisor",), "查看记录", "Record of looks",
        "谁在什么时候为什么看过号码。",
        "Who looked at a number, when and why.", part="办理",
    ),
    Sight(
        "move-correction", "cases/<str:number>/moves/<str:move>", "/cases/{submitted}/moves/ask_correction", ("clerk",), "一次性告知补正", "Ask for corrections",
        "把要补正的一次选全。",
        "Everything to be corrected, chosen at once.", part="办理",
    ),
    Sight(
        "move-pause", "cases/<str:number>/moves/<str:move>", "/cases/{under_way}/moves/pause", ("handler",), "中止计时", "Pause",
        "只有法定事由可以中止,写明最迟恢复日。",
        "Only for grounds of the law, with a last day.", part="办理",
    ),
    Sight(
        "desk-find", "desk", "/desk", ("clerk",), "查找办件", "Search",
        "按编号、姓名、手机号查找,每次都有记录。",
        "By number, name or phone; each search is logged.", part="办理",
        acts=(("text", "样例"), ("click", "main form[action='/desk/find'] button[type=submit]")),
    ),
    Sight(
        "desk-chosen", "desk/chosen", "/desk", ("handler",), "一起办理", "Many at once",
        "先看会办哪些、办什么,再逐件办理。",
        "What will be done to which cases, before anything is done.", part="办理",
        acts=(
            ("check", "main input[name=number]"), ("click", "main form.chosen button[name=act]"),
        ),
    ),
    Sight(
        "desk-filters", "desk/filters", "/desk/filters", ("handler",), "常用筛选", "Saved filters",
        "把常用的筛选存下来。",
        "Filters kept for the next day.", part="办理",
    ),
    Sight(
        "ratings", "desk/ratings", "/desk/ratings", ("supervisor", "head", "clerk", "leader"), "好差评", "Ratings",
        "差评在前,各自走到整改的哪一步;撤回和排除的也列出。",
        "Bad ones first, each with its rectification; those taken back or excluded are listed too.", part="办理",
    ),
    Sight(
        "rating-figures", "desk/ratings/figures", "/desk/ratings/figures?by=agency", ("supervisor", "head"), "好差评统计", "Figures of the ratings",
        "好评率带条数和95%区间,每个数都能点开看评价。",
        "Good rates with their counts and 95 % intervals; every number opens to its ratings.", part="办理",
    ),
    Sight(
        "rating", "desk/ratings/<int:pk>", "/desk/ratings/{bad_rating}", ("supervisor", "coordinator", "leader"), "一条评价", "A rating",
        "排除要两个人:一人提出写明理由,另一人复核。",
        "Leaving one out takes two: one proposes with a reason, another confirms.", part="办理",
    ),
    Sight(
        "rating-hotline", "desk/ratings/hotline", "/desk/ratings/hotline?number={hotline_case}", ("clerk",), "热线代评", "Ratings by telephone",
        "替来电人登记评价;被评单位的人不能登记。",
        "Taken down for who calls, never by the rated agency.", part="办理",
    ),
    Sight(
        "rectification", "cases/<str:number>", "/cases/{mending}", ("supervisor", "head"), "差评整改", "A rectification",
        "核实、联系、整改、验收,各有期限,被评的人不能核实自己。",
        "Verified, the person asked, mended, accepted, each within its term and never by who was rated.", part="办理",
    ),
    Sight(
        "rectification-done", "cases/<str:number>", "/cases/{mended}", ("supervisor",), "差评整改:已整改", "A rectification that is done",
        "措施、证据和再次评价都在一页上。",
        "Measures, evidence and the second rating on one page.", part="办理",
    ),
    Sight(
        "counter", "desk/counter", "/desk/counter", ("clerk", "town_clerk",), "窗口:请问是哪一位?", "Window: who is it?",
        "输入完整号码,已登记的直接带出。",
        "A whole number brings up what is known.", part="窗口",
    ),
    Sight(
        "counter-person", "desk/counter/person", "/desk/counter/person", ("clerk",), "窗口:登记自然人", "Window: register a person",
        "没有登记过的,对照证件登记一次。",
        "Who is not known is registered once, from the card.", part="窗口",
    ),
    Sight(
        "counter-enterprise", "desk/counter/enterprise", "/desk/counter/enterprise", ("clerk",), "窗口:登记经营主体", "Window: register an enterprise",
        "照营业执照登记。",
        "As the licence says.", part="窗口",
    ),
    Sight(
        "counter-who", "desk/counter/for/<str:who>", "/desk/counter", ("clerk",), "窗口:谁来办理", "Window: who acts",
        "企业由谁代表,核对授权。",
        "Who acts for the enterprise, with which authority.", part="窗口",
        acts=(("number", "{firm_code}"), ("click", "main form button[type=submit]")),
    ),
    Sight(
        "counter-items", "desk/counter/for/<str:who>", "/desk/counter", ("clerk",), "窗口:办什么事", "Window: what about",
        "常办的事项在前,也可以搜索。",
        "The items most applied for come first; search for the others.", part="窗口",
        acts=(
            ("number", "{firm_code}"), ("click", "main form button[type=submit]"), ("click", "main a[href^='/desk/counter/for/']"),
        ),
    ),
    Sight(
        "counter-form", "desk/counter/for/<str:who>/<str:code>", "/desk/counter", ("clerk",), "窗口:一张表", "Window: the one form",
        "已知的都填好,材料逐项打勾,当场答复。",
        "Filled in from what is known; materials ticked; answered on the spot.", part="窗口",
        acts=(
            ("number", "{firm_code}"), ("click", "main form button[type=submit]"), ("click", "main a[href^='/desk/counter/for/']"),
            ("text", "食品经营"), ("click", "main form button[type=submit]"), ("click", "main a[href$='/food-business-licence']"),
        ),
    ),
    Sight(
        "counter-handover", "desk/counter/handover", "/desk/counter/handover", ("clerk",), "窗口:待取件", "Window: to be collected",
        "已经作出决定、等人来取的件。",
        "Decided cases that wait to be collected.", part="窗口",
    ),
    Sight(
        "counter-hand", "desk/counter/handover/<str:number>", "/desk/counter/handover/{decided}", ("clerk",), "窗口:交付", "Window: hand over",
        "核对领取人的证件再交付。",
        "Check who collects, then hand it over.", part="窗口",
    ),
    Sight(
        "counter-done", "desk/counter/cases/<str:number>", "/desk/counter/cases/{submitted}", ("clerk",), "窗口:办好了", "Window: done",
        "打印回执,下一位。",
        "Print the receipt; next person.", part="窗口",
    ),
    Sight(
        "catalog", "desk/catalog", "/desk/catalog", ("item_manager", "admin",), "事项管理", "Catalogue",
        "全部事项、草稿和版本。",
        "All items, drafts and versions.", part="事项",
    ),
    Sight(
        "catalog-new", "desk/catalog/new", "/desk/catalog/new", ("item_manager",), "新建事项", "New item",
        "编码定下后不能改。",
        "The code is for good.", part="事项",
    ),
    Sight(
        "catalog-item", "desk/catalog/items/<str:code>", "/desk/catalog/items/street-occupation-permit", ("item_manager",), "事项的版本", "Versions of an item",
        "各版本、差别和四减。",
        "Its versions, their differences, the four reductions.", part="事项",
    ),
    Sight(
        "catalog-version", "desk/catalog/items/<str:code>/versions/<int:number>", "/desk/catalog/items/food-business-licence/versions/1", ("item_manager",), "一个版本", "One version",
        "一版指南的全文和流程图。",
        "One version in full, with its procedure drawn.", part="事项",
    ),
    Sight(
        "catalog-draft", "desk/catalog/items/<str:code>/draft", "/desk/catalog/items/street-occupation-permit/draft?section=steps", ("item_manager",), "起草", "A draft",
        "逐部分修改,边改边算承诺时限和关键路径。",
        "Changed part by part; promised term and critical path computed at once.", part="事项",
    ),
    Sight(
        "catalog-draft-form", "desk/catalog/items/<str:code>/draft", "/desk/catalog/items/street-occupation-permit/draft?section=form", ("publisher",), "起草:申请表单", "A draft: its form",
        "逐项写表单,旁边就是申请人看到的样子。",
        "Field by field, with the form beside it as the citizen will see it.", part="事项",
    ),
    Sight(
        "catalog-publish", "desk/catalog/items/<str:code>/draft/publish", "/desk/catalog/items/street-occupation-permit/draft/publish", ("publisher", "item_manager"), "复核发布", "Publishing",
        "发布前写明改什么、从哪天起、多少在办件不受影响;起草人不能发布。",
        "Before it is done: what changes, from which day, how many cases run on; no author publishes.", part="事项",
    ),
    Sight(
        "catalog-discard", "desk/catalog/items/<str:code>/draft/discard", "/desk/catalog/items/street-occupation-permit/draft/discard", ("item_manager",), "废弃草稿", "Putting a draft aside",
        "写明理由,内容留存备查。",
        "With the reason; what it said is kept.", part="事项",
    ),
    Sight(
        "catalog-retire", "desk/catalog/items/<str:code>/retire", "/desk/catalog/items/food-business-licence/retire", ("publisher",), "停用事项", "Retire an item",
        "写明停用日期和依据。",
        "With the last day and the document.", part="事项",
    ),
    Sight(
        "desk-notices", "desk/notices", "/desk/notices", ("handler", "clerk"), "消息(工作人员)", "Messages of staff",
        "有要办的事、将要到期的件,未读的在前。",
        "What there is to do and what is soon due, unread first.", part="办理",
    ),
    Sight(
        "desk-notice", "desk/notices/<uuid:uid>", "/desk/notices/{staff_notice}", ("handler",), "一条消息(工作人员)", "One message of staff",
        "全文,并可以直接去办。",
        "The whole text, and the way to what is to be done.", part="办理",
    ),
    Sight(
        "undelivered", "manage/undelivered", "/manage/undelivered", ("admin", "clerk", "supervisor"), "未送达的通知", "Undelivered notices",
        "没有送到本人的短信和邮件,按状态、渠道和办件查找。",
        "Text messages and e-mail that did not arrive, by state, channel and case.", part="管理",
    ),
    Sight(
        "undelivered-one", "manage/undelivered/<uuid:uid>", "/manage/undelivered/{undelivered}", ("clerk",), "一条未送达的通知", "One undelivered notice",
        "告知谁、什么事、为什么没有送到,以及每一次经过。",
        "Who was to be told what, why it failed, and all that happened.", part="管理",
    ),
    Sight(
        "undelivered-handle", "manage/undelivered/<uuid:uid>/<str:act>", "/manage/undelivered/{undelivered}/handle", ("clerk",), "记录人工告知", "Told otherwise",
        "写下怎样告知本人,记录不能修改。",
        "How the person was told instead; what is written stays.", part="管理",
    ),
)  # fmt: skip
