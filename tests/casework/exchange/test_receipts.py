"""What a receipt says of itself: receivers answer as they like, people want its number."""

import pytest

from tongban.casework.exchange.rules import receipt_number
from tongban.casework.exchange.rules.receipts import LONGEST


@pytest.mark.parametrize(
    ("receipt", "number"),
    [
        ('{"receipt": "tax-0001"}', "tax-0001"),
        ('{"status": "ok", "id": 42}', "42"),
        ('{"receipt": {"deep": 1}, "number": "N7"}', "N7"),
        ('"plain-9"', "plain-9"),
        ("17", "17"),
        ("回执 第8号\n谢谢", "回执 第8号 谢谢"),
        ("<ok/>", "<ok/>"),
        ('{"status": "ok"}', '{"status": "ok"}'),
        ("[1, 2]", "[1, 2]"),
        ("", ""),
        ("[" * 5000, "[" * (LONGEST - 1) + "…"),
    ],
)
def test_the_number_is_found_or_the_beginning_is_shown(receipt: str, number: str):
    assert receipt_number(receipt) == number


def test_a_long_receipt_is_cut():
    assert len(receipt_number("x" * 70_000)) == LONGEST
