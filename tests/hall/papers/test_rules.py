"""Papers as trees and as files: what they say, what they hide, what they survive."""

import dataclasses
import io
from datetime import UTC, date, datetime

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.hall.papers.reading import lines_of_pdf, pages_of_pdf, text_of_pdf, text_of_word

from tongban.hall.papers.rules import (
    Due,
    Matter,
    PaperKind,
    appeal_letters,
    desk_letters,
    matter_letters,
    office_letters,
    slug_of,
)
from tongban.hall.papers.rules.appeal_letters import Given, Reply, Told
from tongban.hall.papers.rules.breaking import broken
from tongban.hall.papers.rules.codes import matrix, picture
from tongban.hall.papers.rules.desk_letters import Handed
from tongban.hall.papers.rules.document import masked, official, printable
from tongban.hall.papers.rules.matter_letters import Refused, Review, Task
from tongban.hall.papers.rules.pdf import pdf
from tongban.hall.papers.rules.word import word

AT = datetime(2022, 7, 1, 2, tzinfo=UTC)
DAY = date(2022, 7, 8)
LAW = "《行政许可法》第三十二条"
DUE = Due("5个工作日", date(2022, 7, 8), LAW)
MATTER = Matter(
    number="340100-20220701-000123-7",
    item="占道许可",
    is_permit=True,
    applicant="合肥先导薄膜材料有限公司",
    is_person=False,
    identifier="9134**********2X3U",
    phone="138****1234",
    agency="肥东县城市管理局",
    agency_short="县城管局",
    address="http://testserver/track?number=340100-20220701-000123-7",
)
HOSTILE = '<b>&amp;</b>&#0;"]]>\x00\x07\u202e\ufffe\ud800=cmd|'


def received(matter: Matter = MATTER, count: int = 1) -> bytes:
    handed = [Handed(f"第{place}份材料", "窗口已收", AT) for place in range(count)]
    return pdf(desk_letters.receipt(matter, handed, ["完税凭证"], DUE, AT))


def test_a_paper_says_the_same_as_word_and_as_pdf():
    paper = desk_letters.acceptance(MATTER, "complete", DUE, Due("20个工作日", date(2022, 7, 29), LAW), AT)
    for text in (text_of_pdf(pdf(paper)), text_of_word(word(paper))):
        for said in ("受理通知书", "县城管局受字〔2022〕340100-20220701-000123-7号", "2022年7月8日", "2022年7月29日"):
            assert said in text
        assert "依据《行政许可法》第三十二条" in text
        assert "9134**********2X3U" in text
        assert "肥东县城市管理局" in text
        assert "http://testserver/track?number=340100-20220701-000123-7" in text


def test_what_is_no_permit_follows_the_permit_law_by_analogy():
    paper = desk_letters.refusal(dataclasses.replace(MATTER, is_permit=False), "不属于本机关职权", "可以复议。", AT)
    assert "参照《行政许可法》第三十二条" in text_of_pdf(pdf(paper))


def test_the_same_paper_gives_the_same_bytes():
    paper = desk_letters.correction(MATTER, ["请补交“完税凭证”"], "材料不齐全。", DUE, AT)
    assert pdf(paper) == pdf(paper)
    assert word(paper) == word(paper)


def test_a_sample_says_that_it_is_none_of_the_real_ones():
    paper = desk_letters.correction(dataclasses.replace(MATTER, is_sample=True), ["补交"], "不齐全", None, AT)
    assert "示例数据" in text_of_pdf(pdf(paper))
    assert "示例数据" in text_of_word(word(paper))
    assert "示例数据" not in text_of_pdf(received())


def test_forty_materials_reach_over_pages_and_every_page_says_which_it_is():
    content = received(count=40)
    assert pages_of_pdf(content) > 1
    text = text_of_pdf(content)
    assert all(f"第{place}份材料" in text for place in range(40))
    assert f"第1页 共{pages_of_pdf(content)}页" in text
    assert text.count("材料名称") > 1  # the head of the table stands on every page it reaches


@pytest.mark.parametrize("name", ["超" * 80, HOSTILE + "公司", "𬭎𠮷" * 20, "a" * 80, " "], ids=str.__len__)
def test_names_of_any_kind_survive(name: str):
    matter = dataclasses.replace(MATTER, applicant=name, item=name, agency=name, agency_short=name, answerable=name)
    paper = desk_letters.correction(matter, [name * 5], name, DUE, AT)
    assert "一次性告知书" in text_of_pdf(pdf(paper))
    assert printable(name).strip() in text_of_word(word(paper))


@pytest.mark.parametrize("name", ["超" * 80, HOSTILE + "公司", "𬭎𠮷" * 20, "a" * 80, " "], ids=str.__len__)
def test_names_of_any_kind_survive_in_papers_of_appeals_and_matters(name: str):
    matter = dataclasses.replace(MATTER, applicant=name, item=name, agency=name, agency_short=name, answerable=name)
    told = Told(type="投诉", text=name * 50, region=name, place=name, domain=name)
    given = Given(lead=name, assisting=[name], answer=DUE, duty=name, note=name, returnable=name)
    held = Review(
        reason=name, opinions=[(name, name * 9)], minutes=name, decision=name, tasks=[Task(name, name, DAY)], host=name
    )
    refused = Refused(
        item=name,
        number=name,
        asked=name,
        cause=name,
        ground=name,
        basis=name,
        remedy=name,
        remedy_text=name,
        clerk=name,
    )
    for paper in (
        appeal_letters.registration(matter, "登记回执", told, name, AT, [name], [(name, name)]),
        appeal_letters.admission(matter, told, AT, given, AT, [name]),
        appeal_letters.transfer(matter, told, "交办单", given, AT, 2, [name]),
        appeal_letters.reply(matter, "诉求", AT, Reply(outcome=name, text=name, evidence=[name], ways=[name]), AT, 1),
        appeal_letters.declined(matter, "诉求", AT, name, name, AT),
        matter_letters.minutes(matter, held, AT),
        matter_letters.refusal_copy(matter, refused, AT),
    ):
        assert paper.title in text_of_pdf(pdf(paper))
        assert printable(name).strip() in text_of_word(word(paper))


