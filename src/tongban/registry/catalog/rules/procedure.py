"""Procedures: the graph of steps that handles a case, as validated data.

A step waits for all steps it comes ``after``. Steps with the same ``choice`` are alternatives: the first whose
condition holds is taken, the one without a condition is the default; a step all of whose predecessors were
passed over is passed over too. The longest way through the graph is what the promised term has to cover.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tongban.common.errors import BadInput
from tongban.workdays import Counting, Term

LEAD = "@lead"  # stands for the agency that leads the case
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
STEP_KEYS = frozenset({"key", "name", "agency", "term", "after", "choice", "when", "power"})
OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    ">": lambda left, right: _number(left) > _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
    "<": lambda left, right: _number(left) < _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
}
CONDITION = re.compile(r"\s*([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<)\s*(?:\"([^\"]*)\"|(-?\d+(?:\.\d+)?)|(true|false))\s*\Z")


def _number(given: object) -> float:
    return float(given) if isinstance(given, int | float | str) and str(given).strip() else float("nan")


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a field of the form with a constant: ``area >= 144``, ``kind == "new"``, ``rural == true``."""

    field: str
    operator: str
    value: str | float | bool

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Read a comparison; anything else is refused."""
        found = CONDITION.match(text)
        if not found:
            raise BadInput(
                "procedure.condition",
                '条件“{text}”无法识别:请写作 字段 比较符 常量,例如 area >= 144 或 kind == "new"。',
                text=text,
            )
        name, operator, words, number, truth = found.groups()
        value: str | float | bool = words if words is not None else float(number) if number else truth == "true"
        return cls(name, operator, value)

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return f"{self.field} {self.operator} {str(self.value).lower()}"
        if isinstance(self.value, float):
            digits = f"{Decimal(repr(self.value)):f}".removesuffix(".0")
            return f"{self.field} {self.operator} {digits}"
        return f'{self.field} {self.operator} "{self.value}"'

    def holds(self, form: Mapping[str, Any]) -> bool:
        """Whether the form satisfies the comparison; a field not filled in satisfies none."""
        given = form.get(self.field)
        if given is None:
            return False
        try:
            return OPERATORS[self.operator](given, self.value)
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does it (agency code or ``@lead``), within which term, after which steps.

    ``choice`` names the group of alternatives it belongs to; ``when`` is its condition in that group;
    ``power`` is the code of the power the step exercises, if it has one of its own.
    """

    key: str
    name: str
    agency: str
    term: Term
    after: tuple[str, ...] = ()
    choice: str = ""
    when: Condition | None = None
    power: str = ""

    def as_data(self) -> dict[str, Any]:
        """The step as plain data; empty parts are left out."""
        data: dict[str, Any] = {"key": self.key, "name": self.name, "agency": self.agency, "term": str(self.term)}
        if self.after:
            data["after"] = list(self.after)
        if self.choice:
            data["choice"] = self.choice
        if self.when:
            data["when"] = str(self.when)
        if self.power:
            data["power"] = self.power
        return data


def parse_step(data: object) -> Step:
    """Read a step from plain data; unknown keys are refused by name."""
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise BadInput("procedure.shape", "流程应是环节的列表,每个环节写明 key、name、agency、term。")
    name = data.get("key", "?")
    if unknown := sorted(set(data) - STEP_KEYS):
        raise BadInput("procedure.keys", "环节“{key}”有无法识别的项:{unknown}。", key=name, unknown="、".join(unknown))
    if missing := [key for key in ("key", "name", "agency", "term") if not data.get(key)]:
        raise BadInput("procedure.missing", "环节“{key}”缺少:{missing}。", key=name, missing="、".join(missing))
    if not KEY.match(str(data["key"])):
        raise BadInput(
            "procedure.key", "环节代码“{key}”不合规则:请用小写字母开头,仅含小写字母、数字、下划线和连字符。", key=name
        )
    return Step(
        key=str(data["key"]),
        name=str(data["name"]),
        agency=str(data["agency"]),
        term=Term.parse(str(data["term"])),
        after=_keys(name, data.get("after") or ()),
        choice=str(data.get("choice", "")),
        when=Condition.parse(str(data["when"])) if data.get("when") else None,
        power=str(data.get("power", "")),
    )


