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
from tongban.registry.powers import queries as powers
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
# neither the name nor whom it is represented by: the sign-ins of the sample go by both
MOVED = {"business_scope": "智能装备的研发、生产与销售;技术进出口", "address": "合肥市样例大道88号"}
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


def _accepted(scene: Scene) -> None:
    scene.play.file()
    scene.wait(0, 2)
    scene.play.accept()


def ahead(scene: Scene) -> None:
    """Delivered before the promised day; some enterprises had a specialist."""
    _accepted(scene)
    if scene.play.item == CERTIFICATE and scene.rng.random() < 0.5:
        scene.play.name_specialist()
    _finish(scene, current().add(scene.play.on, scene.rng.randint(0, max(0, scene.term - 2))))


def on_time(scene: Scene) -> None:
    """Delivered on the promised day."""
    _accepted(scene)
    _finish(scene, scene.play.due_on)


def late(scene: Scene) -> None:
    """Decided after the promised day."""
    _accepted(scene)
    _finish(scene, current().add(scene.play.due_on, scene.rng.randint(1, 4)))


def corrected(scene: Scene) -> None:
    """Asked once, answered, then delivered."""
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
    _accepted(scene)
    scene.play.pause(current().add(scene.play.on, 9))
    scene.play.days(scene.rng.randint(2, 5))
    scene.play.resume()
    _finish(scene, current().add(scene.play.on, max(1, scene.term - 3)))


def deferred_and_delivered(scene: Scene) -> None:
    """Accepted with papers to follow, which came; delivered."""
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
    _accepted(scene)
    _finish(scene, current().add(scene.play.on, max(0, scene.term - 1)), Outcome.DENIED)


def decided(scene: Scene) -> None:
    """Decided and waiting to be handed over."""
    scene.play.file()
    scene.play.accept()
    left = current().count(scene.play.on, scene.last_on)
    scene.play.work(current().add(scene.play.on, max(0, left - scene.rng.randint(0, 1))))
    scene.play.decide()


def refused(scene: Scene) -> None:
    """Not accepted."""
    scene.play.file()
    scene.wait(0, 3)
    scene.play.refuse("申请事项依法不属于本机关职权范围,请向有权机关申请。(样例)")


def withdrawn(scene: Scene) -> None:
    """Taken back, some of them after acceptance."""
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
    scene.play.draft()


def submitted(scene: Scene) -> None:
    """Waiting for the window, well within the five working days."""
    scene.play.file()


def correcting(scene: Scene) -> None:
    """With the applicant, who was told everything at once."""
    lacking = scene.lacking(None) or scene.lacking(Source.COMMITMENT)
    scene.play.file(lacking)
    scene.wait(0, 1)
    scene.play.ask(lacking)


def under_way(scene: Scene) -> None:
    """Accepted, some steps done, within the term."""
    scene.play.file()
    scene.play.accept()
    scene.play.work(scene.last_on, leave=scene.rng.randint(1, 3))


def overdue(scene: Scene) -> None:
    """Accepted long enough ago for the promise to be broken, a step still open."""
    scene.play.file()
    scene.play.accept()
    scene.play.work(current().add(scene.play.on, scene.term - 1), leave=1)


def paused(scene: Scene) -> None:
    """The clock stands still for experts or a test, of the whole or of one step."""
    scene.play.file()
    scene.play.accept()
    limit_on = current().add(scene.last_on, scene.rng.randint(6, 16))
    scene.play.pause(limit_on, one_step=scene.rng.random() < 0.25)


def extended(scene: Scene) -> None:
    """Extended once by the head, still running."""
    scene.play.file()
    scene.play.accept()
    scene.play.work(scene.last_on, leave=2)
    scene.play.extend()


def deferred(scene: Scene) -> None:
    """Accepted with papers to follow, not yet brought."""
    scene.play.file(scene.lacking(None))
    scene.play.accept_deferred()
    scene.play.work(scene.last_on, leave=2)


def committed(scene: Scene) -> None:
    """Accepted on a commitment."""
    scene.play.file(scene.lacking(Source.COMMITMENT))
    scene.play.accept_committed()
    scene.play.work(scene.last_on, leave=1)


def deemed(scene: Scene) -> None:
    """Nobody answered within five working days: held for accepted, overdue soon."""
    scene.play.file()
    scene.play.deem()


