"""Identifiers: checked when they come in, masked when they go out; no refusal ever repeats what was given.

统一社会信用代码 (GB 32100-2015), 公民身份号码 (GB 11643-1999), mobile numbers, and our own case numbers with an
ISO 7064 MOD 11,10 check digit.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from tongban.common.errors import BadInput

# The first two places may be letters (N2 = village collective): python-stdnum takes digits only, so only its check
# digit is used.
CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}\Z")
RESIDENT_ID = re.compile(r"[0-9]{17}[0-9X]\Z")
MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
CASE_NUMBER = re.compile(r"([0-9]{6})-([0-9]{8})-([0-9]{6}|[1-9][0-9]{6})-([0-9])\Z")
REGION = re.compile(r"[1-9][0-9]{5}\Z")
SEPARATORS = re.compile("[\\s\u2010-\u2015\u2212-]+")
DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")
DIGIT = r"[0-9\uff10-\uff19]"  # people write them full-width, too
PERSONAL = re.compile(rf"(?<!{DIGIT})(?:{DIGIT}{{17}}(?:{DIGIT}|[Xx])|1[3-9]{DIGIT}(?:[ -]?{DIGIT}){{8}})(?!{DIGIT})")
LARGEST_SERIAL = 9_999_999
VISIBLE_AT_EACH_END = 4


def _compact(text: str) -> str:
    """Half-width, upper case, without spaces and hyphens: people copy identifiers from anywhere."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_credit_code(text: str) -> str:
    """A 统一社会信用代码 in its 18 plain characters; another shape or a wrong check digit is refused."""
    code = _compact(text)
    if not CREDIT_CODE.match(code):
        raise BadInput(
            "identifier.credit_code",
            "统一社会信用代码应为18位数字和大写字母(不含I、O、S、V、Z),请对照营业执照核对。",
        )
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        raise BadInput("identifier.credit_code", "统一社会信用代码的校验位不符,请对照营业执照逐位核对。")
    return code


def check_resident_id(text: str) -> str:
    """A 公民身份号码 in its 18 plain characters; the check digit and the birth date count.

    The address code is not looked up: numbers keep the code of a county long abolished.
    """
    number = _compact(text)
    if not RESIDENT_ID.match(number):
        raise BadInput("identifier.resident_id", "公民身份号码应为18位数字(末位可为X),请对照身份证核对。")
    if number[-1] != ric.calc_check_digit(number):
        raise BadInput("identifier.resident_id", "公民身份号码的校验位不符,请对照身份证逐位核对。")
    if number[6:10] < "1850" or _day(number[6:14]) is None:
        raise BadInput("identifier.resident_id", "公民身份号码中的出生日期不存在,请对照身份证核对。")
    return number


def check_mobile(text: str) -> str:
    """A mainland mobile number in its 11 digits, with or without +86 in front."""
    number = re.sub(r"\A(?:\+|00)86", "", _compact(text))
    if not MOBILE.match(number):
        raise BadInput("identifier.mobile", "手机号码应为以1开头的11位数字,请核对。")
    return number


def birth_date(resident_id: str) -> date:
    """The birth date in a 公民身份号码 that was checked."""
    found = _day(resident_id[6:14])
    if found is None:
        raise ValueError("not a checked resident identity number")
    return found


def digits(text: str) -> str:
    """The digits of a text, full-width ones as plain ones; how many people write an end of a number."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")


def _day(given: str) -> date | None:
    try:
        return date(int(given[:4]), int(given[4:6]), int(given[6:8]))
    except ValueError:
        return None


def mask_identifier(text: str) -> str:
    """First and last four characters with stars between: ``3401**********1234``; shorter ones show less."""
    shown = min(VISIBLE_AT_EACH_END, len(text) // 4)
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[len(text) - shown :]


def mask_name(text: str) -> str:
    """The first character and stars: ``高*``; a single character is hidden."""
    return text[:1] + "*" * (len(text) - 1) if len(text) > 1 else "*" * len(text)


def mask_personal(text: str, names: Iterable[str] = ()) -> str:
    """A text in which mobile and identity numbers are masked, and these names wherever they stand."""
    text = PERSONAL.sub(lambda found: mask_mobile(_compact(found[0])), text)
    for name in sorted({one for one in names if len(one) > 1}, key=lambda one: (-len(one), one)):
        text = text.replace(name, mask_name(name))
    return text


def mask_mobile(text: str) -> str:
    """First three and last four digits: ``138****1234``; what is no mobile number is masked as an identifier."""
    return f"{text[:3]}****{text[-4:]}" if MOBILE.match(text) else mask_identifier(text)


def case_number(region: str, on: date, serial: int) -> str:
    """The number of a case: region, day, serial of that region and day, check digit: ``340100-20220701-000123-7``.

    ``region`` has 6 digits. A serial beyond 999,999 takes a seventh digit: the hyphens keep the parts apart and the
    check digit covers any length.
    """
    if not REGION.match(region):
        raise BadInput("case_number.region", "办件编号的区划代码应为6位数字,不能是“{region}”。", region=region)
    if not 1 <= serial <= LARGEST_SERIAL:
        raise BadInput("case_number.serial", "办件流水号应在1至{largest}之间。", largest=LARGEST_SERIAL)
    parts = [region, f"{on:%Y%m%d}", f"{serial:06d}"]
    return "-".join([*parts, mod_11_10.calc_check_digit("".join(parts))])


def check_case_number(text: str) -> str:
    """A case number as we write it; a mistyped one is refused before anybody looks it up."""
    number = DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    found = CASE_NUMBER.match(number)
    if not found or not REGION.match(found[1]) or _day(found[2]) is None:
        raise BadInput("case_number.form", "办件编号的格式应如 340100-20220701-000123-7,请对照回执核对。")
    if not mod_11_10.is_valid("".join(found.groups())):
        raise BadInput("case_number.check", "办件编号的校验位不符,请对照回执逐位核对。")
    return number