def _keys(step: object, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple):
        raise BadInput("procedure.after_list", "环节“{key}”的前置环节应写成列表,例如 [survey, review]。", key=step)
    return tuple(str(key) for key in given)


@dataclass(frozen=True)
class Procedure:
    """A validated graph of steps; build it with ``Procedure.parse`` or ``Procedure.of``."""

    steps: tuple[Step, ...]
    name: str = ""
    by_key: Mapping[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {step.key: step for step in self.steps})
        check_procedure(self)

    @classmethod
    def parse(cls, data: Iterable[object], name: str = "") -> "Procedure":
        """Build a procedure from a list of plain steps; refuses loops, strangers and duplicates by name."""
        return cls(tuple(parse_step(step) for step in data), name)

    def as_data(self) -> list[dict[str, Any]]:
        """The steps as plain data, in the order given."""
        return [step.as_data() for step in self.steps]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    @cached_property
    def order(self) -> tuple[Step, ...]:
        """The steps so that each comes after all it waits for."""
        keys = TopologicalSorter({step.key: step.after for step in self.steps}).static_order()
        return tuple(self.by_key[key] for key in keys)

    @cached_property
    def counting(self) -> Counting | None:
        """The one counting mode of the steps' terms; None without steps."""
        return self.steps[0].term.counting if self.steps else None

    def longest(self, extra: Mapping[str, int] | None = None) -> int:
        """Length of the longest way through the graph in units of the terms; ``extra`` lengthens single steps."""
        return max(self._ends(extra or {}).values(), default=0)

    def _ends(self, extra: Mapping[str, int]) -> dict[str, int]:
        """When each step ends that begins as soon as it can."""
        ends: dict[str, int] = {}
        for step in self.order:
            begins = max((ends[key] for key in step.after), default=0)
            ends[step.key] = begins + step.term.amount + extra.get(step.key, 0)
        return ends

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """Keys of the steps on the longest way; among equals the first given."""
        ends: dict[str, int] = {}
        came_from: dict[str, str | None] = {}
        for step in self.order:
            before = max(step.after, key=lambda key: ends[key], default=None)
            came_from[step.key] = before
            ends[step.key] = (ends[before] if before else 0) + step.term.amount
        path: list[str] = []
        at = max(ends, key=lambda key: ends[key], default=None)
        while at is not None:
            path.append(at)
            at = came_from[at]
        return tuple(reversed(path))

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Keys of the steps whose delay delays the whole; of ways equally long, those of all."""
        whole = self.longest()
        return frozenset(step.key for step in self.steps if self.longest({step.key: 1}) > whole)

    @cached_property
    def deciding_ways(self) -> frozenset[tuple[str, str]]:
        """From which step to which the longest ways lead."""
        ends, decides = self._ends({}), self.deciding
        begins = {step.key: max((ends[key] for key in step.after), default=0) for step in self.steps}
        ways = ((key, step.key) for step in self.steps for key in step.after if {key, step.key} <= decides)
        return frozenset((key, following) for key, following in ways if ends[key] == begins[following])

    @cached_property
    def parallel_term(self) -> Term | None:
        """What the graph needs when branches run side by side; None without steps."""
        return Term(self.longest(), self.counting) if self.counting else None

    @cached_property
    def serial_term(self) -> Term | None:
        """What the same steps would need one after the other; of alternatives only the longest counts."""
        if not self.counting:
            return None
        longest: dict[str, int] = {}
        for step in self.steps:
            group = step.choice or f"={step.key}"
            longest[group] = max(longest.get(group, 0), step.term.amount)
        return Term(sum(longest.values()), self.counting)

    def next_steps(
        self, *, done: set[str], under_way: set[str], passed: set[str], form: Mapping[str, Any]
    ) -> tuple[list[str], list[str]]:
        """Which steps open now and which are passed over: (to open, to pass over), chains of passing followed."""
        opens: list[str] = []
        gone = set(passed)
        for step in self.order:
            if step.key in done or step.key in under_way or step.key in gone:
                continue
            if not all(key in done or key in gone for key in step.after):
                continue
            dead = bool(step.after) and all(key in gone for key in step.after)
            if dead or (step.choice and self.chosen(step.choice, form) != step.key):
                gone.add(step.key)
            else:
                opens.append(step.key)
        return opens, [step.key for step in self.order if step.key in gone - passed]

    def chosen(self, choice: str, form: Mapping[str, Any]) -> str:
        """The alternative of a choice that this form takes."""
        group = [step for step in self.steps if step.choice == choice]
        taken = next((step for step in group if step.when and step.when.holds(form)), None)
        return (taken or next(step for step in group if step.when is None)).key


def check_procedure(procedure: Procedure) -> None:
    """Refuse duplicates, strangers, loops, mixed counting modes and choices without exactly one default."""
    for check in CONTRADICTIONS:
        check(procedure.steps)


def check_duplicates(steps: Sequence[Step]) -> None:
    """Refuse a key used twice."""
    seen: set[str] = set()
    for step in steps:
        if step.key in seen:
            raise BadInput("procedure.duplicate", "环节“{key}”出现了两次:每个环节代码只能用一次。", key=step.key)
        seen.add(step.key)


def check_strangers(steps: Sequence[Step]) -> None:
    """Refuse a step that comes after one that is not there, or twice after the same."""
    known = {step.key for step in steps}
    for step in steps:
        if strangers := [key for key in step.after if key not in known]:
            raise BadInput(
                "procedure.stranger",
                "环节“{key}”的前置环节“{stranger}”不存在:请先定义它或删去这一前置。",
                key=step.key,
                stranger=strangers[0],
            )
        if len(set(step.after)) != len(step.after):
            raise BadInput("procedure.after", "环节“{key}”的前置环节重复:请每个只写一次。", key=step.key)


def check_no_loop(steps: Sequence[Step]) -> None:
    """Refuse a graph in which a step waits for itself, naming the steps of the loop."""
    try:
        TopologicalSorter({step.key: step.after for step in steps}).prepare()
    except CycleError as loop:
        raise BadInput(
            "procedure.loop", "流程里有环路:{path}。请去掉其中一个前置环节。", path="→".join(loop.args[1])
        ) from None


def check_countings(steps: Sequence[Step]) -> None:
    """Refuse steps counted in different ways: their sum would mean nothing."""
    if len({step.term.counting for step in steps}) > 1:
        raise BadInput("procedure.counting", "各环节的计时方式不一致:同一流程请统一用工作日或统一用自然日。")


def check_choices(steps: Sequence[Step]) -> None:
    """Refuse alternatives that do not start at the same place or lack exactly one default."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        if step.choice:
            groups.setdefault(step.choice, []).append(step)
        elif step.when:
            raise BadInput("procedure.when", "环节“{key}”有条件但不属于任何选择组:请写明 choice。", key=step.key)
    for choice, group in groups.items():
        if len({frozenset(step.after) for step in group}) > 1:
            raise BadInput("procedure.choice", "选择组“{choice}”各分支的前置环节必须相同。", choice=choice)
        if sum(step.when is None for step in group) != 1 or len(group) < 2:
            raise BadInput(
                "procedure.default",
                "选择组“{choice}”须有两个以上分支,且恰有一个不带条件的默认分支。",
                choice=choice,
            )


CONTRADICTIONS: tuple[Callable[[Sequence[Step]], None], ...] = (
    check_duplicates,
    check_strangers,
    check_no_loop,
    check_countings,
    check_choices,
)
