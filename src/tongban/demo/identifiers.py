"""Fictional identifiers with true check digits, so that they pass every check and belong to nobody on purpose.

The organisation part of a credit code begins with ``MA0T`` and goes on with the serial; resident numbers are of people
born on a day drawn, in a district of Hefei, with a serial of 900 and above.
"""

from datetime import date
from random import Random

from stdnum.cn import ric, uscc

DISTRICTS = ("340102", "340103", "340104", "340111", "340121", "340122", "340123", "340124")
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997, the organisation code inside the credit code


def credit_code(serial: int, district: str = "340100") -> str:
    """The credit code of the sample enterprise with this serial (0 to 9999), registered in the district."""
    body = f"MA0T{serial:04d}"
    total = sum(_value(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    check = "0123456789X"[(11 - total % 11) % 11]
    number = f"91{district}{body}{check}"
    return number + str(uscc.calc_check_digit(number))


def _value(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign) - ord("A") + 10


def resident_id(rng: Random, serial: int) -> str:
    """The number of a fictional grown-up; ``serial`` (0 to 99) keeps numbers of one drawing apart."""
    born = date(rng.randint(1958, 2001), rng.randint(1, 12), rng.randint(1, 28))
    number = f"{rng.choice(DISTRICTS)}{born:%Y%m%d}{900 + serial:03d}"
    return number + str(ric.calc_check_digit(number + "0"))


def mobile(rng: Random) -> str:
    """A number of eleven digits in a range that is not given out to the public (140)."""
    return f"140{rng.randint(0, 99_999_999):08d}"
