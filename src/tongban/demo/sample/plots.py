"""What happens in the sample: how many cases of each kind, over which items and places, told by the working day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tongban.casework.cases.rules import Outcome
from tongban.demo.sample.applicants import Applicants
from tongban.demo.sample.people import CITY, COUNTIES, DISTRICTS, TOWNS, Office
from tongban.demo.sample.play import Play
from tongban.registry.catalog.rules import Audience, Material, Source
from tongban.workdays import current

CITY_PLACES = (CITY, *DISTRICTS, *COUNTIES)
COUNTY_PLACES = (*COUNTIES, *TOWNS, *TOWNS)
CHANGING = frozenset({"enterprise-change", "enterprise-suspension", "enterprise-cancellation"})
CERTIFICATE, FOOD, ALLOWANCE = "real-estate-first-registration", "food-business-licence", "minimum-living-allowance"
STREET, HOUSING, ADVERTISING = "street-occupation-permit", "rural-housing-land-use", "outdoor-advertising-permit"
HYGIENE, CHANGE, REGISTRATION = "public-place-hygiene-licence", "enterprise-change", "enterprise-registration"
AT_ONCE = ("individual-business-registration", "birth-service-registration", "provident-fund-withdrawal")
CITY_ITEMS = frozenset(
    {
        CERTIFICATE,
        REGISTRATION,
        *CHANGING,
        "construction-permit",
        "social-insurance-registration",
        "provident-fund-withdrawal",
    }
)
LONG = (CERTIFICATE, CERTIFICATE, FOOD, FOOD, ALLOWANCE, HOUSING, STREET, ADVERTISING, HYGIENE)
SHORT = (CHANGE, CHANGE, REGISTRATION, REGISTRATION, "enterprise-suspension", "enterprise-cancellation")
MANY = (*LONG, *SHORT, *AT_ONCE, "social-insurance-registration", "construction-permit")
EXTENDABLE = (FOOD, STREET, ADVERTISING, HYGIENE, ALLOWANCE)
COMMITTING = (FOOD, STREET, HOUSING, ALLOWANCE, HYGIENE)
DEFERRING = (CERTIFICATE, FOOD, HOUSING, HYGIENE)
ANSWERED_IN_DAYS = (FOOD, FOOD, ALLOWANCE, HOUSING, STREET, ADVERTISING, HYGIENE)
SLACK = 14  # working days a finished case needs at most beside its term: until acceptance, late days, delivery
SPREAD = 60


@dataclass
class Scene:
    """What a plot plays with; ``last_on`` is the last day anything may happen."""

    play: Play
    rng: Random
    last_on: date

    @property
    def term(self) -> int:
        """The promised term in its own units."""
        promised = self.play.spec.promised_term
        return promised.amount if promised else 0

    def back(self, days: int) -> None:
        """Begin so many working days before the last."""
        self.play.begin(current().add(self.last_on, -days))

    def long_ago(self) -> None:
        """Begin early enough for the whole way, a pause or a correction included."""
        self.play.begin(self.last_on)
        self.back(self.term + SLACK + self.rng.randint(0, SPREAD))

    def recently(self) -> None:
        """Begin so that the term, of two units and more, still runs."""
        self.play.begin(self.last_on)
        self.back(self.rng.randint(0, max(0, self.term - 2)))

    def wait(self, low: int, high: int) -> None:
        """Let some days pass at the window, as far as the term of acceptance goes (none at the land registry)."""
        self.play.days(min(self.rng.randint(low, high), self.play.spec.acceptance_term.amount))

    def lacking(self, source: Source | None) -> list[Material]:
        """The papers that may be missing: deferrable ones, or those a commitment stands for."""
        required = [m for m in self.play.spec.materials if m.required and m.source is not Source.HELD]
        if source is None:
            return [material for material in required if material.deferrable]
        return [material for material in required if material.source is source]


def _finish(scene: Scene, until_on: date, outcome: Outcome = Outcome.GRANTED) -> None:
    play = scene.play
    play.work(until_on)
    play.go(until_on)
    play.decide(outcome)
    play.days(scene.rng.randint(0, 2))
    play.deliver()


def _accepted_long_ago(scene: Scene) -> None:
    scene.long_ago()
    scene.play.file()
    scene.wait(0, 2)
    scene.play.accept()


def ahead(scene: Scene) -> None:
    """Delivered before the promised day; some enterprises had a specialist."""
    _accepted_long_ago(scene)
    if scene.play.item == CERTIFICATE and scene.rng.random() < 0.5:
        scene.play.name_specialist()
    _finish(scene, current().add(scene.play.on, scene.rng.randint(0, max(0, scene.term - 2))))


def on_time(scene: Scene) -> None:
    """Delivered on the promised day."""
    _accepted_long_ago(scene)
    _finish(scene, scene.play.due_on)


def late(scene: Scene) -> None:
    """Decided after the promised day."""
    _accepted_long_ago(scene)
    _finish(scene, current().add(scene.play.due_on, scene.rng.randint(1, 4)))


def corrected(scene: Scene) -> None:
    """Asked once, answered, then delivered."""
    scene.long_ago()
    lacking = scene.lacking(None) or scene.lacking(Source.COMMITMENT)
    scene.play.file(lacking)
    scene.wait(0, 1)
    scene.play.ask(lacking)
    scene.play.days(scene.rng.randint(1, 3))
    scene.play.answer(lacking)
    scene.play.accept()
    _finish(scene, current().add(scene.play.on, scene.term // 2))


def resumed(scene: Scene) -> None:
    """Paused on the way, resumed, delivered."""
    _accepted_long_ago(scene)
    scene.play.pause(current().add(scene.play.on, 9))
    scene.play.days(scene.rng.randint(2, 5))
    scene.play.resume()
    _finish(scene, current().add(scene.play.on, max(1, scene.term - 3)))


def deferred_and_delivered(scene: Scene) -> None:
    """Accepted with papers to follow, which came; delivered."""
    scene.long_ago()
    lacking = scene.lacking(None)
    scene.play.file(lacking)
    scene.play.accept_deferred()
    scene.play.days(2)
    scene.play.provide(lacking)
    _finish(scene, current().add(scene.play.on, max(0, scene.term - 4)))


def archived(scene: Scene) -> None:
    """Delivered and put away."""
    ahead(scene)
    scene.play.days(scene.rng.randint(1, 3))
    scene.play.archive()


def denied(scene: Scene) -> None:
    """Decided against, with reason and remedy."""
    _accepted_long_ago(scene)
    _finish(scene, current().add(scene.play.on, max(0, scene.term - 1)), Outcome.DENIED)


def decided(scene: Scene) -> None:
    """Decided and waiting to be handed over."""
    scene.play.begin(scene.last_on)
    days = scene.rng.randint(1, max(1, scene.term))
    scene.back(days)
    scene.play.file()
    scene.play.accept()
    scene.play.work(current().add(scene.play.on, max(0, days - scene.rng.randint(0, 1))))
    scene.play.decide()


def refused(scene: Scene) -> None:
    """Not accepted."""
    scene.long_ago()
    scene.play.file()
    scene.wait(0, 3)
    scene.play.refuse("申请事项依法不属于本机关职权范围,请向有权机关申请。(样例)")


def withdrawn(scene: Scene) -> None:
    """Taken back, some of them after acceptance."""
    scene.long_ago()
    scene.play.file()
    if scene.rng.random() < 0.5:
        scene.play.accept()
    scene.play.days(scene.rng.randint(1, 3))
    scene.play.withdraw()


def withdrawn_and_archived(scene: Scene) -> None:
    """Taken back and put away."""
    withdrawn(scene)
    scene.play.days(2)
    scene.play.archive()


def draft(scene: Scene) -> None:
    """Begun online, not submitted."""
    scene.back(scene.rng.randint(0, 12))
    scene.play.draft()


def submitted(scene: Scene) -> None:
    """Waiting for the window, well within the five working days."""
    scene.back(scene.rng.randint(0, 2))
    scene.play.file()


def correcting(scene: Scene) -> None:
    """With the applicant, who was told everything at once."""
    scene.back(scene.rng.randint(2, 6))
    lacking = scene.lacking(None) or scene.lacking(Source.COMMITMENT)
    scene.play.file(lacking)
    scene.wait(0, 1)
    scene.play.ask(lacking)


def under_way(scene: Scene) -> None:
    """Accepted, some steps done, within the term."""
    scene.recently()
    scene.play.file()
    scene.play.accept()
    scene.play.work(scene.last_on, leave=scene.rng.randint(1, 3))


def overdue(scene: Scene) -> None:
    """Accepted long enough ago for the promise to be broken, a step still open."""
    scene.play.begin(scene.last_on)
    scene.back(scene.term + scene.rng.randint(2, 6))
    scene.play.file()
    scene.play.accept()
    scene.play.work(current().add(scene.play.on, scene.term - 1), leave=1)


def paused(scene: Scene) -> None:
    """The clock stands still for experts or a test, of the whole or of one step."""
    scene.recently()
    scene.play.file()
    scene.play.accept()
    limit_on = current().add(scene.last_on, scene.rng.randint(6, 16))
    scene.play.pause(limit_on, one_step=scene.rng.random() < 0.3)


def extended(scene: Scene) -> None:
    """Extended once by the head, still running."""
    scene.play.begin(scene.last_on)
    scene.back(scene.term - 1)
    scene.play.file()
    scene.play.accept()
    scene.play.work(scene.last_on, leave=2)
    scene.play.extend()


def deferred(scene: Scene) -> None:
    """Accepted with papers to follow, not yet brought."""
    scene.recently()
    scene.play.file(scene.lacking(None))
    scene.play.accept_deferred()
    scene.play.work(scene.last_on, leave=2)


def committed(scene: Scene) -> None:
    """Accepted on a commitment."""
    scene.recently()
    scene.play.file(scene.lacking(Source.COMMITMENT))
    scene.play.accept_committed()
    scene.play.work(scene.last_on, leave=1)


def deemed(scene: Scene) -> None:
    """Nobody answered within five working days: held for accepted, overdue soon."""
    scene.back(scene.rng.randint(6, 7))
    scene.play.file()
    scene.play.deem()


@dataclass(frozen=True)
class Plot:
    """So many cases of one story over these items."""

    tell: Callable[[Scene], None]
    count: int
    items: Sequence[str]


PLOTS = (
    Plot(ahead, 64, MANY),
    Plot(on_time, 24, (*LONG, *AT_ONCE)),
    Plot(late, 14, LONG),
    Plot(corrected, 10, DEFERRING),
    Plot(resumed, 6, (CERTIFICATE, FOOD, ADVERTISING)),
    Plot(deferred_and_delivered, 6, DEFERRING),
    Plot(archived, 34, MANY),
    Plot(denied, 12, LONG),
    Plot(decided, 16, MANY),
    Plot(refused, 10, MANY),
    Plot(withdrawn, 8, LONG),
    Plot(withdrawn_and_archived, 4, LONG),
    Plot(draft, 10, (*LONG, REGISTRATION)),
    Plot(submitted, 14, (*ANSWERED_IN_DAYS, REGISTRATION)),
    Plot(correcting, 9, DEFERRING),
    Plot(under_way, 26, LONG),
    Plot(overdue, 10, LONG),
    Plot(paused, 9, (CERTIFICATE, FOOD, ADVERTISING, HOUSING)),
    Plot(extended, 8, EXTENDABLE),
    Plot(deferred, 8, DEFERRING),
    Plot(committed, 8, COMMITTING),
    Plot(deemed, 4, (FOOD, ALLOWANCE, HOUSING)),
)


def play_all(office: Office, applicants: Applicants, rng: Random, *, last_on: date) -> int:
    """Play every plot; returns how many cases there are."""
    for plot in PLOTS:
        for _ in range(plot.count):
            plot.tell(_scene(rng.choice(plot.items), office, applicants, rng, last_on))
    return sum(plot.count for plot in PLOTS)


def _scene(item: str, office: Office, applicants: Applicants, rng: Random, last_on: date) -> Scene:
    region = rng.choice(CITY_PLACES if item in CITY_ITEMS else COUNTY_PLACES)
    play = Play(office, applicants.people[0], item, region, rng)
    play.begin(last_on)
    if item in CHANGING:
        play.applicant = applicants.fresh_firm()
    elif play.spec.audience is Audience.PERSON:
        play.applicant = applicants.person(rng)
    else:
        play.applicant = applicants.firm(rng)
    if item == REGISTRATION:
        play.applicant, play.credit_code = applicants.person(rng), applicants.new_code()
    return Scene(play, rng, last_on)
