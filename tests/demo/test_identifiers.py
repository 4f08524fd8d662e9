"""Fictional identifiers pass every check that real ones pass."""

from random import Random

import pytest

from tongban.casework.cases.rules.uploads import kind_of
from tongban.common.identifiers import check_credit_code, check_mobile, check_resident_id
from tongban.demo import papers
from tongban.demo.identifiers import credit_code, mobile, resident_id


@pytest.mark.parametrize("serial", [0, 1, 7, 1000, 1099, 9999])
def test_credit_codes_are_valid_inside_and_out(serial: int):
    code = credit_code(serial)
    assert check_credit_code(code) == code
    weights = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997 over the organisation code
    total = sum(int(sign, 36) * weight for sign, weight in zip(code[8:16], weights, strict=True))
    assert "0123456789X0"[11 - total % 11] == code[16]


def test_credit_codes_differ():
    assert len({credit_code(serial) for serial in range(300)}) == 300


def test_resident_numbers_and_mobile_numbers_are_valid():
    rng = Random(1)
    numbers = {resident_id(rng, serial) for serial in range(60)}
    assert len(numbers) == 60
    assert all(check_resident_id(number) == number for number in numbers)
    number = mobile(rng)
    assert check_mobile(number) == number


def test_a_sample_paper_is_a_pdf_that_says_so_and_its_table_leads_to_its_objects():
    paper = papers.sheet("不动产登记申请书")
    assert kind_of(paper) == ("pdf", "application/pdf")
    assert "样例材料".encode("utf-16-be").hex().encode() in paper
    start = int(paper.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert paper[start:].startswith(b"xref\n0 7\n")
    for number, row in enumerate(paper[start:].split(b"\n")[3:9], start=1):
        assert paper[int(row.split()[0]) :].startswith(b"%d 0 obj\n" % number)
