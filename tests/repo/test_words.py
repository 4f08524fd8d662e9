"""No text file holds an unfinished piece, a path of somebody's machine or the host of a registry."""

import re

import pytest
from tests.repo.tree import ROOT, files, name, text_of

# Made from pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "unfinished work": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|raise NotImplemented" + r"Error)\b"),
    "a path of a machine": re.compile(r"(?<![\w./}])/(?:wo" + r"rk|ro" + r"ot|t" + r"mp|op" + r"t)/\w"),
    "the host of a registry": re.compile(
        r"py" + r"pi\.org|python" + r"hosted|reg" + r"istry\.npm|simple" + r"/ *$|(?<!no-emit-)\bindex" + r"-url",
        re.IGNORECASE | re.MULTILINE,
    ),
}
NOT_OURS = frozenset({"LICENSE"})


def findings(text: str) -> list[str]:
    """What is forbidden in a text, with its line."""
    return [
        f"{text.count(chr(10), 0, found.start()) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for found in pattern.finditer(text)
    ]


def test_no_file_holds_a_forbidden_word():
    texts = {name(path): text_of(path) or "" for path in files() if name(path) not in NOT_OURS}
    assert {path: found for path, text in texts.items() if (found := findings(text))} == {}


def test_the_rule_looks_at_every_kind_of_file():
    names = {name(path) for path in files()}
    assert {"Makefile", "README.md", "pyproject.toml", ".ci/run", "src/tongban/settings.py"} <= names
    assert not any(part in {".venv", "var"} for path in names for part in path.split("/"))


@pytest.mark.parametrize(
    "text",
    [
        "# TO" + "DO later",
        "raise NotImplemented" + "Error",
        "see /wo" + "rk/x",
        'open("/t' + 'mp/x")',
        "https://py" + "pi.org/simple",
        "--extra-index" + "-url x",
    ],
)
def test_a_planted_word_is_found(text: str):
    assert len(findings(f"first line\n{text}")) >= 1


def test_text_files_end_their_lines_as_unix_does():
    texts = {name(path): text_of(path) or "" for path in files()}
    assert [path for path, text in texts.items() if "\r" in text] == []
    assert (ROOT / ".gitattributes").exists()
