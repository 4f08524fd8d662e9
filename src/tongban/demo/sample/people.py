"""Who works in the sample city: a sign-in for each role, and handlers for every agency that has steps to do.

Everybody has an account, so that every line of a journal leads to one. Those who are not offered as a sign-in have no
password: hashing one costs a third of a second, which the first start of a newcomer is not to pay forty times.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from tongban.common.actors import Actor, Role
from tongban.common.time import localdate
from tongban.demo.sample import names
from tongban.demo.sample.applicants import Applicants
from tongban.demo.sample.exchange_sample import Receivers
from tongban.registry.accounts import queries as account_queries
from tongban.registry.accounts import services as accounts
from tongban.registry.agencies import queries as agency_queries
from tongban.registry.agencies import services as agencies
from tongban.registry.parties import queries as parties

PASSWORD = "tongban-demo"  # noqa: S105 - printed at every start and in the README: the sample hides nothing
CITY = "340100"
COUNTIES = ("340121", "340122", "340123")
TOWNS = ("340121104", "340121106", "340122105", "340123106")
DISTRICTS = ("340102", "340103", "340104", "340111", "340178")
DOCUMENT = "样例任职文件"
MARKER = "SAMPLE-001"
HIRED_ON = date(2019, 1, 1)
TOWN_HIRED_ON = date(2021, 1, 1)

# username, agency, region, roles: the people with a sign-in
SIGNED_IN = (
    ("clerk", "hf-zwfw", CITY, (Role.CLERK,)),
    ("handler", "hf-scjg", CITY, (Role.HANDLER,)),
    ("head", "hf-scjg", CITY, (Role.HEAD,)),
    ("coordinator", "hf-zwfw", CITY, (Role.COORDINATOR,)),
    ("supervisor", "hf-zwfw", CITY, (Role.SUPERVISOR,)),
    ("town_clerk", "340122105-wm", "340122105", (Role.TOWN_CLERK,)),
    ("leader", "hf-zwfw", CITY, (Role.LEADER,)),
    ("item_manager", "hf-zwfw", CITY, (Role.ITEM_MANAGER,)),
    ("publisher", "hf-zwfw", CITY, (Role.ITEM_MANAGER,)),
    ("admin", "hf-zwfw", CITY, (Role.ADMIN,)),
)
# after everybody else, so that numbers, names and cases of the sample stay as they are
SECOND_NAME = "程复核"
SECOND_ADMIN = ("confirmer", "hf-zwfw", CITY, (Role.ADMIN,))
SIGN_INS = (
    *(
        (username, f"{roles[0].label}(复核发布)" if username == "publisher" else roles[0].label)
        for username, _, _, roles in SIGNED_IN
    ),
    (SECOND_ADMIN[0], f"{Role.ADMIN.label}(复核确认)"),
    ("citizen", "申请人(个人)"),
    ("enterprise", "申请人(企业)"),
)
OFFICE = (Role.HANDLER, Role.HEAD)
CITY_KINDS = ("bdc", "cehui", "zrzy", "swj", "rsj", "sbzx", "gjj", "cxjs", "wjw", "csgl", "mzj", "gaj")
COUNTY_KINDS = ("scjg", "zrzy", "wjw", "csgl", "mzj")


def posts() -> Iterator[tuple[str, str, str, tuple[Role, ...]]]:
    """(username or empty, agency, region, roles) of everybody in the sample city."""
    yield from SIGNED_IN
    yield from (("", f"hf-{kind}", CITY, OFFICE) for kind in CITY_KINDS)
    yield from (("", f"{county}-{kind}", county, OFFICE) for county in COUNTIES for kind in COUNTY_KINDS)
    yield from (("", f"{county}-zwfw", county, (Role.CLERK,)) for county in COUNTIES)
    yield from (("", f"{town}-zf", town, OFFICE) for town in TOWNS)
    yield from (("", f"{town}-wm", town, (Role.TOWN_CLERK,)) for town in TOWNS if town != "340122105")
    yield SECOND_ADMIN


@dataclass
class Office:
    """Everybody who can act, by what they do and where."""

    staff: list[Actor] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    receivers: Receivers = field(default_factory=Receivers)

    def handler(self, agency: str) -> Actor:
        """Who handles steps and decides in an agency."""
        return self._of(agency, Role.HANDLER)

    def head(self, agency: str) -> Actor:
        """Who grants an extension in an agency."""
        return self._of(agency, Role.HEAD)

    def clerk(self, region: str) -> Actor:
        """Who sits at the window for a region: of the town, else of the county, else of the city."""
        found = [one for one in self.staff if one.has(Role.CLERK, Role.TOWN_CLERK) and _reaches(one, region)]
        return max(found, key=lambda one: len(one.region.rstrip("0")))

    @property
    def coordinator(self) -> Actor:
        """The coordinator of the city."""
        return next(one for one in self.staff if one.has(Role.COORDINATOR))

    @property
    def admin(self) -> Actor:
        """The administrator."""
        return next(one for one in self.staff if one.has(Role.ADMIN))

    def signed_in(self, username: str) -> Actor:
        """Who has this sign-in."""
        return self.staff[[name for name, _ in self.numbers].index(username)]

    def _of(self, agency: str, role: Role) -> Actor:
        return next(one for one in self.staff if one.agency == agency and one.has(role))

    def open_sign_ins(self, applicants: Applicants, *, at: datetime) -> None:
        """Open the accounts; from then on those people act under them."""
        for place, (username, number) in enumerate(self.numbers):
            member = agency_queries.staff_member(number)
            password = PASSWORD if username else None
            username = username or number.lower()
            account = accounts.create_account(username=username, staff=member, password=password, at=at)
            self.staff[place] = account_queries.actor_of(account, localdate(at))
        for username, applicant in (("citizen", applicants.people[0]), ("enterprise", applicants.firms[0])):
            party = parties.party(applicant.party_id or 0)
            accounts.create_account(username=username, party=party, password=PASSWORD, at=at)


def _reaches(one: Actor, region: str) -> bool:
    return region.startswith(one.region.rstrip("0") if one.region == CITY else one.region)


def hire_people(rng: Random, *, at: datetime) -> Office:
    """Hire everybody and give them their roles."""
    office = Office()
    drawn = names.people(rng)
    entries = []
    for place, (username, agency, region, roles) in enumerate(posts(), start=1):
        number, name = f"SAMPLE-{place:03d}", SECOND_NAME if username == SECOND_ADMIN[0] else next(drawn)
        since = TOWN_HIRED_ON if region in TOWNS else HIRED_ON
        entries.append(
            {
                "number": number,
                "name": name,
                "agency": agency,
                "identity": "institution" if agency.endswith("-wm") else "administrative",
                "from": since,
                "roles": [
                    {"role": role.value, "region": region, "from": since, "document": DOCUMENT} for role in roles
                ],
            }
        )
        office.staff.append(Actor("staff", name, frozenset(roles), agency=agency, region=region))
        office.numbers.append((username, number))
    agencies.load_staff(entries=entries)
    return office
