"""Every room stands in the import contracts, migrations stand alone, patches are rare, CI runs what people run."""

import ast
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.repo.tree import ROOT, SRC, dotted, files, imports, name, parsed, python_files

WINGS_OF_ROOMS = ("registry", "casework", "hall", "town", "oversight")
FURNITURE = frozenset({"checks", "rules", "models", "queries", "services", "admin", "apps", "migrations"})
# room -> what else stands in it, and why it is none of the usual pieces
MORE_FURNITURE = {
    "tongban.casework.cases": {"clock": "the one module that turns rows into a clock; models stay free of time"}
}
PATCHES_PER_HUNDRED_TESTS = 5


def rooms() -> set[str]:
    """Dotted names of the packages that are rooms."""
    return {
        f"tongban.{wing}.{path.name}"
        for wing in WINGS_OF_ROOMS
        for path in (SRC / wing).glob("*/")
        if (path / "__init__.py").exists()
    }


def contracts() -> list[dict[str, object]]:
    """The contracts of import-linter."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    found: list[dict[str, object]] = tool["importlinter"]["contracts"]
    return found


def inside_a_room() -> dict[str, object]:
    """The contract on the furniture of rooms."""
    (found,) = [contract for contract in contracts() if str(contract["name"]).startswith("Inside a room")]
    return found


def test_every_room_stands_in_the_contract_on_its_furniture():
    assert set(inside_a_room()["containers"]) == rooms()  # type: ignore[call-overload]


def test_every_room_is_an_installed_app():
    from django.conf import settings

    assert {app.partition(".apps.")[0] for app in settings.INSTALLED_APPS if app.startswith("tongban.")} >= rooms()


def test_rooms_hold_only_known_furniture():
    found = {
        (room, path.stem)
        for room in rooms()
        for path in (SRC.parent / Path(*room.split("."))).iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    unusual = {(room, piece) for room, piece in found if piece not in FURNITURE | {"__init__"}}
    assert unusual == {(room, piece) for room, pieces in MORE_FURNITURE.items() for piece in pieces}


def own_imports(tree: ast.AST) -> list[int]:
    """Lines of a migration that need our own code, which will have changed when the migration runs again."""
    lines = [line for line, module in imports(tree) if module.split(".")[0] == "tongban"]
    return lines + [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and dotted(n) == "tongban"]


def test_migrations_stand_alone():
    migrations = [path for path in python_files(SRC, migrations=True) if "migrations" in path.parts]
    assert any(path.name.startswith("0001_") for path in migrations)
    assert {name(path): lines for path in migrations if (lines := own_imports(parsed(path)))} == {}


def test_an_import_of_ours_in_a_migration_is_seen():
    assert own_imports(ast.parse("import django\nimport tongban.casework.cases.rules")) == [2]
    assert own_imports(ast.parse("from tongban.common import actors")) == [1]
    assert own_imports(ast.parse("from django.db import models")) == []


def counted(trees: Sequence[ast.AST]) -> tuple[int, int]:
    """(patches, tests) in test files."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = [dotted(node.func) for node in nodes if isinstance(node, ast.Call)]
    patches = [
        one for one in called if re.search(r"(^|\.)(setattr|setitem|patch|patch\.\w+)$", one) and one != "setattr"
    ]
    tests = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return len(patches), len(tests)


def test_patches_are_rare():
    patches, tests = counted([parsed(path) for path in python_files(ROOT / "tests")])
    assert patches * 100 <= PATCHES_PER_HUNDRED_TESTS * tests


def test_patches_are_counted():
    source = "def test_a():\n  monkeypatch.setattr(a, 'b', 1)\n  mock.patch('x')\n  mock.patch.object(x, 'y')\n  setattr(a, b, c)"
    assert counted([ast.parse(source)]) == (3, 1)


def commands(script: str) -> list[str]:
    """What a shell script does, beside finding its place and being strict."""
    lines = [line.strip() for line in script.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "set -", "cd "))]


def test_ci_runs_make_test_and_nothing_else():
    assert commands((ROOT / ".ci" / "run").read_text(encoding="utf-8")) == ["exec make test"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_every_script_says_when_it_fails():
    scripts = [path for path in files() if path.suffix == ".sh" or name(path) == ".ci/run"]
    assert len(scripts) >= 2
    assert [name(path) for path in scripts if "set -euo pipefail" not in path.read_text(encoding="utf-8")] == []