def long_ago(rng: Random, term: int) -> int:
    """Early enough for the whole way, a pause or a correction included."""
    return term + SLACK + rng.randint(0, SPREAD)


def running(rng: Random, term: int) -> int:
    """So that a term of two units and more still runs."""
    return rng.randint(0, max(0, term - 2))


def run_out(rng: Random, term: int) -> int:
    """So that the term is over, for some days."""
    return term + rng.randint(2, 6)


def on_its_last_day(_rng: Random, term: int) -> int:
    """So that the term ends the next day."""
    return term - 1


def within(low: int, high: int) -> Callable[[Random, int], int]:
    """Some days ago, whatever the term."""
    return lambda rng, _term: rng.randint(low, high)


@dataclass(frozen=True)
class Plot:
    """So many cases of one story over these items; ``begins`` says how many working days ago, given the term."""

    tell: Callable[[Scene], None]
    count: int
    items: Sequence[str]
    begins: Callable[[Random, int], int] = long_ago


PLOTS = (
    Plot(ahead, 64, MANY),
    Plot(on_time, 24, (*LONG, *AT_ONCE)),
    Plot(late, 14, LONG),
    Plot(corrected, 10, DEFERRING),
    Plot(resumed, 6, (CERTIFICATE, FOOD, ADVERTISING)),
    Plot(deferred_and_delivered, 6, DEFERRING),
    Plot(archived, 34, MANY),
    Plot(denied, 12, LONG),
    Plot(decided, 16, MANY, lambda rng, term: rng.randint(1, max(1, term))),
    Plot(refused, 10, MANY),
    Plot(withdrawn, 8, LONG),
    Plot(withdrawn_and_archived, 4, LONG),
    Plot(draft, 10, (*LONG, REGISTRATION), within(0, 12)),
    Plot(submitted, 14, (*ANSWERED_IN_DAYS, REGISTRATION), within(0, 2)),
    Plot(correcting, 9, DEFERRING, within(2, 6)),
    Plot(under_way, 19, LONG, running),
    Plot(under_way, 6, (CHANGE, REGISTRATION, REGISTRATION), running),
    Plot(overdue, 8, LONG, run_out),
    Plot(overdue, 3, (CHANGE, REGISTRATION), run_out),
    Plot(paused, 12, (CERTIFICATE, FOOD, ADVERTISING, HOUSING), running),
    Plot(extended, 6, EXTENDABLE, on_its_last_day),
    Plot(extended, 2, (REGISTRATION,), on_its_last_day),
    Plot(deferred, 8, DEFERRING, running),
    Plot(committed, 8, COMMITTING, running),
    Plot(deemed, 4, (FOOD, ALLOWANCE, HOUSING), within(6, 7)),
)


def play_all(office: Office, applicants: Applicants, rng: Random, *, last_on: date) -> int:
    """Play every plot, the case begun first being the first; returns how many cases there are."""
    scenes = [(plot.tell, _scene(plot, office, applicants, rng, last_on)) for plot in PLOTS for _ in range(plot.count)]
    for tell, scene in sorted(scenes, key=lambda one: (one[1].play.on, one[1].play.minute)):
        tell(scene)
    return len(scenes)


def _steady(power: str, region: str, from_on: date, last_on: date) -> str:
    """The region, or its county where the power over a town changed hands meanwhile: nobody could finish the case."""
    before, after = ([holder.agency for holder in powers.who_may(power, region, on)] for on in (from_on, last_on))
    return region if before == after else region[:6]


def _scene(plot: Plot, office: Office, applicants: Applicants, rng: Random, last_on: date) -> Scene:
    item = rng.choice(plot.items)
    region = rng.choice(CITY_PLACES if item in CITY_ITEMS else COUNTY_PLACES)
    play = Play(office, applicants.people[0], item, region, rng)
    play.begin(last_on)
    scene = Scene(play, rng, last_on)
    play.begin(current().add(last_on, -plot.begins(rng, scene.term)))
    play.region = _steady(play.spec.power, region, play.on, last_on)
    if item in CHANGING:
        first = applicants.first_to_change() if item == CHANGE else None
        play.applicant = first or applicants.fresh_firm()
        play.form = {**MOVED} if first else {}
    elif item == REGISTRATION:
        play.applicant, play.credit_code = applicants.person(rng), applicants.new_code()
    elif play.spec.audience is Audience.PERSON:
        play.applicant = applicants.person(rng)
    else:
        play.applicant = applicants.firm(rng)
    return scene
