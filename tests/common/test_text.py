"""Hostile text: refused with a sentence, or put right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.common.errors import BadInput
from tongban.common.text import clean_line, clean_text, safe_cell


def line(text: str, limit: int = 50) -> str:
    return clean_line(text, field="企业名称", limit=limit)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("  合肥 \t 先导\n薄膜 ", "合肥 先导 薄膜", id="white space runs"),
        pytest.param("合肥\u3000先导", "合肥 先导", id="ideographic space"),
        pytest.param("\ufeff合\u200b肥\u200e", "合肥", id="leftovers of copying"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("𬭎\U000323af", "𬭎\U000323af", id="rare characters of names"),
        pytest.param("“通办”(试点)", "“通办”(试点)", id="Chinese punctuation stays"),
    ],
)
def test_a_line_is_put_right(text, cleaned):
    assert line(text) == cleaned


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("合\x00肥", "text.control", id="NUL"),
        pytest.param("合\x1b[31m肥", "text.control", id="escape sequence"),
        pytest.param("合\ud800肥", "text.control", id="lone surrogate"),
        pytest.param("合\uffff肥", "text.control", id="noncharacter"),
        pytest.param("合\ufdd0肥", "text.control", id="noncharacter in the middle"),
        pytest.param("合\U000e0041肥", "text.control", id="tag characters"),
        pytest.param("合同\u202efdp.exe", "text.direction", id="right to left override"),
        pytest.param("合\u2067肥", "text.direction", id="isolate"),
        pytest.param(" \u200b ", "text.blank", id="nothing visible"),
        pytest.param("合" * 51, "text.long", id="too long"),
    ],
)
def test_a_hostile_line_is_refused_by_its_code_and_field(text, code):
    with pytest.raises(BadInput) as refusal:
        line(text)
    assert refusal.value.code == code
    assert "企业名称" in refusal.value.message
    refusal.value.message.encode()


def test_a_blank_line_is_fine_where_it_may_be_blank():
    assert clean_line("  ", field="备注", limit=10, blank=True) == ""


def test_several_lines_keep_their_ends_and_at_most_one_empty_line():
    given_text = "第一行\r\n第二行  \r\r\r\r第三行\u2028第四行\n"
    assert clean_text(given_text, field="说明", limit=100) == "第一行\n第二行\n\n第三行\n第四行"


@given(st.text(max_size=30))
def test_what_passes_is_safe_to_store_and_stays_as_it_is_when_cleaned_again(text):
    for clean in (clean_line, clean_text):
        try:
            once = clean(text, field="说明", limit=100, blank=True)
        except BadInput:
            continue
        assert clean(once, field="说明", limit=100, blank=True) == once
        assert once.encode().decode() == once
        assert "\x00" not in once
        assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        " =cmd|'/c calc'!A0",
        "\t=1",
        "\r=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "a\n=1"[1:],
    ],
)
def test_a_cell_that_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["合肥", "1-2", "", 5, -5, None, 1.5])
def test_a_cell_that_is_harmless_stays(value):
    assert safe_cell(value) == value
