"""What a page to look at is, and what stands for the {names} in its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.signing import Signer
from playwright.sync_api import Page, Response
from tests.browser.city import House
from tests.faults.databases import TEST_SECRET

from tongban.demo.identifiers import credit_code

NOBODY = "nobody"
SALT = "tongban.hall.ratings"  # of queries.links, which the tour cannot import: it sets no Django up
FIRM_CODE = credit_code(1000)  # the first enterprise of the sample


@dataclass(frozen=True)
class Sight:
    """A page: ``route`` is its pattern, ``path`` its address with {names} from ``FINDS``, ``readers`` who looks.

    The tour shows it to the first reader. ``status`` is what the page answers; a plain one stands outside the navigation;
    ``acts`` lead from the address to the page: (field, value) fills, ("check", selector) ticks, ("select", "name=value") chooses,
    ("unfold", selector) opens the fold it lies in, ("click", selector) follows.
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
    acts: tuple[tuple[str, str], ...] = ()

    def address(self, house: House) -> str:
        """The path in that house."""
        return filled(self.path, house)

    def open(self, page: Page, house: House) -> Response:
        """Go there, and do what leads further: fill a field, or follow what is named after "click"."""
        answer = page.goto(house.address + self.address(house))
        for field, value in self.acts:
            if field == "check":
                page.locator(value).first.check()
            elif field == "unfold":
                page.locator(f"details:has({value}) > summary").first.click()
            elif field == "select":
                name, _, option = value.partition("=")
                page.locator(f"main [name={name}]").first.select_option(option)
            elif field == "click":
                with page.expect_navigation() as further:
                    page.locator(value).first.click()
                answer = further.value
            else:
                page.locator(f"main [name={field}]").first.fill(filled(value, house))
        if answer is None:
            raise AssertionError(f"{self.name}: no answer")
        return answer


def filled(text: str, house: House) -> str:
    """A text with its {names} found in that house."""
    names = {name: house.ask(statement) for name, statement in FINDS.items() if f"{{{name}}}" in text}
    names |= {name: signed(house, statement) for name, statement in LINKS.items() if f"{{{name}}}" in text}
    names["firm_code"] = FIRM_CODE
    return text.format(**names)


def signed(house: House, statement: str) -> str:
    """A link to rate what the statement finds, signed as that house does."""
    return Signer(key=TEST_SECRET, salt=SALT, fallback_keys=[]).sign(house.ask(statement))


def _of(username: str, condition: str) -> str:
    """The newest case of an applicant that fulfils a condition."""
    return (
        "select c.number from cases_case c join accounts_account a on a.party_id = c.applicant_id "
        f"where a.username = '{username}' and c.kind = 'application' and {condition} order by c.id desc limit 1"
    )


def _led(condition: str) -> str:
    """The newest case of the city's market regulation that fulfils a condition."""
    return (
        "select c.number from cases_case c where c.agency_id = 'hf-scjg' and c.kind = 'application' "
        f"and {condition} order by c.id desc limit 1"
    )


def _appeal(condition: str) -> str:
    """The newest appeal of those made for the pages that fulfils a condition."""
    return (
        "select c.number from cases_case c join appeals_appeal p on p.case_id = c.id "
        f"where p.source like 'sight-%' and {condition} order by c.id desc limit 1"
    )


def _mine(username: str, condition: str) -> str:
    """The newest appeal of the sample of an applicant that fulfils a condition."""
    return (
        "select c.number from cases_case c join accounts_account a on a.party_id = c.applicant_id "
        "join appeals_appeal p on p.case_id = c.id "
        f"where a.username = '{username}' and p.source = '' and {condition} order by c.id desc limit 1"
    )


def _matter(condition: str) -> str:
    """The newest blocked matter of the citizen that fulfils a condition."""
    return (
        "select c.number from cases_case c join blocked_blockedmatter b on b.case_id = c.id "
        "join accounts_account a on a.party_id = c.applicant_id "
        f"where a.username = 'citizen' and {condition} order by c.id desc limit 1"
    )


def _uuid(statement: str) -> str:
    """The same number with the hyphens an address has."""
    parts = " || '-' || ".join(
        f"substr(uid, {first}, {length})" for first, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )
    return f"select {parts} from ({statement})"


def _told(whose: str, username: str) -> str:
    """The newest message of a sign-in."""
    return _uuid(
        f"select n.uid from notices_notice n join accounts_account a on {whose} "
        f"where a.username = '{username}' order by n.told_at desc, n.id desc limit 1"
    )


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
    "confirmer": ("系统管理员(确认通知)", "administrator who confirms"),
}


def _mending(condition: str) -> str:
    """The number of a rectification of the city's market regulation, or of any agency where it has none."""
    return (
        "select c.number from ratings_rectification m join cases_case c on c.id = m.case_id "
        f"where {condition} order by c.agency_id = 'hf-scjg' desc, c.id limit 1"
    )


