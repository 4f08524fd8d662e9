"""Files and functions stay small enough to be read whole."""

import ast

from tests.repo.tree import SRC, name, parsed, python_files

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def long_functions(tree: ast.AST) -> list[str]:
    """Name and length of every function that is too long."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]
    return [f"{function} ({length} lines)" for function, length in lengths if length > LONGEST_FUNCTION]


def test_no_file_is_too_long():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(SRC)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long():
    found = {name(path): long_functions(parsed(path)) for path in python_files(SRC)}
    assert {path: functions for path, functions in found.items() if functions} == {}


def test_a_function_of_one_line_too_many_is_seen():
    body = "    pass\n"
    assert long_functions(ast.parse("def f():\n" + body * (LONGEST_FUNCTION - 1))) == []
    assert long_functions(ast.parse("def f():\n" + body * LONGEST_FUNCTION)) == ["f (61 lines)"]
