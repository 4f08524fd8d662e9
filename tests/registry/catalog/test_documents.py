"""Guides as files: what goes out comes back, and what comes in is refused before it can do harm."""

import json

import pytest
from tests.registry.catalog.guides import guide

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.bpmn import read_bpmn
from tongban.registry.catalog.rules.documents import MOST_BYTES, check_texts, read_guide, stamp_of, written

DATA = ItemSpec.parse(guide()).as_data()
LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_guide_written_is_read_back(form: str):
    content, media_type = written(DATA, form)
    assert read_guide(content) == DATA
    assert media_type == f"application/{form}"


def test_the_procedure_of_a_guide_is_written_as_a_diagram():
    content, _ = written(DATA, "bpmn")
    assert read_bpmn(content).procedure.as_data() == DATA["procedure"]


def test_no_other_files_are_written():
    with pytest.raises(BadInput, match="没有“exe”"):
        written(DATA, "exe")


def test_a_packaged_file_holds_a_guide():
    content, _ = written({"valid_from_on": "2022-01-01", "document": "文件", "spec": DATA}, "yaml")
    assert read_guide(content) == DATA


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"",
        b"- 1",
        b"just words",
        b"code: [",
        b"code: a\ncode: b",
        LAUGHS.encode(),
        b"code: !!python/object/apply:os.system ['id']",
        b"? [1, 2]\n: x",
        b"1: x",
        b'name: "a\\0b"',
        b'name: "\\ud800"',
        b"name: 2022-01-01",
        b"trips: .inf",
        b"trips: .nan",
        b"[" * 5000,
        ("a: " + "[" * 40 + "]" * 40).encode(),
        ("a: [" + "1," * 30_000 + "]").encode(),
        b"a" * (MOST_BYTES + 1),
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)
def test_a_hostile_file_is_refused(content: bytes):
    with pytest.raises(BadInput):
        read_guide(content)


def test_ordinary_texts_pass():
    check_texts({"a": ["多行\n文字\t。", 1, 1.5, True, None, {"b": "𠮷"}]})


def test_the_stamp_of_a_draft_changes_with_what_it_says_and_with_nothing_else():
    again = json.loads(json.dumps(dict(reversed(DATA.items()))))
    assert stamp_of(DATA, "") == stamp_of(again, "")
    assert len({stamp_of(DATA, ""), stamp_of(DATA, "说明"), stamp_of({**DATA, "trips": 9}, "")}) == 3
