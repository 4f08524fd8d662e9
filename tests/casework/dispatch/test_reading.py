"""Labelled texts come out of any CSV with the two columns; what cannot be read is refused in one sentence."""

import pytest

from tongban.casework.dispatch.rules import read_rows
from tongban.common.errors import BadInput


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_other_columns_and_a_mark_are_passed_over(mark: bytes):
    data = mark + "at,label,text\n2026-01-01,交通,公交车晚点\n".encode()
    assert read_rows(data).rows == (("公交车晚点", "交通"),)


def test_quoted_line_ends_and_long_texts_are_kept():
    long = "路" * 300_000
    found = read_rows(f'text,label\n"第一行\n第二行",甲\n{long},乙\n'.encode())
    assert found.rows == (("第一行\n第二行", "甲"), (long, "乙"))


def test_nul_and_control_characters_do_no_harm():
    assert read_rows("text,label\n路灯\x00坏\x07了,市\x01政\n".encode()).rows == (("路灯 坏 了", "市 政"),)


def test_blank_texts_and_labels_are_counted():
    found = read_rows("text,label\n路灯坏了,市政\n,市政\n没有标签,\n短行\n\n".encode())
    assert found.rows == (("路灯坏了", "市政"),)
    assert found.passed_over == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "dispatch.empty_file"),
        (b"\xef\xbb\xbf \n", "dispatch.empty_file"),
        (b"text,label\n", "dispatch.empty"),
        (b"text,label\n,\n", "dispatch.empty"),
        (b"text,kind\na,b\n", "dispatch.columns"),
        (b"\n\ntext,label\na,b\n", "dispatch.columns"),
        ("text,label\n路灯,市政\n".encode("gb18030"), "dispatch.encoding"),
        (b"\xff\xfet\x00", "dispatch.encoding"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str):
    with pytest.raises(BadInput) as refusal:
        read_rows(data)
    assert refusal.value.code == code
    assert refusal.value.message
