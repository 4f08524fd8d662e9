"""One sample case on its way: who acts next, and when, in working hours of working days."""

from collections.abc import Sequence
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import Actor, worker
from tongban.common.time import due_day, localdate, noon
from tongban.demo import papers
from tongban.demo.sample import exchange_sample
from tongban.demo.sample.forms import FORMS
from tongban.demo.sample.people import Office
from tongban.hall.applications import services as hall
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import LEAD, ItemSpec, Material, Source, Step
from tongban.workdays import current

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

OPENS, LUNCH, BACK, CLOSES = 9 * 60, 12 * 60, 13 * 60 + 30, 17 * 60
GRANTED = "经审查,申请材料齐全、符合法定条件,准予办理。(样例)"
DENIED = "经审查,现场条件不符合规定,不予许可。(样例)"
COMMITMENT = "承诺所报情况属实,如有不实愿承担法律责任。(样例)"


class Play:
    """A case and the clock of its story; every verb acts a little later than the one before."""

    def __init__(self, office: Office, applicant: Actor, item: str, region: str, rng: Random) -> None:
        self.office, self.applicant, self.item, self.region, self.rng = office, applicant, item, region, rng
        self.case: Case | None = None
        self.done: list[str] = []
        self.credit_code = ""  # what the register gives a new enterprise
        self.form: dict[str, Any] = {}  # what is filled in where it is not drawn
        self._guides: dict[date, ItemSpec] = {}  # looked up once a day: every verb asks

    def begin(self, on: date) -> None:
        """The day and the minute it begins."""
        self.on, self.minute = on, OPENS + self.rng.randint(5, 60)

    @property
    def spec(self) -> ItemSpec:
        """The guide the case pinned; before it is filed, the one in force on the day it begins."""
        if self.case is not None and self.case.item_version_id is not None:
            return catalog.pinned(self.case.item_version_id)
        if self.on not in self._guides:
            self._guides[self.on] = catalog.pinned(catalog.version_in_force(self.item, self.on).pk)
        return self._guides[self.on]

    @property
    def now(self) -> "Case":
        """The case as the last act left it."""
        if self.case is None:
            raise ValueError("the case is not filed yet")
        return self.case

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.now.number

    def at(self) -> datetime:
        """The next instant: some minutes later the same day, not at lunch and not after closing."""
        step = min(self.rng.randint(4, 22), max(1, (CLOSES - self.minute) // 3))
        self.minute += step
        if LUNCH <= self.minute < BACK:
            self.minute += BACK - LUNCH
        return noon(self.on, self.minute // 60, self.minute % 60)

    def days(self, count: int) -> None:
        """Go on so many working days later."""
        if count > 0:
            self.go(current().add(self.on, count))

    def go(self, on: date) -> None:
        """Go on another day; never back."""
        if on > self.on:
            self.on, self.minute = on, OPENS + self.rng.randint(0, 90)

    # --- the applicant and the window

    def materials(self, lacking: Sequence[Material] = ()) -> list[str]:
        """Keys of the papers brought: all that is required and not held by the city, but for those lacking."""
        gone = {material.key for material in lacking}
        wanted = [m for m in self.spec.materials if m.required and m.source is not Source.HELD]
        return [material.key for material in wanted if material.key not in gone]

    def filing(self, channel: str, paper: Sequence[str] = ()) -> hall.Filing:
        """What the application says."""
        drawn = FORMS[self.item](self.rng, self.on)
        return hall.Filing(
            item=self.item,
            region=self.region,
            applicant_id=self.applicant.party_id or 0,
            form=self.form or drawn,
            channel=channel,
            paper=paper,
            sample=True,
        )

    def draft(self) -> None:
        """Begin online."""
        self.case = hall.open_draft(filing=self.filing("online"), actor=self.applicant, at=self.at())

    def file(self, lacking: Sequence[Material] = ()) -> None:
        """File at a window with papers, or online with uploads; about one in three is online."""
        if self.rng.random() < 0.3:
            self.draft()
            for key in self.materials(lacking):
                self.upload(key)
            self.case = hall.submit(number=self.number, actor=self.applicant, at=self.at())
        else:
            filing = self.filing("window", self.materials(lacking))
            self.case = hall.file(filing=filing, actor=self.office.clerk(self.region), at=self.at())

    def upload(self, key: str) -> None:
        """Upload one material."""
        name = self.spec.material(key).name
        self.case, _ = hall.attach_material(
            number=self.number,
            name=f"{name}.pdf",
            content=papers.sheet(name),
            material=key,
            actor=self.applicant,
            at=self.at(),
        )

    @property
    def clerk(self) -> Actor:
        """Who sits at the window."""
        return self.office.clerk(self.region)

    def accept(self) -> None:
        """Accept with everything there."""
        self.case = hall.accept(number=self.number, actor=self.clerk, at=self.at())

    def accept_deferred(self) -> None:
        """Accept with papers to follow."""
        self.case = hall.accept_deferred(number=self.number, actor=self.clerk, at=self.at())

    def accept_committed(self) -> None:
        """Accept on a commitment."""
        self.case = hall.accept_committed(number=self.number, commitment=COMMITMENT, actor=self.clerk, at=self.at())

    def deem(self) -> None:
        """Nobody answered: the worker holds it for accepted as soon as the term is over."""
        if self.now.due_at is None:
            raise ValueError("a submitted case has a due instant")
        at = self.now.due_at
        self.case = hall.deem_accepted(number=self.number, actor=worker(), at=at)
        self.go(current().roll(localdate(at)))

    def ask(self, lacking: Sequence[Material]) -> None:
        """Tell everything that is missing, once."""
        items = [{"key": one.key, "what": f"请补交{one.name}"} for one in lacking]
        self.case = hall.ask_correction(
            number=self.number, items=items, reason="材料不齐全。", actor=self.clerk, at=self.at()
        )

    def answer(self, lacking: Sequence[Material]) -> None:
        """Bring what was asked to the window."""
        paper = [one.key for one in lacking]
        self.case = hall.answer_correction(number=self.number, paper=paper, actor=self.clerk, at=self.at())

    def provide(self, lacking: Sequence[Material]) -> None:
        """Bring the papers that were to follow."""
        paper = [one.key for one in lacking]
        self.case = hall.provide_deferred(number=self.number, paper=paper, actor=self.clerk, at=self.at())

    def refuse(self, reason: str) -> None:
        """Refuse to accept."""
        self.case = hall.refuse(number=self.number, reason=reason, actor=self.clerk, at=self.at())

    def withdraw(self) -> None:
        """The applicant changes its mind."""
        self.case = hall.withdraw(
            number=self.number, reason="情况变化,暂不办理。(样例)", actor=self.applicant, at=self.at()
        )

    def name_specialist(self) -> None:
        """Name a specialist for an enterprise."""
        self.case = hall.name_specialist(
            number=self.number, name=self.clerk.name, actor=self.office.coordinator, at=self.at()
        )

    # --- the offices

    def route(self) -> list[Step]:
        """The steps this case takes, in an order they can be done."""
        order: list[Step] = []
        done: set[str] = set()
        passed: set[str] = set()
        procedure = self.spec.procedure
        while True:
            opens, passes = procedure.next_steps(done=done, under_way=set(), passed=passed, form=self.now.form)
            passed |= set(passes)
            if not opens:
                return order
            order += [procedure.by_key[key] for key in opens]
            done |= set(opens)

    def agency_of(self, step: Step) -> str:
        """The agency that does a step."""
        return self.now.agency_id if step.agency == LEAD else step.agency

    def work(self, until_on: date, leave: int = 0) -> None:
        """Do the steps still to do, all but the last ``leave``, spread evenly up to the day."""
        todo = [step for step in self.route() if step.key not in self.done]
        doing = todo[: max(0, len(todo) - leave)]
        from_on, span = self.on, current().count(self.on, until_on)
        for place, step in enumerate(doing, start=1):
            self.go(current().add(from_on, span * place // len(doing)) if span > 0 else self.on)
            actor = self.office.handler(self.agency_of(step))
            self.case = hall.complete_step(
                number=self.number, step=step.key, result=f"{step.name}:符合要求。", actor=actor, at=self.at()
            )
            self.done.append(step.key)

    def next_step(self) -> Step:
        """The first step still to do, which is open."""
        return next(step for step in self.route() if step.key not in self.done)

    def pause(self, limit_on: date, *, one_step: bool = False) -> None:
        """Stop the clock of the whole, or of the step at hand, for an assessment by experts or a test."""
        step = self.next_step()
        agency = self.agency_of(step) if one_step else self.now.agency_id
        self.case = hall.pause(
            number=self.number,
            ground=self.rng.choice((PauseGround.EXPERT_REVIEW, PauseGround.TESTING, PauseGround.APPRAISAL)),
            reason="须经专业机构评审、检测后方可继续审查。(样例)",
            evidence="委托书(样例)",
            limit_on=limit_on,
            step=step.key if one_step else "",
            actor=self.office.handler(agency),
            at=self.at(),
        )

    def resume(self) -> None:
        """Start the clock again."""
        actor = self.office.handler(self.now.agency_id)
        self.case = hall.resume(number=self.number, actor=actor, at=self.at())

    def extend(self) -> None:
        """The one extension, by the head."""
        actor = self.office.head(self.now.agency_id)
        self.case = hall.extend(number=self.number, reason="情况复杂,需补充论证。(样例)", actor=actor, at=self.at())

    def decide(self, outcome: Outcome = Outcome.GRANTED) -> None:
        """Decide."""
        self.case = hall.decide(
            number=self.number,
            outcome=outcome,
            reason=GRANTED if outcome is Outcome.GRANTED else DENIED,
            document=self.credit_code or f"样例字〔{self.on.year}〕{self.number[-8:-2]}号",
            actor=self.office.handler(self.now.agency_id),
            at=(at := self.at()),
        )
        if self.spec.effect:
            exchange_sample.share(self.office.receivers, at=at)

    def deliver(self) -> None:
        """Hand the decision over."""
        how = "电子送达" if self.now.channel == "online" else "统一出件窗口领取"
        self.case = hall.deliver(number=self.number, how=how, actor=self.clerk, at=self.at())

    def archive(self) -> None:
        """Put it away."""
        self.case = hall.archive(number=self.number, actor=self.clerk, at=self.at())

    @property
    def due_on(self) -> date:
        """The last day of the term that runs."""
        if self.now.due_at is None:
            raise ValueError("no term runs")
        return due_day(self.now.due_at)