def test_a_material_longer_than_a_page_is_still_printed():
    handed = [Handed("长" * 3000, "窗口已收", AT)]
    assert pages_of_pdf(pdf(desk_letters.receipt(MATTER, handed, [], DUE, AT))) > 1


@pytest.mark.parametrize("before", range(30))
def test_no_line_begins_with_a_mark_that_ends_one(before: int):
    reason = "字" * before + "甲,乙:丙;《丁》、“戊”(己)。" * 8
    paper = desk_letters.correction(MATTER, ["补交"], reason, DUE, AT)
    lines = lines_of_pdf(pdf(paper))
    assert len(lines) > 10
    assert [line for line in lines if line[:1] in set("，：；、。）”》")] == []


def test_numbers_and_masks_are_not_cut_at_the_end_of_a_line():
    text = "电话号码是138****1234"
    assert broken(text, [1.0] * len(text), [9.0, 20.0]) == [(4.0, "电话号码是"), (9.0, "138****1234")]
    assert [line for _, line in broken("a" * 25, [1.0] * 25, [10.0])] == ["a" * 10, "a" * 10, "a" * 5]
    assert broken("甲", [5.0], [1.0]) == [(-4.0, "甲")]
    assert broken("", [], [1.0]) == []


def test_a_rare_character_is_named_where_the_font_of_the_pdf_lacks_it():
    paper = desk_letters.correction(dataclasses.replace(MATTER, applicant="𬭎记"), ["补交"], "不齐全", DUE, AT)
    assert "〓记" in text_of_pdf(pdf(paper))
    assert "U+2CB4E" in text_of_pdf(pdf(paper))
    assert "𬭎记" in text_of_word(word(paper))


@settings(max_examples=20)
@given(st.text(max_size=60))
def test_no_text_breaks_a_paper(text: str):
    paper = office_letters.amendment(MATTER, text, AT, 1)
    assert pdf(paper).startswith(b"%PDF-")
    assert word(paper).startswith(b"PK")


def test_numbers_of_people_in_free_texts_are_masked_and_numbers_of_cases_are_not():
    text = masked("身份证340104198001011234,电话13812345678,编号340100-20220701-000123-7,文号12345678901")
    assert "340104198001011234" not in text
    assert "13812345678" not in text
    assert "3401**********1234" in text
    assert "138****5678" in text
    assert "340100-20220701-000123-7" in text
    assert "12345678901" in text


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("决定受理,受理日为2022年7月1日。", "决定受理，受理日为2022年7月1日。"),
        ("于10:00(上午)前", "于10:00（上午）前"),
        ("“甲(乙),丙”,完", "“甲(乙),丙”，完"),
        ("12,345.00元", "12,345.00元"),
        ("plain (ascii), text: yes;", "plain (ascii), text: yes；"),
    ],
    ids=["comma", "brackets", "quoted names stay", "amounts stay", "other languages stay"],
)
def test_chinese_punctuation_is_full_width_in_letters(given: str, wanted: str):
    assert official(given) == wanted


def test_a_day_nobody_can_tell_yet_and_one_in_doubt_say_so():
    assert Due("10个工作日", None, LAW).words == "待恢复计时后确定"
    assert "暂定:2027年" in Due("10个工作日", date(2027, 1, 4), LAW, "2027年放假安排尚未公布。").words


def test_a_proof_of_delivery_is_empty_before_and_filled_after():
    before = office_letters.delivery(MATTER, decided="准予许可决定书", decided_at=AT, how="", delivered_at=None, at=AT)
    after = office_letters.delivery(
        MATTER, decided="准予许可决定书", decided_at=AT, how="当面领取", delivered_at=AT, at=AT
    )
    assert "____年____月____日" in text_of_pdf(pdf(before))
    assert pages_of_pdf(pdf(before)) == 1
    assert "□当面领取" in text_of_word(word(before))
    assert "2022年07月01日 10:00" in text_of_pdf(pdf(after))
    assert "县城管局决字〔2022〕" in text_of_pdf(pdf(after))


def test_a_second_paper_of_a_kind_has_its_own_name_and_number():
    assert slug_of(PaperKind.PAUSE, 2) == "pause-2"
    paper = office_letters.pause(MATTER, "检测", "现场勘查", "委托检测", date(2022, 7, 20), AT, 2)
    assert paper.number.endswith("号之2")
    assert "环节“现场勘查”自2022年7月1日起中止计时" in text_of_pdf(pdf(paper))


def test_a_reader_reads_the_address_from_the_squares_and_from_the_picture():
    squares = np.where(np.array(matrix(MATTER.address)), 0, 255).astype(np.uint8)
    drawn = np.pad(np.kron(squares, np.ones((6, 6), np.uint8)), 24, constant_values=255)
    for seen in (drawn, np.array(Image.open(io.BytesIO(picture(MATTER.address))).convert("L"))):
        found = zxingcpp.read_barcode(seen)
        assert found is not None
        assert (found.text, found.format) == (MATTER.address, zxingcpp.BarcodeFormat.QRCode)


def test_a_paper_without_an_address_carries_no_code():
    paper = desk_letters.correction(dataclasses.replace(MATTER, address=""), ["补交"], "不齐全", DUE, AT)
    assert "扫码" not in text_of_pdf(pdf(paper))
    assert "扫码" not in text_of_word(word(paper))
