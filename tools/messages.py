"""The words people read, in two languages: `update` collects them, `compile` makes the file Django reads, `check` does neither.

Chinese is what the program says of itself; English is a translation kept in src/tongban/locale/en/LC_MESSAGES/django.po.
Collected are: the marked texts of templates and faces, the sentences of refusals and of `said(…)`, and the labels of rules.
"""

import argparse
import ast
import inspect
import io
import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
os.environ.setdefault("TONGBAN_SECRET", "words-need-none")

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "tongban"
PO = SRC / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HEADER = """\
# English of the pages, the refusals and the labels; tools/messages.py keeps it in step with the program.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a date in the compiled file would change it each time
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
QUOTED = re.compile("“[^”]*”")  # an example of Chinese text may stand in an English sentence
ONE = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "said"})
CLASSES = frozenset({"Said"})
SENTENCES = CLASSES | {"said", "clean_line", "clean_text"}
MANY = frozenset({"ngettext", "ngettext_lazy"})
# A message is its msgid, or (one, many); its English is one text, or one for each number.
Message = str | tuple[str, str]
English = str | tuple[str, ...]


def has_chinese(text: object) -> bool:
    """Whether a text holds a Chinese character or mark."""
    return isinstance(text, str) and bool(CHINESE.search(text))


# Faces that speak Chinese only: what they say is no word for a page.
CHINESE_ONLY = {
    "faces/api": "other systems: what it says stays in the language of the law",
    "faces/open311": "other systems: the same",
    "faces/pages/administration.py": "Django's raw tables, for the keepers of the house",
}


def speaks_chinese(path: Path) -> bool:
    """Whether a face is not translated."""
    return path.relative_to(SRC).as_posix().startswith(tuple(CHINESE_ONLY))


# --- templates


def template_files() -> list[Path]:
    """Every template, and the few texts with template tags beside them."""
    return sorted(SRC.rglob("templates/**/*.html")) + sorted(SRC.rglob("templates/**/*.txt"))


def of_template(text: str, origin: str) -> Iterator[Message]:
    """The marked texts of a template."""
    from django.utils.translation.template import templatize

    lines = templatize(text, origin=origin).splitlines()
    source = "\n".join(line.lstrip() for line in lines).encode()  # the indents of HTML are no indents of Python
    keywords = dict.fromkeys(("_", "gettext", "ngettext", "pgettext", "npgettext"))
    for _, _, message, _ in extract_python(io.BytesIO(source), keywords, [], {"encoding": "utf-8"}):
        yield message if isinstance(message, str) else (message[0], message[1])


# --- Python


def python_files() -> list[Path]:
    """Every module of the program; migrations say nothing to people."""
    return sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


def parsed() -> dict[Path, ast.Module]:
    """The syntax tree of every module."""
    return {path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in python_files()}


def name_of(node: ast.expr) -> str:
    """The last name of `a.b.c`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def literals(node: ast.expr | None) -> Iterator[str]:
    """The literal texts an expression may stand for: itself, or either side of `a if b else c`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def refusal_names(trees: Iterable[ast.Module]) -> frozenset[str]:
    """DomainError and every class below it, by name."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {"DomainError"}
    while more := {one.name for one in classes if found & {name_of(base) for base in one.bases}} - found:
        found |= more
    return frozenset(found)


