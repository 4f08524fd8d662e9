"""Only `workdays` adds days, and only faces, commands, wiring and the sample ask what time it is."""

import ast

import pytest
from tests.repo.tree import SRC, dotted, imports, name, parsed, python_files

ADDS_DAYS = ("workdays/",)
ASKS_THE_TIME = ("faces/", "cli/", "demo/", "wiring.py")
CLOCK_WORDS = frozenset({"now", "utcnow", "today"})
CLOCKS = frozenset({"datetime", "date", "timezone", "dt"})
STAMPS = frozenset({"auto_now", "auto_now_add"})


def day_arithmetic(tree: ast.AST) -> list[int]:
    """Lines that add days by themselves: timedelta with days or weeks (the first place is days), relativedelta."""
    lines = [line for line, module in imports(tree) if "relativedelta" in module]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "timedelta":
            has_days = bool(node.args) or any(word.arg in {None, "days", "weeks"} for word in node.keywords)
            lines += [node.lineno] if has_days else []
    return lines


def clock_readings(tree: ast.AST) -> list[int]:
    """Lines that ask what time it is, called or handed on, or have the database or a field ask."""
    lines = [line for line, module in imports(tree) if module.endswith(("db.models.functions.Now", "timezone.now"))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            clock, _, word = dotted(node).rpartition(".")
            asks = (word in CLOCK_WORDS and clock.split(".")[-1] in CLOCKS) or dotted(node) in {
                "time.time",
                "time.time_ns",
            }
            lines += [node.lineno] if asks else []
        elif isinstance(node, ast.keyword) and node.arg in STAMPS:
            lines.append(node.lineno)
    return lines


def violations(find, allowed: tuple[str, ...]) -> list[str]:
    """``path:line`` of each finding outside the allowed places of the package."""
    return [
        f"{name(path)}:{line}"
        for path in python_files()
        if not path.relative_to(SRC).as_posix().startswith(allowed)
        for line in find(parsed(path))
    ]


def test_no_room_but_workdays_adds_days():
    assert violations(day_arithmetic, ADDS_DAYS) == []


def test_only_the_front_door_asks_what_time_it_is():
    assert violations(clock_readings, ASKS_THE_TIME) == []


def test_both_rules_look_at_real_files():
    assert any(day_arithmetic(parsed(path)) for path in python_files(SRC / "workdays"))
    assert any(clock_readings(parsed(path)) for path in python_files(SRC / "cli"))


@pytest.mark.parametrize(
    "source",
    [
        "timedelta(days=3)",
        "datetime.timedelta(weeks=1)",
        "timedelta(3)",
        "timedelta(**span)",
        "from dateutil.relativedelta import relativedelta",
    ],
)
def test_day_arithmetic_is_seen(source: str):
    assert day_arithmetic(ast.parse(source)) == [1]


@pytest.mark.parametrize("source", ["timedelta(hours=3)", "timedelta(minutes=90, seconds=1)", "days = 3"])
def test_hours_are_no_day_arithmetic(source: str):
    assert day_arithmetic(ast.parse(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "Field(default=timezone.now)",
        "Field(auto_now_add=True)",
        "from django.db.models.functions import Now",
        "from django.utils.timezone import now",
        "time.time()",
    ],
)
def test_clock_readings_are_seen(source: str):
    assert clock_readings(ast.parse(source)) == [1]


@pytest.mark.parametrize("source", ["case.now", "time.monotonic()", "calendar.today"])
def test_other_names_are_no_clock_readings(source: str):
    assert clock_readings(ast.parse(source)) == []
