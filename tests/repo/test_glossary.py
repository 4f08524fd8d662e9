"""The glossary has a row for every word of the code that people read: its Chinese label beside its code name."""

import re
from collections.abc import Iterator
from enum import Enum

import pytest
from tests.repo.tree import ROOT

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Kind, Outcome, PauseGround, Status, StepState
from tongban.casework.cases.rules.desk import Left, Scope
from tongban.casework.exchange.rules import DeliveryStatus
from tongban.casework.notices.rules import Channel, DispatchStatus
from tongban.common.actors import Role
from tongban.hall.applications.rules.materials import MaterialState, Review
from tongban.hall.applications.rules.moves import BIRTHS, MOVES
from tongban.hall.blocked.rules import mending as item_mending
from tongban.hall.blocked.rules import moves as blocked
from tongban.hall.blocked.rules.words import Cause, Entrance, Remedy, RootCause
from tongban.hall.papers.rules import PaperKind
from tongban.hall.ratings.rules import (
    ExclusionGround,
    ExclusionState,
    RatingChannel,
    RatingState,
    RefusedWhy,
    Stage,
    Tag,
)
from tongban.hall.ratings.rules import (
    Level as RatingLevel,
)
from tongban.hall.ratings.rules import moves as mending
from tongban.registry.calendars.rules import NoticeState
from tongban.registry.catalog.models import Status as VersionStatus
from tongban.registry.catalog.rules import Mode as ServiceMode
from tongban.registry.catalog.rules import Source
from tongban.registry.parties.rules import StatusKind
from tongban.registry.policies.rules import AppealType, PolicyState
from tongban.registry.powers.rules import Mode
from tongban.registry.powers.rules import Status as DelegationStatus
from tongban.registry.regions.rules import Level
from tongban.workdays import Counting
from tongban.workdays.clock import TimeState

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
COLUMNS = ["中文", "English", "code", "meaning"]
LABELLED: tuple[type[Enum], ...] = (
    *(Role, Kind, Status, StepState, PauseGround, TimeState, StatusKind, Level, MaterialState, Review),
    PaperKind,
    *(Mode, DelegationStatus, ServiceMode, Source, VersionStatus, DeliveryStatus, NoticeState),
    *(Left, Scope, Channel, DispatchStatus, AppealType, PolicyState),
    *(Cause, RootCause, Remedy, Entrance),
    *(RatingLevel, Stage, Tag, RatingChannel, RatingState, RefusedWhy, ExclusionGround, ExclusionState),
)
# The words every conversation of this field uses, from the first analysis of it.
FIELD = (
    "事项 办件 诉求 办不成事 受理 不予受理 预检 补正 容缺 告知承诺 环节 平行办理 时限 法定 承诺 中止 延期 交办 主办/协办 退单 "
    "裁定 兜底 催办 督办 红黄牌 好差评 回访 整改 巡查 抽查 点评 通报 考核 监督员 明查/暗访 首问负责 赋权 承接 收回 网格 "
    "网格员 台账 四议两公开 歇业 回执"
)


def rows() -> list[list[str]]:
    """The cells of every row of every table, without the heads."""
    lines = [line for line in GLOSSARY.splitlines() if line.startswith("|") and not line.startswith("|---")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row != COLUMNS]


def words() -> Iterator[tuple[str, str]]:
    """(Chinese label, code name) of everything the code shows people."""
    for kind in LABELLED:
        for member in kind:
            yield member.label, member.value  # type: ignore[attr-defined]  # each of them has a label
    yield from ((outcome.label, outcome.value) for outcome in Outcome if outcome.value)
    yield from ((move.label, move.name) for move in (*BIRTHS, *MOVES, *mending.BIRTHS, *mending.MOVES))
    yield from ((move.label, move.name) for move in (*blocked.BIRTHS, *blocked.MOVES))
    yield from ((move.label, move.name) for move in (*item_mending.BIRTHS, *item_mending.MOVES))


def has(label: str, code: str) -> bool:
    """Whether a row gives this label this code name."""
    return any(row[0] == label and f"`{code}`" in row[2] for row in rows())


@pytest.mark.parametrize(("label", "code"), sorted(set(words())))
def test_every_word_of_the_code_stands_in_the_glossary(label: str, code: str):
    assert has(label, code)


@pytest.mark.parametrize("name", [*(clock.value for clock in ClockName), *(way.value for way in Counting)])
def test_every_clock_and_every_way_of_counting_stands_in_the_glossary(name: str):
    assert any(f"`{name}`" in row[2] for row in rows())


@pytest.mark.parametrize("word", FIELD.split())
def test_every_word_of_the_field_stands_in_the_glossary(word: str):
    assert any(word in row[0] for row in rows())


def test_every_row_is_whole_and_no_word_is_given_twice():
    assert [row for row in rows() if len(row) != len(COLUMNS) or not all(row)] == []
    named = [(row[0], row[2]) for row in rows()]
    assert len(named) == len(set(named))


def test_a_word_that_is_missing_or_has_another_code_name_is_found():
    assert not has("不存在的词", "accept")
    assert not has("受理", "refuse")


def test_code_names_of_members_name_what_the_code_has():
    kinds: tuple[type[Enum], ...] = (*LABELLED, ClockName, Outcome)
    members = {f"{kind.__name__}.{member.name}": member.value for kind in kinds for member in kind}
    given = [found for row in rows() for found in re.findall(r"`(?:[a-z.]+\.)?(\w+\.[A-Z_]+)` `(\w+)`", row[2])]
    assert len(given) > 60
    assert [(name, value) for name, value in given if members.get(name) != value] == []