def of_python(tree: ast.Module, refusals: frozenset[str]) -> Iterator[Message]:
    """The marked texts, the sentences of `said` and the templates of refusals in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, refusals)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_template(node):
            yield from (text for text in literals(node.value) if has_chinese(text))


def of_face(tree: ast.Module) -> Iterator[str]:
    """Every Chinese text of a face that is no documentation, pattern or part of a text put together."""
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    apart |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in apart:
            continue
        if IDEOGRAPH.search(node.value) and "(?" not in node.value:  # a mark is no word, a pattern no text
            yield node.value


def _of_call(node: ast.Call, refusals: frozenset[str]) -> Iterator[Message]:
    name = name_of(node.func)
    if name in SENTENCES | refusals:  # what is filled in may be a word of the house too
        yield from (text for one in node.keywords for text in literals(one.value) if has_chinese(text))
    if name in ONE | CLASSES and node.args:
        yield from literals(node.args[0])
    elif name in MANY and len(node.args) > 1:
        yield from zip(literals(node.args[0]), literals(node.args[1]), strict=False)
    elif name in refusals and len(node.args) > 1:
        yield from literals(node.args[1])
    elif name == "__init__" and len(node.args) > 1:  # a refusal that brings its own sentence
        yield from (text for text in literals(node.args[1]) if has_chinese(text))


def _is_template(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether a sentence too long for its refusal is put in a name first."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(name_of(target).lower() in {"template", "sentence"} for target in targets)


# --- labels, which only the running program knows


# Tables of rules that no page shows, each with the reason.
NOT_SAID = {
    "tongban.casework.dispatch.rules.words.GRAMMAR": "single characters, matched and never shown",
    "tongban.registry.catalog.rules.topics.EVERYDAY": "what people type, matched and never shown",
    "tongban.hall.papers.rules.kinds.WORDS": "a letter in the number of an official paper",
    "tongban.hall.papers.rules.kinds.PaperKind.word": "the same",
}
ONLY_LABELS = re.compile(r"\.papers\.rules\.(?!kinds)")  # papers are written in Chinese, the language of the law


def rules() -> Iterator[ModuleType]:
    """The pure modules whose labels reach pages: rules of every room, working days, roles, clocks."""
    import tongban

    wanted = re.compile(r"\.rules(\.|$)|^tongban\.(workdays|common)\.|\.cases\.clock$")
    for found in pkgutil.walk_packages(tongban.__path__, "tongban."):
        if wanted.search(found.name) and ".bpmn" not in found.name and not ONLY_LABELS.search(found.name):
            yield import_module(found.name)


def of_rules(module: ModuleType) -> Iterator[str]:
    """Labels of the enums, moves and tables a module defines."""
    for name, value in vars(module).items():
        if f"{module.__name__}.{name}" in NOT_SAID:
            continue
        if inspect.isclass(value) and issubclass(value, Enum):
            yield from _of_enum(value, f"{module.__name__}.{name}")
        elif isinstance(value, str) and name.isupper() and "(?" not in value:  # a pattern is no text
            yield from filter(has_chinese, [value])
        elif not name.startswith("__"):
            yield from filter(has_chinese, _of_table(value))


def _of_enum(kind: type[Enum], where: str) -> Iterator[str]:
    if not where.startswith(kind.__module__):
        return  # imported from where it is defined
    words = [name for name, value in vars(kind).items() if isinstance(value, property)]
    words = [name for name in words if f"{where}.{name}" not in NOT_SAID]
    for member in kind:
        texts = (getattr(member, name) for name in words)
        yield from (text for text in texts if has_chinese(text))


def _of_table(value: Any) -> Iterator[Any]:
    """Texts of a table: the values of a mapping, the members of a tuple, the label of a move."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from [one] if isinstance(one, str) else _of_table(one)
    elif isinstance(value, tuple | frozenset):
        for one in value:
            yield from [one] if isinstance(one, str) else _of_table(one)
    else:
        yield getattr(value, "label", None)


def holidays() -> Iterator[str]:
    """The names the notices of the State Council give to days."""
    from tongban.workdays.notices import PACKAGED, read_folders

    yield from (holiday.name for notice in read_folders((PACKAGED,)) for holiday in notice.holidays)


# --- all of them


def collected() -> frozenset[Message]:
    """Every message of the program that holds Chinese."""
    import django

    django.setup()
    found: set[Message] = set()
    for path in template_files():
        found.update(of_template(path.read_text(encoding="utf-8"), str(path)))
    trees = parsed()
    refusals = refusal_names(trees.values())
    for path, tree in trees.items():
        found.update(of_python(tree, refusals))
        if path.is_relative_to(SRC / "faces") and not speaks_chinese(path):
            found.update(of_face(tree))
    for module in rules():
        found.update(of_rules(module))
    found.update(holidays())
    return frozenset(message for message in found if has_chinese(one_of(message)))


