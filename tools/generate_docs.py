"""Write the generated parts of docs/ anew; with --check say which are out of date and exit 1.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`; docs/cli.md is generated whole.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
os.environ.setdefault("TONGBAN_SECRET", "documents-need-none")

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


# the rooms whose moves the documents show, by the name of the block
TABLES = {
    "": "tongban.hall.applications.rules.moves",
    "appeal-": "tongban.hall.appeals.rules.moves",
    "blocked-": "tongban.hall.blocked.rules.moves",
    "mending-": "tongban.hall.blocked.rules.mending",
    "rectification-": "tongban.hall.ratings.rules.moves",
}


def states(module: str) -> str:
    """The state diagram of a kind of case."""
    moves = import_module(module)
    lines = ["```mermaid", "stateDiagram-v2", "    direction LR"]
    lines += [f"    [*] --> {move.target}: {move.label}" for move in moves.BIRTHS]
    for move in moves.MOVES:
        if move.target:
            lines += [f"    {source} --> {move.target}: {move.label}" for source in sorted(move.sources)]
    moving = [move for move in (*moves.BIRTHS, *moves.MOVES) if move.target]
    left = {source for move in moving for source in move.sources}
    ends = sorted({move.target.value for move in moving} - left)
    return "\n".join([*lines, *(f"    {end} --> [*]" for end in ends), "```", ""])


def move_table(module: str) -> str:
    """The move table of a kind of case: who, from, to, power, event, law."""
    from tongban.casework.cases.rules import Status
    from tongban.common.actors import Role

    moves = import_module(module)
    rows = ["| move | 动作 | from | to | roles | power | event | law |", "|---|---|---|---|---|---|---|---|"]
    for move in (*moves.BIRTHS, *moves.MOVES):
        sources = ", ".join(status.value for status in Status if status in move.sources) or "—"
        power = "decides" if move.decides else "yes" if move.power else ""
        cells = (
            f"`{move.name}`",
            move.label,
            sources,
            move.target.value if move.target else "stays",
            ", ".join(role.value for role in Role if role in move.roles),
            power,
            move.event,
            move.law,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join([*rows, ""])


def item_terms() -> str:
    """Terms of the items delivered with the program, with the bases they name."""
    rows = ["| item | 事项 | statutory | promised | basis |", "|---|---|---|---|---|"]
    for path in sorted((ROOT / "src/tongban/registry/catalog/data/items").glob("*.yaml")):
        item = yaml.safe_load(path.read_text(encoding="utf-8"))["spec"]
        basis = ";".join(f"《{one['law']}》{one['article']}" for one in item.get("basis", []))
        cells = (item["code"], item["name"], item.get("statutory_term", "—"), item.get("promised_term", "—"), basis)
        rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join([*rows, ""])


def notices() -> str:
    """The notices of the State Council the calendar is built from."""
    rows = ["| year | notice | issued |", "|---|---|---|"]
    for path in sorted((ROOT / "src/tongban/workdays/notices_data").glob("*.yaml")):
        year = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows += [f"| {year['year']} | {one['number']} | {one['issued_on']} |" for one in year["notices"]]
    return "\n".join([*rows, ""])


def help_pages() -> str:
    """The help of every command."""
    from tongban.cli import main

    parts = ["# Command line", "", "Generated from the program; `make docs` writes it anew.", ""]

    def add(command: click.Command, context: click.Context) -> None:
        parts.extend([f"## `{context.command_path}`", "", "```text", command.get_help(context), "```", ""])
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                if inner := command.get_command(context, name):
                    add(inner, click.Context(inner, info_name=name, parent=context, terminal_width=100))

    add(main, click.Context(main, info_name="tongban", terminal_width=100))
    return "\n".join(parts)


BLOCKS: Mapping[str, Callable[[], str]] = {
    **{f"{name}states": partial(states, module) for name, module in TABLES.items()},
    **{f"{name}moves": partial(move_table, module) for name, module in TABLES.items()},
    "item-terms": item_terms,
    "notices": notices,
}


def filled(text: str) -> str:
    """A document with every generated part written anew; an unknown part is an error."""
    return BLOCK.sub(lambda found: found.group(1) + BLOCKS[found.group(2)]() + found.group(3), text)


def wanted() -> dict[Path, str]:
    """Every document with generated parts as it should read."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))}
    found = {path: filled(text) for path, text in texts.items() if BLOCK.search(text)}
    found[DOCS / "cli.md"] = help_pages()
    return found


def main() -> int:
    """Write or check; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = [path for path, text in wanted().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is out of date: run make docs")
        else:
            path.write_text(wanted()[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
