"""The files of the repository as conventions see them: read once, by walking, git or no git."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "tongban"
# What .gitignore names, and git's own folder.
IGNORED_FOLDERS = frozenset(
    {".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    | {".import_linter_cache", "node_modules"}
)


def is_ignored(name: str) -> bool:
    """Whether a folder of that name is no part of the repository."""
    return name in IGNORED_FOLDERS or name.startswith(".venv") or name.endswith(".egg-info")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository."""
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if not is_ignored(name)]
        found += [Path(folder) / name for name in names if not is_ignored(name)]
    return tuple(sorted(found))


@cache
def text_of(path: Path) -> str | None:
    """The text of a file; None for a binary one."""
    content = path.read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def python_files(below: Path = SRC, *, migrations: bool = False) -> list[Path]:
    """The Python files below a folder; migrations, which nobody writes by hand, only when asked for."""
    chosen = [path for path in files() if path.suffix == ".py" and path.is_relative_to(below)]
    return [path for path in chosen if migrations or "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The path as seen from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def dotted(node: ast.expr) -> str:
    """`a.b.c` for the expression a.b.c; an empty word for anything else in it."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted module) of every absolute import; `from a import b` gives a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
