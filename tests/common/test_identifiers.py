"""Identifiers: what is let in, what is refused, what is shown."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from tongban.common.errors import BadInput
from tongban.common.identifiers import (
    LARGEST_SERIAL,
    birth_date,
    case_number,
    check_case_number,
    check_credit_code,
    check_mobile,
    check_resident_id,
    mask_identifier,
    mask_mobile,
    mask_name,
    mask_personal,
)

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
credit_stems = st.from_regex(r"[19ANY][1239][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}", fullmatch=True)
births = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31))
serials = st.integers(min_value=1, max_value=LARGEST_SERIAL)


def credit_code(stem: str) -> str:
    return stem + uscc.calc_check_digit(stem)


def resident_id(born_on: date, order: int = 7, area: str = "340102") -> str:
    stem = f"{area}{born_on:%Y%m%d}{order:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def changed(text: str, place: int, by: str) -> str:
    return text[:place] + by + text[place + 1 :]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("91110000600037341L", id="a company of Beijing"),
        pytest.param(" 9111 0000-6000 37341l ", id="spaces, a hyphen, lower case"),
        pytest.param(
            "\uff19\uff11\uff11\uff11\uff10\uff10\uff10\uff10\uff16\uff10\uff10\uff10\uff13\uff17\uff13\uff14\uff11\uff2c",
            id="full width digits and letter",
        ),
    ],
)
def test_a_credit_code_is_taken_however_it_was_copied(code):
    assert check_credit_code(code) == "91110000600037341L"


def test_a_credit_code_of_a_village_collective_begins_with_a_letter():
    code = credit_code("N2340122MF1234567")
    assert check_credit_code(code) == code


@given(credit_stems)
def test_every_credit_code_with_its_check_digit_is_taken(stem):
    assert check_credit_code(credit_code(stem)) == credit_code(stem)


@given(credit_stems, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_refused(stem, place, by):
    code = credit_code(stem)
    assume(code[place] != by)
    with pytest.raises(BadInput, match="统一社会信用代码"):
        check_credit_code(changed(code, place, by))


@given(births, st.integers(0, 999))
def test_every_resident_number_with_its_check_digit_is_taken_and_tells_the_birth_date(born_on, order):
    number = resident_id(born_on, order)
    assert check_resident_id(number.lower()) == number
    assert birth_date(number) == born_on


@given(births, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_of_a_resident_number_is_always_refused(born_on, order, place, by):
    number = resident_id(born_on, order)
    assume(number[place] != by)
    with pytest.raises(BadInput, match="公民身份号码"):
        check_resident_id(changed(number, place, by))


def test_a_resident_number_of_an_abolished_county_stays_valid():
    number = resident_id(date(1975, 5, 6), area="342623")  # 无为县, abolished as a county of 巢湖地区
    assert check_resident_id(number) == number


@pytest.mark.parametrize("born", ["20230229", "19901301", "19900431", "00000000", "17990101"])
def test_a_resident_number_with_an_impossible_birth_date_is_refused(born):
    stem = f"340102{born}007"
    with pytest.raises(BadInput, match="出生日期不存在"):
        check_resident_id(stem + ric.calc_check_digit(stem + "0"))


@pytest.mark.parametrize("text", ["", "34010219900101", "3401021990010100712", "34010219900101A071", "三四〇一"])
def test_a_resident_number_of_another_shape_is_refused(text):
    with pytest.raises(BadInput, match="18位"):
        check_resident_id(text)


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{9,10}", fullmatch=True))
def test_no_refusal_repeats_what_was_given(text):
    for check in (check_credit_code, check_resident_id, check_mobile, check_case_number):
        with pytest.raises(BadInput) as refusal:
            check(text)
        assert not refusal.value.params
        assert refusal.value.message == refusal.value.template


@pytest.mark.parametrize(
    "text",
    [
        "13812341234",
        "138 1234 1234",
        "+86 138-1234-1234",
        "008613812341234",
        "\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff11\uff12\uff13\uff14",
    ],
)
def test_a_mobile_number_is_taken_however_it_was_written(text):
    assert check_mobile(text) == "13812341234"


@pytest.mark.parametrize("text", ["", "12812341234", "1381234123", "138123412345", "0551-62345678", "+1 3812341234"])
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(BadInput, match="手机号码"):
        check_mobile(text)


def test_masks_look_as_people_know_them():
    assert mask_identifier("340102199001011234") == "3401**********1234"
    assert mask_name("高某") == "高*"
    assert mask_name("欧阳某某") == "欧***"
    assert mask_name("高") == "*"
    assert mask_mobile("13812341234") == "138****1234"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("高明先生,您好", "高*先生,您好"),
        ("电话13812341234。", "电话138****1234。"),
        ("电话 138 1234-1234", "电话 138****1234"),
        ("电话13812341234", "电话138****1234"),
        ("身份证340102199001011234", "身份证3401**********1234"),
        ("办公电话0551-63538899,件340100-20220701-000123-7", "办公电话0551-63538899,件340100-20220701-000123-7"),
        ("高", "高"),
    ],
)
def test_what_is_personal_in_a_text_is_masked(text, masked):
    assert mask_personal(text, ["高", "高明", ""]) == masked


@given(st.text(max_size=40))
def test_a_masked_identifier_keeps_its_length_and_hides_at_least_half(text):
    masked = mask_identifier(text)
    assert len(masked) == len(text)
    hidden = range(min(4, len(text) // 4), len(text) - min(4, len(text) // 4))
    assert all(masked[place] == "*" for place in hidden)
    assert 2 * len(hidden) >= len(text)


@given(births, st.integers(0, 999))
def test_a_masked_resident_number_does_not_tell_the_birth_date(born_on, order):
    masked = mask_identifier(resident_id(born_on, order))
    assert masked[4:14] == "*" * 10


@given(st.text(alphabet="高王李欧阳赵钱孙", max_size=8))
def test_a_masked_name_shows_at_most_its_first_character(name):
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert set(masked[1:]) <= {"*"}
    assert masked != name or not name


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_a_masked_mobile_number_hides_its_four_middle_digits(number):
    assert mask_mobile(number) == number[:3] + "****" + number[7:]


def test_what_is_no_mobile_number_is_masked_all_the_same():
    assert mask_mobile("055162345678") == "055******678"


def test_a_case_number_shows_region_day_serial_and_check_digit():
    assert case_number("340100", date(2022, 7, 1), 123) == "340100-20220701-000123-4"


@given(births, serials)
def test_every_case_number_is_recognised_again(on, serial):
    number = case_number("340122", on, serial)
    assert check_case_number(number) == number


@given(births, serials, st.data())
def test_one_wrong_digit_of_a_case_number_is_always_refused(on, serial, data):
    number = case_number("340122", on, serial)
    place = data.draw(st.sampled_from([place for place, sign in enumerate(number) if sign != "-"]))
    by = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    with pytest.raises(BadInput):
        check_case_number(changed(number, place, by))


def test_of_neighbouring_digits_swapped_in_a_serial_at_most_one_in_forty_escapes():
    swapped, escaped = 0, 0
    for serial in range(1, 3000):
        number = case_number("340122", date(2022, 7, 1), serial)
        for at in range(16, 21):
            if number[at] == number[at + 1]:
                continue
            swapped += 1
            try:
                check_case_number(number[:at] + number[at + 1] + number[at] + number[at + 2 :])
                escaped += 1
            except BadInput:
                continue
    assert swapped > 10_000
    assert escaped <= swapped / 40


def test_a_serial_beyond_six_digits_takes_a_seventh_and_none_takes_an_eighth():
    assert case_number("340100", date(2022, 7, 1), 999_999).split("-")[2] == "999999"
    seventh = case_number("340100", date(2022, 7, 1), 1_000_000)
    assert seventh.split("-")[2] == "1000000"
    assert check_case_number(seventh) == seventh
    with pytest.raises(BadInput, match="流水号"):
        case_number("340100", date(2022, 7, 1), LARGEST_SERIAL + 1)
    with pytest.raises(BadInput, match="流水号"):
        case_number("340100", date(2022, 7, 1), 0)


@pytest.mark.parametrize("region", ["", "3401", "340122105", "34010a", "040100"])
def test_a_case_number_needs_a_region_of_six_digits(region):
    with pytest.raises(BadInput, match="6位"):
        case_number(region, date(2022, 7, 1), 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("340100-20220231-000123-7", id="a day that does not exist"),
        pytest.param("340100-20220701-0000123-7", id="a zero too many"),
        pytest.param("340100-20220701-123-7", id="zeros left out"),
        pytest.param("34010020220701000123-7", id="hyphens left out"),
        pytest.param("340100-20220701-000123-7\n0", id="a second line"),
    ],
)
def test_a_case_number_of_another_form_is_refused(text):
    with pytest.raises(BadInput, match="格式"):
        check_case_number(text)


def test_a_case_number_is_taken_with_dashes_and_full_width_digits():
    number = case_number("340100", date(2022, 7, 1), 123)
    written = number.replace("-", " — ").translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert check_case_number(written) == number