def one_of(message: Message) -> str:
    """The msgid itself."""
    return message if isinstance(message, str) else message[0]


def plainly(text: Any) -> English:
    """A text of Babel's, which may be a list or missing."""
    return text if isinstance(text, str) else tuple(text or ("",))


# --- the catalogue


def kept() -> dict[str, English]:
    """The translations there are, by msgid."""
    if not PO.exists():
        return {}
    with PO.open("rb") as file:
        catalogue = pofile.read_po(file, locale="en")
    return {one_of(_message(message.id)): plainly(message.string) for message in catalogue if message.id}


def catalogue(messages: Iterable[Message], translations: Mapping[str, English]) -> Catalog:
    """The messages with their translations."""
    made = Catalog(locale="en", creation_date=LONG_AGO, revision_date=LONG_AGO, header_comment="")
    for message in sorted(messages, key=one_of):
        made.add(message, _fitting(message, translations.get(one_of(message), "")))
    return made


def _fitting(message: Message, translation: English) -> English:
    if isinstance(message, str):
        return translation if isinstance(translation, str) else translation[0]
    return translation if isinstance(translation, tuple) else (translation, translation)


def written(made: Catalog) -> str:
    """The text of the catalogue: sorted, without places and dates, so that two updates agree."""
    file = io.BytesIO()
    pofile.write_po(file, made, width=0, omit_header=True, no_location=True, sort_output=True)
    return HEADER + file.getvalue().decode().rstrip("\n") + "\n"


def compiled(made: Catalog) -> bytes:
    """What Django reads."""
    file = io.BytesIO()
    mofile.write_mo(file, made)
    return file.getvalue()


def as_kept() -> Catalog:
    """The catalogue as it stands in the file."""
    with PO.open("rb") as file:
        read = pofile.read_po(file, locale="en")
    return catalogue((_message(message.id) for message in read if message.id), kept())


def _message(msgid: Any) -> Message:
    return msgid if isinstance(msgid, str) else (msgid[0], msgid[1])


PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}")


def places(text: str) -> set[str]:
    """The names of what is filled in."""
    return {found[1] or found[2] for found in PLACE.finditer(text)}


def faults(message: Message, translation: English) -> Iterator[str]:
    """What is wrong with a translation: missing, Chinese left in it, other names filled in."""
    texts = (translation,) if isinstance(translation, str) else translation
    for text in texts:
        if not text:
            yield f"not translated: {one_of(message)}"
        elif has_chinese(QUOTED.sub("", text)):
            yield f"Chinese in the English of: {one_of(message)}"
        elif places(text) != places(one_of(message)):
            yield f"other places than in: {one_of(message)}"


def problems() -> list[str]:
    """Everything that keeps the catalogue from being right."""
    messages, translations = collected(), kept()
    made = catalogue(messages, translations)
    found = [
        fault
        for message in sorted(messages, key=one_of)
        for fault in faults(message, plainly(made[one_of(message)].string))
    ]
    found += [f"no longer said: {msgid}" for msgid in sorted(translations.keys() - set(map(one_of, messages)))]
    if not found and written(made) != PO.read_text(encoding="utf-8"):
        found.append(f"{PO.relative_to(ROOT)} is not as `update` writes it")
    if not MO.exists() or MO.read_bytes() != compiled(as_kept()):
        found.append(f"{MO.relative_to(ROOT)} is out of date: tools/messages.py compile")
    return found


def main() -> int:
    """Update, compile or check; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=("update", "compile", "check"))
    act = parser.parse_args().act
    if act == "check":
        found = problems()
        print("\n".join(found))
        return 1 if found else 0
    if act == "update":
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(written(catalogue(collected(), kept())), encoding="utf-8")
    MO.write_bytes(compiled(as_kept()))
    missing = sum(not all([text] if isinstance(text, str) else text) for text in kept().values())
    print(f"{len(kept())} messages, {missing} without English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
