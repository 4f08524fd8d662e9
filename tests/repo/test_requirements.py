"""Every part has its reason, is pinned with its hashes, and comes from wherever the machine's pip gets it."""

import re
import tomllib
from collections.abc import Mapping

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tests.repo.tree import ROOT

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\$")
HASHED = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]


def pins(text: str) -> Mapping[str, Version]:
    """Name to version; raises ValueError on a line that is neither pin, hash nor comment, or a pin without hash."""
    found: dict[str, Version] = {}
    hashes: dict[str, int] = {}
    latest = ""
    for line in text.splitlines():
        if pin := PINNED.match(line):
            latest = canonicalize_name(pin[1])
            found[latest] = Version(pin[2])
            hashes[latest] = 0
        elif HASHED.match(line):
            hashes[latest] += 1
        elif line.strip() and not line.strip().startswith("#"):
            raise ValueError(f"not a pin: {line}")
    if bare := [one for one, count in hashes.items() if not count]:
        raise ValueError(f"without hash: {bare}")
    return found


def read(file: str) -> Mapping[str, Version]:
    return pins((ROOT / file).read_text(encoding="utf-8"))


def unmet(requirements: list[str], pinned: Mapping[str, Version]) -> list[str]:
    """Requirements that no pin meets."""
    wanted = [Requirement(text) for text in requirements]
    return [
        str(one)
        for one in wanted
        if (version := pinned.get(canonicalize_name(one.name))) is None or version not in one.specifier
    ]


def without_reason(text: str) -> list[str]:
    """Dependency lines of a pyproject that do not say why."""
    lines = re.findall(r'^  "[^"]+",?.*$', text, re.MULTILINE)
    return [line.strip() for line in lines if not re.search(r"#\s*\S{2,}", line)]


def test_runtime_requirements_meet_the_project():
    assert unmet(PROJECT["dependencies"], read("requirements.txt")) == []


def test_development_requirements_meet_the_project_and_its_tests():
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert unmet(wanted, read("requirements-dev.txt")) == []


def test_the_tests_run_the_versions_that_are_delivered():
    run, dev = read("requirements.txt"), read("requirements-dev.txt")
    assert {part: dev.get(part) for part in run} == dict(run)


def test_what_builds_the_package_is_pinned_too():
    assert unmet(tomllib.loads(PYPROJECT)["build-system"]["requires"], read("requirements.txt")) == []


def test_every_direct_dependency_says_why():
    lines = re.findall(r'^  "[^"]+",?.*$', PYPROJECT.split("[tool.")[0], re.MULTILINE)
    assert len(lines) == len(PROJECT["dependencies"]) + len(PROJECT["optional-dependencies"]["dev"])
    assert without_reason(PYPROJECT.split("[tool.")[0]) == []


def test_a_dependency_without_a_reason_is_seen():
    assert without_reason('deps = [\n  "a>=1", # does it\n  "b>=1",\n]') == ['"b>=1",']


def test_a_pin_without_a_hash_and_a_line_of_options_are_seen():
    good = "a==1 \\\n    --hash=sha256:" + "0" * 64
    assert pins(good) == {"a": Version("1")}
    for bad in ("a==1", "a>=1 \\", "--find-links x", good + "\nb==2 \\"):
        try:
            pins(bad)
        except ValueError:
            continue
        raise AssertionError(f"accepted {bad!r}")
