"""Every page of the house, what it is for and who looks at it: read by the browser tests and by the tour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.browser.city import House

NOBODY = "nobody"


@dataclass(frozen=True)
class Sight:
    """A page: ``route`` is its pattern, ``path`` its address with {names} from ``FINDS``, ``readers`` who looks.

    The tour shows it to the first reader. ``status`` is what the page answers; a plain one stands outside the navigation.
    """

    name: str
    route: str
    path: str
    readers: tuple[str, ...]
    title: str
    headline: str
    purpose: str
    english: str
    part: str = "门户"
    status: int = 200
    is_plain: bool = False

    def address(self, house: House) -> str:
        """The path in that house."""
        names = {name: house.ask(statement) for name, statement in FINDS.items() if f"{{{name}}}" in self.path}
        return self.path.format(**names)


def _of(username: str, condition: str) -> str:
    """The newest case of an applicant that fulfils a condition."""
    return (
        "select c.number from cases_case c join accounts_account a on a.party_id = c.applicant_id "
        f"where a.username = '{username}' and {condition} order by c.id desc limit 1"
    )


def _led(condition: str) -> str:
    """The newest case of the city's market regulation that fulfils a condition."""
    return f"select c.number from cases_case c where c.agency_id = 'hf-scjg' and {condition} order by c.id desc limit 1"


# the parts of the tour, in its order
PARTS: Mapping[str, str] = {
    "门户": "Portal",
    "我的": "My own",
    "办理": "Desk",
    "窗口": "Window",
    "事项": "Catalogue",
    "管理": "Administration",
}
READERS: Mapping[str, tuple[str, str]] = {
    NOBODY: ("未登录", "not signed in"),
    "citizen": ("申请人(个人)", "citizen"),
    "enterprise": ("申请人(企业)", "enterprise"),
    "clerk": ("窗口人员", "window clerk"),
    "town_clerk": ("镇为民服务中心人员", "town clerk"),
    "handler": ("部门经办人", "handler"),
    "head": ("部门负责人", "head of agency"),
    "coordinator": ("“办不成事”专员", "coordinator"),
    "supervisor": ("督查员", "supervisor"),
    "leader": ("领导", "leader"),
    "item_manager": ("事项管理员", "item manager"),
    "publisher": ("事项管理员(复核发布)", "item manager who publishes"),
    "admin": ("系统管理员", "administrator"),
}

# what {names} in addresses stand for in the sample city
FINDS: Mapping[str, str] = {
    "mine": _of("citizen", "c.status = 'accepted'"),
    "mine_correcting": _of("citizen", "c.status = 'correcting'"),
    "mine_delivered": _of("citizen", "c.status = 'delivered'"),
    "mine_draft": _of("citizen", "c.status = 'draft'"),
    "firms": _of("enterprise", "c.status = 'accepted'"),
    "submitted": _led("c.status = 'submitted'"),
    "under_way": _led("c.status = 'accepted'"),
    "decided": _led("c.status = 'decided'"),
}

SIGHTS: tuple[Sight, ...] = (
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
        "items-none", "items", "/items?text=火星移民", (NOBODY,), "办事指南:没有结果", "Guides: nothing found",
        "没有结果时写明下一步。",
        "Where nothing is found, what to do next.",
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
        "why", "cases/<str:number>/why", "/cases/{mine}/why", ("citizen",), "为什么是这一天?", "Why this day?",
        "从起算到届满,每一天为什么计入或者不计,可以打印。",
        "From start to due day, why each day counts or not; printable.", part="我的",
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
        "case-journal", "cases/<str:number>/journal", "/cases/{under_way}/journal", ("handler",), "全部日志", "The whole journal",
        "办件的每一行记录,最新的在前,逐页翻看。",
        "Every line of the record, the newest first, page by page.", part="办理",
    ),
    Sight(
        "case-print", "cases/<str:number>/print", "/cases/{decided}/print", ("clerk",), "案卷", "The file on paper",
        "卷内目录、申请内容、时间在谁手里和日志,供打印归档。",
        "What is in the file, the application, who held the time and the journal, to print and keep.", part="办理",
    ),
    Sight(
        "case-open", "cases/<str:number>/open", "/cases/{under_way}/open?field=phone", ("handler",), "查看号码", "Opening a number",
        "写明理由才能看到完整号码,只显示一次,留有记录。",
        "A number is shown whole for a reason only, once, and on record.", part="办理",
    ),
    Sight(
        "case-openings", "cases/<str:number>/openings", "/cases/{under_way}/openings", ("supervisor",), "查看记录", "Who opened a number",
        "谁在何时为何查看过申请人的号码。",
        "Who saw a number of the applicant, when and why.", part="办理",
    ),
    Sight(
        "move", "cases/<str:number>/moves/<str:move>", "/cases/{submitted}/moves/accept", ("clerk",), "办理动作", "An act",
        "每个动作一张表,写明效果和依据。",
        "Each act is a form that says what it does and by which article.", part="办理",
    ),
    Sight(
        "not-found", "", "/no-such-page", (NOBODY, "clerk"), "没有这个页面", "No such page",
        "写明下一步怎么办。",
        "Says what to do next.", status=404, is_plain=True,
    ),
)  # fmt: skip

# routes that are no pages to look at, each with the reason
NOT_PAGES: Mapping[str, str] = {
    "manner": "a form in every head: language and size of type",
    "assets/<str:name>": "style sheets and scripts",
    "sign-out": "a form in every head",
    "acting-for": "a form on the page of an applicant",
    "cases/<str:number>/attachments/<int:attachment>": "a download",
    "cases/<str:number>/attachments/<int:attachment>/view": "a file in the browser's own viewer",
}


def seen() -> Iterator[tuple[Sight, str]]:
    """Every page with each of its readers."""
    for sight in SIGHTS:
        for reader in sight.readers:
            yield sight, reader