# links to rate: what {names} sign, a case whose end is some days old and one that was rated badly
LINKS: Mapping[str, str] = {
    "to_rate": "select c.number || '.whole.0.l' from cases_case c where c.kind = 'application' and c.status = 'delivered' "
    "and c.ended_at > datetime('now', '-25 days') "
    "and not exists (select 1 from ratings_rating r where r.case_id = c.id and r.stage = 'whole') order by c.id limit 1",
    "rated_bad": "select c.number || '.' || r.stage || '.' || r.act_seq || '.l' from ratings_rating r "
    "join cases_case c on c.id = r.case_id where r.is_bad and r.first_id is null order by length(r.words) desc limit 1",
}
# what {names} in addresses stand for in the sample city
FINDS: Mapping[str, str] = {
    "mine": _of("citizen", "c.status = 'accepted'"),
    "mine_correcting": _of("citizen", "c.status = 'correcting'"),
    "mine_delivered": _of("citizen", "c.status = 'delivered'"),
    "mine_submitted": _of("citizen", "c.status = 'submitted'"),
    "mine_draft": _of("citizen", "c.status = 'draft'"),
    "firms": _of("enterprise", "c.status = 'accepted'"),
    "submitted": _led("c.status = 'submitted'"),
    "under_way": _led("c.status = 'accepted'"),
    "decided": _led("c.status = 'decided'"),
    "with_file": _led("c.status = 'accepted' and exists (select 1 from cases_attachment a where a.case_id = c.id)"),
    "file": "select a.id from cases_attachment a join cases_case c on c.id = a.case_id where c.kind = 'application' and c.agency_id = 'hf-scjg' "
    "and c.status = 'accepted' order by c.id desc, a.id limit 1",
    "phone_end": "select substr(p.phone_masked, -4) from parties_party p join accounts_account a on a.party_id = p.id "
    "where a.username = 'citizen'",
    "staff": "select number from agencies_staff order by id limit 1",
    "agency": "select code from agencies_agency where code = 'hf-scjg'",
    "window": "select code from agencies_window order by code limit 1",
    "subscriber": "select code from exchange_subscriber order by code limit 1",
    "delivery": "select id from exchange_delivery order by id desc limit 1",
    "system": "select a.username from accounts_account a join accounts_apitoken t on t.account_id = a.id limit 1",
    "token": "select prefix from accounts_apitoken order by id limit 1",
    "username": "select username from accounts_account where username = 'handler'",
    "assigned": "select s.number from agencies_staff s join accounts_account a on a.staff_id = s.id where a.username = 'handler'",
    "assignment": "select g.id from agencies_assignment g join agencies_staff s on s.id = g.staff_id "
    "join accounts_account a on a.staff_id = s.id where a.username = 'handler' limit 1",
    "centre": "select code from agencies_centre order by code limit 1",
    "notice": "select id from calendars_loadednotice order by id desc limit 1",
    "recount": "select id from calendars_recount order by id desc limit 1",
    "mending": _mending("c.status = 'accepted'"),
    "mended": _mending("c.status = 'delivered'"),
    "bad_rating": "select r.id from ratings_rating r join ratings_rectification m on m.rating_id = r.id "
    "join ratings_exclusion e on e.rating_id = r.id limit 1",
    "hotline_case": "select c.number from cases_case c where c.status = 'delivered' and c.kind = 'application' "
    "and c.ended_at > datetime('now', '-25 days') order by c.id limit 1",
    "my_notice": _told("n.party_id = a.party_id", "citizen"),
    "staff_notice": _told(
        "n.staff_number = (select s.number from agencies_staff s where s.id = a.staff_id)", "handler"
    ),
    "undelivered": _uuid("select uid from notices_dispatch where status = 'failed' order by id desc limit 1"),
    "my_appeal": _mine("citizen", "c.status = 'accepted' and p.reopenings = 0"),
    "my_appeal_told": _mine("citizen", "c.status = 'submitted'"),
    "my_appeal_answered": _mine("citizen", "c.status = 'decided'"),
    "my_appeal_reopened": _mine("citizen", "p.reopenings = 1"),
    "my_appeal_joined": _mine("citizen", "c.status = 'joined'"),
    "my_appeal_refused": _mine("citizen", "c.status = 'refused'"),
    "firms_appeal": _mine("enterprise", "c.status = 'accepted'"),
    "guests_appeal": "select c.number from cases_case c join appeals_appeal p on p.case_id = c.id "
    "where c.applicant_id is null and p.phone_masked like '%0001' order by c.id desc limit 1",
    "appeal_told": _appeal("c.status = 'submitted'"),
    "appeal_handed": _appeal("c.status = 'accepted' and p.source = 'sight-handed'"),
    "appeal_answered": _appeal("c.status = 'decided'"),
    "appeal_contested": _appeal("c.status = 'arbitrating'"),
    "alert": "select id from appeals_groupalert order by id limit 1",
    "policy": "select id from policies_policy where state = 'proposed' order by id desc limit 1",
    "matter_brought": _matter("c.status = 'submitted'"),
    "matter_concluded": _matter(
        "c.status = 'accepted' and exists (select 1 from blocked_jointreview r where r.case_id = c.id)"
    ),
    "matter_answered": _matter("c.status = 'decided'"),
    "matter_ended": _matter(
        "c.status = 'delivered' and exists (select 1 from blocked_itemrectification r where r.matter_id = c.id)"
    ),
    "item_mending": "select c.number from cases_case c join blocked_itemrectification r on r.case_id = c.id order by c.id desc limit 1",
    "refusal": "select id from blocked_refusalreport where application_id is not null order by id desc limit 1",
    "failed": "select c.number from cases_case c join accounts_account a on a.party_id = c.applicant_id "
    "where a.username = 'citizen' and c.kind = 'application' and c.status in ('refused', 'withdrawn', 'correcting') "
    "and not exists (select 1 from blocked_blockedmatter b where b.application_id = c.id) order by c.id desc limit 1",
    "refused_case": "select c.number from cases_case c where c.kind = 'application' and c.status = 'refused' and not exists (select 1 from blocked_refusalreport r where r.application_id = c.id) order by c.id desc limit 1",
    "dead": "select id from exchange_delivery where status = 'dead' limit 1",
}
